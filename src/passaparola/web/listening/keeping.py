"""From what a platform's search tells to finds: only what matches, each thing once for the brand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from passaparola.web.channels.models import Channel
from passaparola.web.conversations import taming
from passaparola.web.conversations.keeping import voices
from passaparola.web.conversations.keeping.keeping import profile_of
from passaparola.web.conversations.models import Interaction
from passaparola.web.listening import matching
from passaparola.web.listening.models import Find
from passaparola.web.people import actions as people
from passaparola.web.people.models import Handle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Event
    from passaparola.web.brands.models import Brand
    from passaparola.web.listening.models import Ear, SavedSearch

LANGUAGE_ROOM = 12
PLACE_ROOM = 200
LINKS = 20
ROOM = 900
BATCH = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of what was told matched, and how many of these nobody had found before."""

    matched: int
    new: int


def keep(ear: Ear, events: Iterable[Event], now: datetime) -> Kept:
    """Store what matches of `events` told to `ear`: people, finds, matches. Call it in a transaction.

    Repeating it, two workers at once, and events told out of order end in the same rows. What those who were
    erased say is not kept, nor what the brand says itself.
    """
    search = ear.search
    told = _told(search.brand, ear.platform, events)
    stored = _stored(search.brand, ear.platform, list(told))
    rows = [_row(search.brand, ear.platform, event, now) for key, event in told.items() if key not in stored]
    voices.judge(search.brand, rows)
    changed = [row for key, row in stored.items() if _mended(row, told[key])]
    voices.judge(search.brand, changed)
    Find.objects.bulk_update(
        changed, ["text", "edited_at", "language", "language_by", "tone", "tone_score", "tone_by"]
    )
    fits = matching.test_of(search.query, search.languages)
    found = [row for row in rows if fits(row)]
    _introduce(search.brand, ear.platform, found, told)
    Find.objects.bulk_create(found, ignore_conflicts=True, batch_size=BATCH)
    # What another ear stored first keeps its key: ask for all of them.
    kept = _stored(search.brand, ear.platform, [row.native_id for row in found])
    again = [row for row in stored.values() if fits(row)]
    matching.keep(matching.match_of(search, row) for row in (*kept.values(), *again))
    return Kept(len(kept) + len(again), len(kept))


def _told(brand: Brand, platform: str, events: Iterable[Event]) -> dict[str, Event]:
    """Return the events by their ids, made fit for the tables; not our own, the erased, and what we hear."""
    told = {}
    for event in events:
        tamed = replace(
            event,
            id=taming.identity(event.id),
            actor=replace(event.actor, id=taming.identity(event.actor.id)),
        )
        if tamed.id and tamed.actor.id and not (tamed.gone or tamed.private):
            told[tamed.id] = tamed
    ours = set(Channel.objects.filter(brand=brand, platform=platform).values_list("native_id", flat=True))
    erased = people.forgotten(brand, platform, list({event.actor.id for event in told.values()}))
    out = ours | erased
    heard = _heard(brand, platform, list(told))
    return {key: event for key, event in told.items() if event.actor.id not in out and key not in heard}


def _heard(brand: Brand, platform: str, ids: Sequence[str]) -> set[str]:
    """Return what was said to one of the brand's own channels: it is heard there, and counted there."""
    found: set[str] = set()
    for start in range(0, len(ids), ROOM):
        some = Interaction.objects.filter(
            brand=brand, channel__platform=platform, native_id__in=ids[start : start + ROOM]
        )
        found.update(some.values_list("native_id", flat=True))
    return found


def _stored(brand: Brand, platform: str, ids: Sequence[str]) -> dict[str, Find]:
    found: dict[str, Find] = {}
    for start in range(0, len(ids), ROOM):
        some = Find.objects.filter(brand=brand, platform=platform, native_id__in=ids[start : start + ROOM])
        found.update((row.native_id, row) for row in some.select_related("handle"))
    return found


def _row(brand: Brand, platform: str, event: Event, now: datetime) -> Find:
    """Return a find, unsaved, by somebody who is not stored either: most of what is told matches nothing."""
    profile = profile_of(event.actor)
    who = Handle(
        brand=brand, platform=platform, native_id=profile.native_id, handle=profile.handle, name=profile.name
    )
    return Find(
        brand=brand,
        platform=platform,
        native_id=event.id,
        handle=who,
        at=min(event.at, now),
        at_known=event.at_known,
        found_at=now,
        edited_at=event.edited_at,
        text=taming.words(event.text),
        url=taming.link(event.url),
        address=taming.words(event.address, taming.URL_ROOM),
        files=[link for file in event.files[:LINKS] if (link := taming.link(file))],
        links=[link for each in event.links[:LINKS] if (link := taming.link(each))],
        language=taming.words(event.language, LANGUAGE_ROOM),
        place=taming.name(event.place, PLACE_ROOM),
    )


def _mended(row: Find, event: Event) -> bool:
    """Take over changed words, unless they are older than those that are here."""
    words = taming.words(event.text)
    older = row.edited_at is not None and (event.edited_at is None or event.edited_at < row.edited_at)
    if not words or words == row.text or older:
        return False
    row.text, row.edited_at = words, event.edited_at
    return True


def _introduce(brand: Brand, platform: str, found: Sequence[Find], told: Mapping[str, Event]) -> None:
    """Give what was found the handles of those who said it, and each of these somebody it belongs to."""
    profiles = {event.actor.id: profile_of(event.actor) for event in _of(found, told)}
    handles = people.know(brand, platform, "", list(profiles.values()))
    people.persons_of(handles.values())
    for row in found:
        row.handle = handles[row.handle.native_id]


def _of(found: Sequence[Find], told: Mapping[str, Event]) -> Iterator[Event]:
    return (told[row.native_id] for row in found)


def keep_own(search: SavedSearch, rows: Sequence[Interaction]) -> int:
    """Match what was said to the brand's channels; what a search had found before is counted here alone."""
    matches = matching.matched(search, rows)
    said = [match.interaction for match in matches if match.interaction]
    for platform in {row.channel.platform for row in said}:
        ids = [row.native_id for row in said if row.channel.platform == platform]
        for start in range(0, len(ids), ROOM):
            Find.objects.filter(
                brand=search.brand, platform=platform, native_id__in=ids[start : start + ROOM]
            ).delete()
    matching.keep(matches)
    return len(matches)
