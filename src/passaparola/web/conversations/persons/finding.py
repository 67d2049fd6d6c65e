"""One person of a brand, their history, and whom they may be joined with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.conversations.persons import queries
from passaparola.web.people.models import Audience, Joining, Person

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.persons.queries import Row

CANDIDATES = 20


def person_of(brand: Brand, person_id: int) -> Person:
    """Return person `person_id` of the brand; raises Person.DoesNotExist, for another brand's too."""
    return Person.objects.select_related("joined_to").get(brand=brand, pk=person_id)


def joining_of(brand: Brand, person_id: int, joining_id: int) -> Joining:
    """Return a joining of a person of the brand; raises Joining.DoesNotExist, for another brand's too."""
    joinings = Joining.objects.select_related("kept", "gone")
    return joinings.get(brand=brand, kept=person_id, pk=joining_id)


def joinings_of(person: Person) -> list[Joining]:
    """Return who was joined to `person`, separated again or not, the latest first."""
    rows = Joining.objects.filter(kept=person).select_related("gone", "by", "undone_by")
    return list(rows.prefetch_related("handles").order_by("-at", "-pk"))


def campaigns_of(person: Person) -> QuerySet[Audience]:
    """Return the campaigns `person` was given to, the latest first."""
    return Audience.objects.filter(person=person).select_related("campaign").order_by("-added_at", "-pk")


def candidates(person: Person, words: str, now: datetime) -> list[Row]:
    """Return people called `words` whom `person` may be joined with."""
    asked = queries.Asked(words=words)
    others = queries.found(person.brand, asked, now).exclude(pk=person.pk)
    return queries.rows_of(list(others[:CANDIDATES]), now)
