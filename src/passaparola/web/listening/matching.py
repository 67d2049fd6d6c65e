"""What a search matches of what is stored: exactly, whatever its platform's own search thought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.voices import query as voices
from passaparola.voices.errors import QueryError
from passaparola.voices.said import Said
from passaparola.web.conversations.models import TALK, Interaction
from passaparola.web.listening.hours import hour_of
from passaparola.web.listening.models import OWN, Find, Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.listening.models import SavedSearch

    Test = Callable[["Find | Interaction"], bool]

MOST = 20_000
"""So many of what is stored are gone through for a search that is new or tried out, the newest first."""

BATCH = 500


def test_of(query: str, languages: Iterable[str]) -> Test:
    """Return the function that says whether something said is looked for; nothing is by a broken search."""
    try:
        matches = voices.parse(query).matches
    except QueryError:
        return lambda _said: False
    wanted = frozenset(languages)
    return lambda said: _speaks(said, wanted) and matches(said_of(said))


def _speaks(said: Find | Interaction, wanted: frozenset[str]) -> bool:
    return not wanted or said.language.partition("-")[0].lower() in wanted


def said_of(row: Find | Interaction) -> Said:
    """Return `row` as a search sees it: what is said to a channel of ours calls it by its name."""
    if isinstance(row, Find):
        return Said(row.text, row.handle.handle, row.language, links=(*row.links, row.url), place=row.place)
    return Said(f"{row.text} @{row.channel.handle}", row.handle.handle, row.language, links=tuple(row.files))


def finds_of(brand: Brand) -> QuerySet[Find]:
    """Return what was found for the brand, the newest first."""
    return Find.objects.filter(brand=brand).select_related("handle").order_by("-at", "-pk")


def talk_of(brand: Brand) -> QuerySet[Interaction]:
    """Return what was said in the open to the brand's channels, the newest first."""
    said = Interaction.objects.filter(brand=brand, kind__in=TALK, private=False, gone_at=None)
    return said.select_related("handle", "channel").order_by("-at", "-pk")


def matched(search: SavedSearch, rows: Iterable[Find | Interaction]) -> list[Match]:
    """Return matches, unsaved, of those of `rows` that are what the search looks for."""
    fits = test_of(search.query, search.languages)
    return [match_of(search, row) for row in rows if fits(row)]


def match_of(search: SavedSearch, row: Find | Interaction) -> Match:
    """Return the match, unsaved, of `row`."""
    find, interaction = (row, None) if isinstance(row, Find) else (None, row)
    return Match(search=search, find=find, interaction=interaction, at=row.at, hour=hour_of(row.at))


def keep(matches: Iterable[Match]) -> int:
    """Store `matches`, each once whoever stores it first; return how many were given."""
    return len(Match.objects.bulk_create(matches, ignore_conflicts=True, batch_size=BATCH))


def match_anew(search: SavedSearch) -> None:
    """Match what is stored against a search that was changed."""
    search.matches.all().delete()
    platforms = {source["platform"] for source in search.sources}
    rows: Iterator[Find | Interaction] = (
        finds_of(search.brand).filter(platform__in=platforms)[:MOST].iterator()
    )
    keep(matched(search, rows))
    if OWN in platforms:
        keep(matched(search, talk_of(search.brand)[:MOST].iterator()))
    let_go(search.brand)


def let_go(brand: Brand) -> None:
    """Forget finds that no search finds any more."""
    Find.objects.filter(brand=brand, matches=None).delete()


def since(brand: Brand, moment: datetime) -> tuple[list[Find], list[Interaction]]:
    """Return what is stored of what was said since `moment`, at most `MOST` of each."""
    return (
        list(finds_of(brand).filter(at__gte=moment)[:MOST]),
        list(talk_of(brand).filter(at__gte=moment)[:MOST]),
    )
