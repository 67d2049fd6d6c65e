"""What can be asked about what was found: every figure with its n."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from passaparola.web.conversations.models import Interaction, Tone
from passaparola.web.listening import hours, matching, shares, sources, watching
from passaparola.web.listening.models import Ear, Episode, Find, Match, SavedSearch, Side
from passaparola.web.people.models import Handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.voices.spikes import Watched
    from passaparola.web.brands.models import Brand
    from passaparola.web.listening.shares import Share

PAGE = 25
DAYS = 30
HOURS = 48
AUTHORS = 10
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A search in the list: what it found in the last days, and what keeps its ears from hearing."""

    search: SavedSearch
    found: int
    last_at: datetime | None
    troubles: Sequence[str]
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bar:
    """What was said from `at` on, for an hour or a day; `loud` where that was more than usual."""

    at: datetime
    n: int
    loud: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what was found, the newest first."""

    matches: Sequence[Match]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Tones:
    """How something is said: the shares among those that could be judged, and how many could not."""

    shares: Sequence[tuple[str, int, Share]]
    judged: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a search would have found of what is stored: `n` of `looked`, and the newest of them."""

    n: int
    looked: int
    days: int
    newest: Sequence[Match]


def searches_of(brand: Brand, now: datetime) -> list[Listed]:
    """Return the brand's searches by their names; as many queries for ten as for twenty."""
    recent = Q(matches__at__gte=now - timedelta(days=DAYS))
    found = SavedSearch.objects.filter(brand=brand).annotate(
        found=Count("matches", filter=recent), last_found=Max("matches__at")
    )
    ears: dict[int, list[Ear]] = {}
    for ear in Ear.objects.filter(search__brand=brand):
        ears.setdefault(ear.search_id, []).append(ear)
    return [
        Listed(row, row.found, row.last_found, *_standing(ears.get(row.pk, ())))
        for row in found.order_by("name", "pk")
    ]


def _standing(ears: Iterable[Ear]) -> tuple[Sequence[str], datetime | None]:
    troubles = list(dict.fromkeys(ear.trouble for ear in ears if ear.trouble))
    return troubles, max((ear.heard_at for ear in ears if ear.heard_at), default=None)


def search_of(brand: Brand, search_id: int) -> SavedSearch:
    """Return a search of the brand; raises SavedSearch.DoesNotExist, for another brand's too."""
    return SavedSearch.objects.select_related("brand").get(brand=brand, pk=search_id)


def match_of(brand: Brand, match_id: int) -> Match:
    """Return a match of the brand; raises Match.DoesNotExist, for another brand's too."""
    found = Match.objects.select_related("search", "find__handle", "interaction__handle")
    return found.get(search__brand=brand, pk=match_id)


def ears_of(search: SavedSearch) -> list[tuple[str, Ear]]:
    """Return the ears of a search, each with what people call its place."""
    return [
        (sources.name(ear.platform, ear.place), ear)
        for ear in search.ears.order_by("platform", "place", "words")
    ]


def found_by(search: SavedSearch, number: int) -> Page:
    """Return a page of what a search found, the newest first; what was taken back is left out."""
    rows = _shown(search.matches.all()).order_by("-at", "-pk")
    first = (number - 1) * PAGE
    some = list(rows[first : first + PAGE + 1])
    return Page(some[:PAGE], number, len(some) > PAGE)


def _shown(matches: QuerySet[Match]) -> QuerySet[Match]:
    """Return what may be shown: neither what was taken back nor what has no words left."""
    kept = matches.filter(Q(interaction=None) | Q(interaction__gone_at=None))
    return kept.select_related(
        "find__handle", "interaction__handle", "interaction__channel", "interaction__conversation"
    )


