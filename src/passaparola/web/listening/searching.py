"""What can be done with saved searches: make and change them, let them rest, take them off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.voices import query as voices
from passaparola.voices.errors import QueryError
from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.brands.typed import plain
from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle.actions import begin, move, move_many
from passaparola.web.listening import matching, sources
from passaparola.web.listening.models import (
    EARS,
    HEARING,
    OWN,
    RESTING,
    SEARCH,
    WATCHING,
    Ear,
    SavedSearch,
    Side,
)
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from passaparola.voices.query import Query
    from passaparola.web.brands.models import Brand, User
    from passaparola.web.listening.sources import Source

MADE = audit.verb("search.made", gettext_lazy("made the search"))
CHANGED = audit.verb("search.changed", gettext_lazy("changed the search"))
STOPPED = audit.verb("search.stopped", gettext_lazy("stopped the search"))
RESUMED = audit.verb("search.resumed", gettext_lazy("resumed the search"))
REMOVED = audit.verb("search.removed", gettext_lazy("removed the search"))

NAME = 100
MOST_WORDS = 20
FALSE_ALARM_DAYS = (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as it is handed in."""

    name: str
    query: str
    sources: Sequence[Source]
    side: str = Side.OURS
    languages: Sequence[str] = ()
    false_alarm_days: int = 30


class Unreadable(Refused):
    """The search cannot be read; `at` is the place in it (from 0)."""

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.at = at


def read(text: str) -> Query:
    """Read a search; raises `Unreadable` with a sentence for its writer."""
    try:
        return voices.parse(text)
    except QueryError as error:
        raise Unreadable(_(error.template) % error.values, error.at) from error


@transaction.atomic
def keep(
    brand: Brand, wanted: Wanted, *, search_id: int | None = None, by: User | None, now: datetime
) -> SavedSearch:
    """Keep a search, new or changed; raises `Refused` (`Unreadable`), SavedSearch.DoesNotExist."""
    row = SavedSearch.objects.get(brand=brand, pk=search_id) if search_id else SavedSearch(brand=brand)
    query, places = read(plain(wanted.query).strip()), sources.fit(wanted.sources)
    asked = _asked(query, places)
    before = (row.query, row.languages)
    row.name, row.query = _named(brand, row, wanted.name), plain(wanted.query).strip()
    row.languages = [code for code in wanted.languages if code in LANGUAGES]
    row.sources = [source.written() for source in places]
    row.side, row.false_alarm_days = _choices(wanted)
    row.watched = ""
    if not search_id:
        row.made_at, row.by = now, by
        for field, value in begin(SEARCH, now).items():
            setattr(row, field, value)
    _save(row)
    anew = before != (row.query, row.languages)
    _open_ears(row, asked, now, anew=anew)
    if search_id and anew:
        matching.match_anew(row)
    audit.record(brand, by, CHANGED if search_id else MADE, row.name, now, query=row.query)
    return row


def _named(brand: Brand, row: SavedSearch, given: str) -> str:
    name = " ".join(given.split())
    if not name or len(name) > NAME:
        raise Refused(_("Give the search a short name."))
    if SavedSearch.objects.filter(brand=brand, name=name).exclude(pk=row.pk).exists():
        raise Refused(_("There is already a search called %(name)s: choose another name.") % {"name": name})
    return name


def _choices(wanted: Wanted) -> tuple[str, int]:
    if wanted.side not in Side.values or wanted.false_alarm_days not in FALSE_ALARM_DAYS:
        raise Refused(_("Choose from the lists."))
    return wanted.side, wanted.false_alarm_days


def _save(row: SavedSearch) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(
            _("There is already a search called %(name)s: choose another name.") % {"name": row.name}
        ) from error


def _asked(query: Query, places: Iterable[Source]) -> list[tuple[Source, str]]:
    """Return which place is asked for which words; raises `Refused` where there are none to ask for."""
    words = query.words()
    asked: list[tuple[Source, str]] = []
    for source in places:
        if not sources.by_words(source.platform):
            asked.append((source, ""))
            continue
        if not words:
            raise Refused(
                _("%(place)s can only be asked for a whole word, a phrase, a #tag or a @name: add one.")
                % {"place": sources.name(source.platform, source.place)}
            )
        if len(words) > MOST_WORDS or max(map(len, words)) > sources.WORDS_ROOM:
            raise Refused(
                _("The search asks for too many words at once: at most %(most)s.") % {"most": MOST_WORDS}
            )
        asked += [(source, word) for word in words]
    return asked


def _open_ears(
    search: SavedSearch, asked: Iterable[tuple[Source, str]], now: datetime, *, anew: bool
) -> None:
    """Give the search the ears it needs and no others; `anew`: all of them begin again."""
    wanted = {(source.platform, source.place, words) for source, words in asked}
    there = {(ear.platform, ear.place, ear.words): ear for ear in search.ears.all()}
    Ear.objects.filter(pk__in=[ear.pk for key, ear in there.items() if key not in wanted]).delete()
    if anew:
        search.ears.update(cursor="", reaches=None, heard_at=None, caught_up=False)
    for platform, place, words in sorted(wanted - there.keys()):
        speaking = _speaking(search.brand, platform)
        Ear.objects.create(
            search=search, platform=platform, place=place, words=words, channel=speaking, **begin(EARS, now)
        )
    state = HEARING if search.state == WATCHING else RESTING
    stale = search.ears.exclude(state=state) if not anew else search.ears.all()
    move_many(Ear, list(stale.values_list("pk", flat=True)), state, now)


def _speaking(brand: Brand, platform: str) -> Channel | None:
    """Return a channel of the brand in whose name that platform can be asked."""
    if platform == OWN:
        return None
    return Channel.objects.filter(
        brand=brand, platform=platform, connected_at__isnull=False, disconnected_at=None, locked_out=False
    ).first()


@transaction.atomic
def rest(brand: Brand, search_id: int, *, resting: bool, by: User | None, now: datetime) -> SavedSearch:
    """Stop a search, or let it listen again; what was found stays. Raises SavedSearch.DoesNotExist."""
    row = SavedSearch.objects.get(brand=brand, pk=search_id)
    move(row, RESTING if resting else WATCHING, now)
    state = RESTING if resting else HEARING
    move_many(Ear, list(row.ears.values_list("pk", flat=True)), state, now)
    audit.record(brand, by, STOPPED if resting else RESUMED, row.name, now)
    return row


@transaction.atomic
def remove(brand: Brand, search_id: int, *, by: User | None, now: datetime) -> str:
    """Take a search off, with what only it found; return its name. Raises SavedSearch.DoesNotExist."""
    row = SavedSearch.objects.get(brand=brand, pk=search_id)
    name = row.name
    row.delete()
    matching.let_go(brand)
    audit.record(brand, by, REMOVED, name, now)
    return name
