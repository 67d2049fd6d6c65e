"""The list of people: narrowed down, in order, a page at a time; as few queries however many there are."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.utils.dateparse import parse_datetime

from passaparola.web.brands import digits
from passaparola.web.conversations.models import Interaction
from passaparola.web.conversations.persons import segments
from passaparola.web.people import affinity
from passaparola.web.people.models import Handle, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand

PAGE = 50
FEW = 5_000
EXPORT = 100_000
"""People one file holds at most, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort: the column, largest first, and how a value of it is read from an address."""

    column: str
    read: Callable[[str], Any]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def moment(text: str) -> datetime | None:
    """Return the moment that an address names, in UTC; None where it names none."""
    try:
        at = parse_datetime(text)
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):  # a date that is none, or in no year that UTC has
        return None


ORDERS = {
    "affinity": Order("warmth", _number),
    "last": Order("last_act_at", moment),
    "brought": Order("brought", digits.number),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for: words of a name, a segment, an order, and where the page before ended."""

    words: str = ""
    segment: str = ""
    order: str = "affinity"
    after: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person as the list shows them."""

    person: Person
    handles: list[Handle]
    score: float
    trend: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of people; `after` is where the next begins, empty on the last."""

    rows: list[Row]
    after: str
    total: int


def persons_of(brand: Brand, asked: Asked, now: datetime) -> Listed:
    """Return a page of the brand's people as `asked`, and how many there are in all."""
    some = _page(found(brand, asked, now), asked)
    after = _place(some[PAGE - 1], asked) if len(some) > PAGE else ""
    known = Person.objects.filter(brand=brand)
    # Two counts that indexes answer: whether a row is joined to another stands in none with its brand.
    total = known.count() - known.filter(joined_to__isnull=False).count()
    return Listed(rows_of(some[:PAGE], now), after, total)


def found(brand: Brand, asked: Asked, now: datetime) -> QuerySet[Person]:
    """Return the brand's people as `asked`, all of them, in its order."""
    persons = segments.narrowed(Person.objects.filter(brand=brand, joined_to=None), asked.segment, now)
    if asked.words:
        called = Q(handle__icontains=asked.words) | Q(name__icontains=asked.words)
        theirs = Handle.objects.filter(called, brand=brand, person__isnull=False).values("person")
        persons = persons.filter(Q(name__icontains=asked.words) | Q(pk__in=theirs))
    column = order_of(asked).column
    if column == "last_act_at":
        persons = persons.filter(last_act_at__isnull=False)
    return persons.order_by(F(column).desc(), "pk")


def order_of(asked: Asked) -> Order:
    """Return the order that is asked for, the affinity where there is no such order."""
    return ORDERS.get(asked.order, ORDERS["affinity"])


def rows_of(persons: Sequence[Person], now: datetime) -> list[Row]:
    """Return `persons` as rows: two queries for all of them."""
    keys = [person.pk for person in persons]
    handles: dict[int | None, list[Handle]] = defaultdict(list)
    for handle in Handle.objects.filter(person__in=keys).order_by("pk"):
        handles[handle.person_id].append(handle)
    lately = _warmth_since(keys, now)
    return [
        Row(
            person,
            handles[person.pk],
            affinity.score(person.warmth, now),
            _trend(person.warmth, lately[person.pk], now),
        )
        for person in persons
    ]


def in_batches(persons: QuerySet[Person], now: datetime) -> Iterator[Row]:
    """Yield all of `persons` as rows, a few at a time, as far as a file goes."""
    batch: list[Person] = []
    for person in persons[:EXPORT].iterator(chunk_size=500):
        batch.append(person)
        if len(batch) == 500:  # noqa: PLR2004 - below what one query may ask for
            yield from rows_of(batch, now)
            batch = []
    yield from rows_of(batch, now)


def _warmth_since(keys: Iterable[int], now: datetime) -> dict[int, float]:
    """Return the warmth each person gained in the time of a trend."""
    gained: dict[int, float] = defaultdict(float)
    lately = Interaction.objects.filter(handle__person__in=keys, at__gt=now - affinity.TREND)
    for person, points, at in lately.values_list("handle__person", "points", "at"):
        gained[person] += affinity.warmth(points, at)
    return gained


def _trend(warm: float, gained: float, now: datetime) -> float:
    return affinity.score(warm, now) - affinity.score(max(warm - gained, 0.0), now - affinity.TREND)


def _page(persons: QuerySet[Person], asked: Asked) -> list[Person]:
    """Return the page of `persons` that is asked for, and one more where there is one.

    In order, a database goes through everybody to find a few; out of order it goes through the table once,
    or to an index: so few are sorted here. Where many are found, a page of them is soon found in order.
    """
    if not (asked.words or asked.segment):
        return list(_after(persons, asked)[: PAGE + 1])
    column = order_of(asked).column
    few = list(persons.order_by().values_list(column, "pk")[: FEW + 1])
    if len(few) > FEW:
        return list(_after(persons, asked)[: PAGE + 1])
    place = _read_place(asked)
    ordered = sorted(few, key=lambda row: row[1])
    ordered.sort(key=lambda row: row[0], reverse=True)
    left = [pk for value, pk in ordered if place is None or (value, -pk) < (place[0], -place[1])]
    there = Person.objects.in_bulk(left[: PAGE + 1])
    return [there[pk] for pk in left[: PAGE + 1] if pk in there]


def _read_place(asked: Asked) -> tuple[Any, int] | None:
    """Return the place an address names, as a value of the order and a key; None where it names none."""
    said, _, key = asked.after.rpartition("~")
    value, number = order_of(asked).read(said) if said else None, digits.number(key)
    return None if value is None or number is None else (value, number)


def _after(persons: QuerySet[Person], asked: Asked) -> QuerySet[Person]:
    """Return what comes after the place an address names; everything where it names none."""
    order, place = order_of(asked), _read_place(asked)
    if place is None:
        return persons
    value, number = place
    at, below = {order.column: value}, {f"{order.column}__lt": value}
    return persons.filter(Q(**below) | Q(**at, pk__gt=number), **{f"{order.column}__lte": value})


def _place(person: Person, asked: Asked) -> str:
    value = getattr(person, order_of(asked).column)
    said = value.isoformat() if hasattr(value, "isoformat") else repr(value)
    return f"{said}~{person.pk}"