def volume(search: SavedSearch, now: datetime, *, by_hour: bool) -> list[Bar]:
    """Return how much was said: in each of the last 48 hours, or each of the last 30 days (UTC)."""
    span = 1 if by_hour else 24
    count = HOURS if by_hour else DAYS
    last = hours.hour_of(now) // span
    first = (last - count + 1) * span
    counted = watching.hourly(search, first, (last + 1) * span)
    loud = _loud(search, first)
    return [
        Bar(
            hours.begins(first + n * span),
            sum(counted[n * span : (n + 1) * span]),
            any(hour in loud for hour in range(first + n * span, first + (n + 1) * span)),
        )
        for n in range(count)
    ]


def _loud(search: SavedSearch, first: int) -> set[int]:
    rows = search.episodes.filter(last__gte=first).values_list("begins", "last")
    return {hour for begins, last in rows for hour in range(max(begins, first), last + 1)}


def episodes_of(search: SavedSearch) -> list[tuple[Episode, datetime, datetime]]:
    """Return the latest episodes of a search, with when each began and was last loud."""
    rows = search.episodes.select_related("seen_by").order_by("-begins")[:AUTHORS]
    return [(row, hours.begins(row.begins), hours.begins(row.last + 1)) for row in rows]


def baseline(search: SavedSearch, now: datetime) -> Watched | None:
    """Return what is usual for a search at the moment, None while nothing is known."""
    return watching.watched(search, now)


def tones(search: SavedSearch, now: datetime) -> Tones:
    """Return how what was said in the last days sounds; two queries."""
    recent = search.matches.filter(at__gte=now - timedelta(days=DAYS)).order_by()
    counted: Counter[int | None] = Counter()
    for field in ("find", "interaction"):
        rows = recent.filter(**{f"{field}__isnull": False}).values_list(f"{field}__tone")
        counted.update(dict(rows.annotate(n=Count("pk"))))
    judged = sum(n for tone, n in counted.items() if tone is not None)
    parts = [(str(Tone(value).label), value, shares.share(counted[value], judged)) for value in (1, 0, -1)]
    return Tones(parts, judged, counted[None])


def authors(search: SavedSearch, now: datetime) -> list[tuple[Handle, int]]:
    """Return who said most in the last days, with how much; a fixed number of queries."""
    recent = search.matches.filter(at__gte=now - timedelta(days=DAYS)).order_by()
    counted: Counter[int] = Counter()
    for field in ("find", "interaction"):
        rows = recent.filter(**{f"{field}__isnull": False}).values_list(f"{field}__handle")
        counted.update(dict(rows.annotate(n=Count("pk")).order_by("-n")[: 4 * AUTHORS]))
    top = counted.most_common(AUTHORS)
    known = {row.pk: row for row in Handle.objects.filter(pk__in=[key for key, _ in top])}
    return [(known[key], n) for key, n in top if key in known]


def share_of_voice(brand: Brand, now: datetime) -> list[tuple[SavedSearch, Share]]:
    """Return what each search on the brand and its competitors found in the last days, of all they found.

    Something that several of them found counts for each.
    """
    recent = Q(matches__at__gte=now - timedelta(days=DAYS))
    rows = SavedSearch.objects.filter(brand=brand, side__in=[Side.OURS, Side.RIVAL])
    found = list(rows.annotate(found=Count("matches", filter=recent)).order_by("-found", "name"))
    whole = sum(row.found for row in found)
    return [(row, shares.share(row.found, whole)) for row in found]


def tried(brand: Brand, query: str, languages: Sequence[str], now: datetime) -> Tried:
    """Return what a search would have found in the last days of what is stored for the brand."""
    fits = matching.test_of(query, languages)
    finds, talk = matching.since(brand, now - timedelta(days=DAYS))
    rows: list[Find | Interaction] = [*finds, *talk]
    hits = sorted((row for row in rows if fits(row)), key=lambda row: row.at, reverse=True)
    newest = [matching.match_of(SavedSearch(brand=brand), row) for row in hits[:SHOWN]]
    return Tried(len(hits), len(rows), DAYS, newest)
