"""Whom a campaign is meant to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.people.models import Audience, Person
from passaparola.web.people.queries import ROOM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.campaigns.models import Campaign

GIVEN = audit.verb("campaign.people", gettext_lazy("gave people to a campaign"))


@dataclass(frozen=True, slots=True)
class Given:
    """How many people a campaign got, and how many it did not because they asked not to be contacted."""

    added: int
    left_out: int


@transaction.atomic
def give(campaign: Campaign, person_ids: Sequence[int], by: User | None, now: datetime) -> Given:
    """Give people of the campaign's brand to `campaign`; whoever asked not to be contacted is left out."""
    before = campaign.audience.count()
    left_out = 0
    for start in range(0, len(person_ids), ROOM):
        some = person_ids[start : start + ROOM]
        persons = Person.objects.filter(brand=campaign.brand_id, joined_to=None, pk__in=some)
        welcome = persons.filter(no_contact_since=None).values_list("pk", flat=True)
        left_out += persons.filter(no_contact_since__isnull=False).count()
        Audience.objects.bulk_create(
            (Audience(campaign=campaign, person_id=pk, added_at=now, by=by) for pk in welcome),
            ignore_conflicts=True,
        )
    added = campaign.audience.count() - before
    audit.record(campaign.brand, by, GIVEN, campaign.name, now, people=added, left_out=left_out)
    return Given(added, left_out)
