"""What was done towards a channel's account becomes rows: in one transaction, each once, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.web.channels.models import Channel
from passaparola.web.conversations import taming
from passaparola.web.conversations.keeping import chains, crediting, later, talks, voices
from passaparola.web.conversations.models import Interaction, Kind, Rule
from passaparola.web.people import actions as people
from passaparola.web.people.queries import pseudonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Actor, Event
    from passaparola.web.people.models import Handle

NAME_ROOM = 500
LANGUAGE_ROOM = 12
MOST_FOLLOWERS = 2**31 - 1  # what its column holds
FILES = 20
ROOM = 900
BATCH = 500


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping changed: rows `new`, rows `changed`, and the posts of ours that nobody follows yet."""

    new: tuple[Interaction, ...]
    changed: int
    unknown: tuple[str, ...]


@transaction.atomic
def keep(channel: Channel, events: Iterable[Event], now: datetime) -> Kept:
    """Store `events` of `channel`: people, interactions, talks, acts in cascades, affinity.

    Repeating it, and events told late or out of order, end in the same rows. What those who were erased do is
    not kept.
    """
    # Two who hear the same channel take turns, so that nothing is new to both.
    Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
    told = _told(channel, events, now)
    stored = stored_among(channel, list(told))
    # What was taken back before it was ever heard is nothing to us, and so is who said it.
    told = {key: event for key, event in told.items() if key in stored or not event.gone}
    handles = _known(channel, told)
    persons = people.persons_of(handles.values())
    told = {native_id: event for native_id, event in told.items() if event.actor.id in handles}
    told = _nameless(channel, told)
    stored = {key: row for key, row in stored.items() if key in told}
    changed = later.mend(stored, told, now)
    unheard = [event for key, event in told.items() if key not in stored]
    # Numbered as they were said: of what was said in one second the numbers alone tell which came first.
    new = talks.in_turn([_row(channel, event, handles, now) for event in unheard])
    if not new:
        return Kept((), changed, ())
    voices.label(channel.brand, new)
    fresh = [told[row.native_id] for row in new]
    messages = chains.messages_of(channel, fresh, now)
    where = {each.id: talks.Where(each.thread, messages.of(each), each.receipt) for each in fresh}
    talks.place(channel, new, where)
    unruled = Rule.objects.filter(brand=channel.brand_id, active=True).exists()
    for row in new:
        row.ruled = not unruled
    crediting.price(new)
    Interaction.objects.bulk_create(new, batch_size=BATCH)
    crediting.credit(channel.brand, new, persons)
    chains.add(fresh, messages, handles, now)
    return Kept(tuple(new), changed, messages.unknown)


def stored_among(channel: Channel, native_ids: Sequence[str]) -> dict[str, Interaction]:
    """Return what is stored of `channel` among `native_ids`; one query per 900 of them."""
    found: dict[str, Interaction] = {}
    for start in range(0, len(native_ids), ROOM):
        some = Interaction.objects.filter(channel=channel, native_id__in=native_ids[start : start + ROOM])
        found.update((row.native_id, row) for row in some)
    return found


def _told(channel: Channel, events: Iterable[Event], now: datetime) -> dict[str, Event]:
    """Return the events by their ids, fit for the tables: of one told twice the newest, never our own."""
    told: dict[str, Event] = {}
    for event in events:
        tamed = replace(
            event,
            at=taming.moment(event.at, now),
            edited_at=taming.moment(event.edited_at, now) if event.edited_at else None,
            id=taming.identity(event.id),
            actor=replace(event.actor, id=taming.identity(event.actor.id)),
            about=taming.identity(event.about),
            thread=taming.identity(event.thread),
            receipt=taming.identity(event.receipt),
        )
        if tamed.id and tamed.actor.id and tamed.actor.id != channel.native_id:
            told[tamed.id] = _newest(told[tamed.id], tamed) if tamed.id in told else tamed
    return told


def _newest(one: Event, then: Event) -> Event:
    """Return which of two that tell of the same is newer: that it is gone, else its later words."""
    if one.gone or then.gone:
        return one if one.gone else then
    older = one.edited_at is not None and (then.edited_at is None or then.edited_at < one.edited_at)
    return one if older else then


def _known(channel: Channel, told: Mapping[str, Event]) -> dict[str, Handle]:
    """Return the handles of those who acted, by native id; the erased are left out."""
    actors = {event.actor.id: event.actor for event in told.values()}
    erased = people.forgotten(channel.brand, channel.platform, list(actors))
    profiles = [profile_of(actor) for key, actor in actors.items() if key not in erased]
    return people.know(channel.brand, channel.platform, "", profiles)


def _nameless(channel: Channel, told: Mapping[str, Event]) -> dict[str, Event]:
    """Return the events with what somebody erased said called by what stands for it: its id names them."""
    about = {each for event in told.values() for each in (event.about, event.thread) if each}
    gone = people.forgotten(channel.brand, channel.platform, about)
    names = {each: pseudonym(channel.brand_id, channel.platform, each) for each in gone}
    if not names:
        return dict(told)
    return {
        key: replace(
            event,
            about=names.get(event.about, event.about),
            thread=names.get(event.thread, event.thread),
        )
        for key, event in told.items()
    }


def profile_of(actor: Actor) -> people.Profile:
    """Return who `actor` is, in words that no page is broken by."""
    return people.Profile(
        native_id=taming.identity(actor.id),
        handle=taming.name(actor.handle, NAME_ROOM) or taming.name(actor.id, NAME_ROOM),
        name=taming.name(actor.name, NAME_ROOM),
        url=taming.link(actor.url),
        followers=None if actor.followers is None else min(max(actor.followers, 0), MOST_FOLLOWERS),
    )


def _row(channel: Channel, event: Event, handles: Mapping[str, Handle], now: datetime) -> Interaction:
    return Interaction(
        brand_id=channel.brand_id,
        channel=channel,
        handle=handles[event.actor.id],
        kind=Kind[event.kind.upper()],
        native_id=event.id,
        about=event.about,
        ours=event.ours,
        private=event.private,
        at=event.at,
        at_known=event.at_known,
        heard_at=now,
        edited_at=event.edited_at,
        text=taming.words(event.text),
        url=taming.link(event.url),
        address=taming.words(event.address, taming.URL_ROOM),
        files=[link for file in event.files[:FILES] if (link := taming.link(file))],
        language=taming.words(event.language, LANGUAGE_ROOM),
    )
