"""The groups of people worth a look of their own, each a condition on a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands import digits
from passaparola.web.cascades.models import Act
from passaparola.web.conversations.models import Answer
from passaparola.web.people import affinity
from passaparola.web.people.models import Audience, Person, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

QUIET = timedelta(days=60)
NEW = timedelta(days=7)
CONSUMER_HOP = 2
"""From this hop on a message came from somebody who is not the brand."""

ROLE, CAMPAIGN = "role-", "campaign-"


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of people: what it is called, who is in it in a sentence, and the condition."""

    key: str
    name: StrPromise
    who: StrPromise
    narrow: Callable[[QuerySet[Person], datetime], QuerySet[Person]]


def _closest(persons: QuerySet[Person], now: datetime) -> QuerySet[Person]:
    return persons.filter(warmth__gte=affinity.warmth(affinity.HALF_WAY, now))


def _quiet(persons: QuerySet[Person], now: datetime) -> QuerySet[Person]:
    return persons.filter(passed_on__gt=0, last_act_at__lt=now - QUIET)


def _through_consumers(persons: QuerySet[Person], _now: datetime) -> QuerySet[Person]:
    acts = Act.objects.filter(handle__person=OuterRef("pk"))
    answered = Answer.objects.filter(to__handle__person=OuterRef("pk"))
    talked = Answer.objects.filter(conversation__handle__person=OuterRef("pk"))
    return persons.filter(
        Exists(acts.filter(hop__gte=CONSUMER_HOP)),
        ~Exists(acts.filter(hop__lt=CONSUMER_HOP)),
        ~Exists(answered),
        ~Exists(talked),
    )


def _new(persons: QuerySet[Person], now: datetime) -> QuerySet[Person]:
    return persons.filter(first_act_at__gte=now - NEW)


def _not_to_contact(persons: QuerySet[Person], _now: datetime) -> QuerySet[Person]:
    return persons.filter(no_contact_since__isnull=False)


SEGMENTS = (
    Segment("closest", _("Closest"), _("Affinity 50 or more."), _closest),
    Segment(
        "quiet",
        _("Promoters who went quiet"),
        _("They passed something on, and have done nothing for 60 days."),
        _quiet,
    ),
    Segment(
        "consumers",
        _("Reached by consumers"),
        _("They had every message from another consumer, none from the brand, and were never answered."),
        _through_consumers,
    ),
    Segment("new", _("New this week"), _("Their first act was in the last seven days."), _new),
    Segment(
        "no-contact",
        _("Asked not to be contacted"),
        _("Nobody writes to them on the brand's own account."),
        _not_to_contact,
    ),
)
BY_KEY = {segment.key: segment for segment in SEGMENTS}


def narrowed(persons: QuerySet[Person], key: str, now: datetime) -> QuerySet[Person]:
    """Return those of `persons` who are in the segment `key`; all of them where there is no such segment."""
    if segment := BY_KEY.get(key):
        return segment.narrow(persons, now)
    role = key.removeprefix(ROLE)
    if key.startswith(ROLE) and role in Role.values:
        # SQLite cannot ask whether a list of JSON holds something.
        return persons.alias(said=Cast("roles", TextField())).filter(said__contains=f'"{role}"')
    if key.startswith(CAMPAIGN):
        number = digits.number(key.removeprefix(CAMPAIGN)) or 0
        return persons.filter(Q(pk__in=Audience.objects.filter(campaign=number).values("person")))
    return persons
