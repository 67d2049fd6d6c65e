"""What a worker does with a ping: look whether that page does speak of our entry, and keep what it says.

What the page says and that it was looked at are kept in one transaction: after a crash in between it is
looked at again, and what is told again is one row.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.connectors.contract import Actor, Event
from passaparola.connectors.errors import ConnectorError, Forbidden, Gone, RateLimited
from passaparola.connectors.hub import aimed
from passaparola.connectors.hub import looking as pages
from passaparola.http import Client
from passaparola.web.conversations import taming
from passaparola.web.conversations.hearing import ruling
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import GONE, KEPT, REFUSED, Interaction, Ping
from passaparola.web.lifecycle.actions import hold, move_many
from passaparola.web.lifecycle.graph import Later, Next

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.hub.aimed import Aimed
    from passaparola.connectors.hub.mentioned import Mentioned
    from passaparola.web.lifecycle.graph import Outcome

    Doors = Callable[[], Client]

DEADLINE = 45.0  # seconds for one page, wherever it redirects to
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
"""How long after each try that failed a page is looked at again; after the last of them it is refused."""

OFF = "Its channel is not connected."
MISSED = timedelta(minutes=10)
"""So long after a page we had was not there, or no longer linked us, it is looked for once more."""


def look(ping: Ping, now: datetime, *, door: Doors | None = None) -> Outcome:
    """Look at the page of `ping`, and keep what it says of our entry."""
    if ping.channel.disconnected_at is not None:
        return Next(REFUSED, OFF)
    try:
        found = aimed.of(ping.channel.native_id, ping.entry)
        said = asyncio.run(_seen(ping.source, found, door or at_the_door))
    except Gone as error:
        return _missing(ping, taming.words(str(error)), now)
    except Forbidden as error:
        return _ended(ping, taming.words(str(error)))
    except (ConnectorError, TimeoutError) as error:
        return _again(ping, error, now)
    return _keep(ping, _event(ping, found, said, now), now)


def at_the_door() -> Client:
    """Return what asks for pages: never in a private network, and no more of one than is wanted."""
    return Client(pages.POLICY)


async def _seen(source: str, found: Aimed, door: Doors) -> Mentioned:
    async with asyncio.timeout(DEADLINE), door() as client:
        return await pages.look(client, source, found)


def _event(ping: Ping, found: Aimed, said: Mentioned, now: datetime) -> Event:
    # No page speaks of an entry before there is one, and none from the future.
    at = min(max(said.at or ping.begun_at, found.entry.published), now)
    return Event(
        id=ping.name,
        kind=said.kind,
        actor=said.actor,
        at=at,
        at_known=said.at is not None,
        text=said.text,
        url=ping.source,
        about=ping.entry,
        thread=ping.entry,
        ours=True,
        edited_at=now if ping.kept_at else None,
        language=said.language,
    )


def _keep(ping: Ping, event: Event, now: datetime) -> Outcome:
    """Keep `event`, and that the page was looked at, together."""
    with transaction.atomic():
        hold(ping)
        kept = keeping.keep(ping.channel, [event], now)
        if (word := _kept(ping)) is None:
            # Who speaks there was erased, or is ourselves: nothing of them is kept, this included.
            Ping.objects.filter(pk=ping.pk).delete()
            return None
        outcome = _settled(ping, GONE if word.gone_at else KEPT, now)
    if kept.new:
        ruling.apply(now, ping.channel.brand)
    return outcome


def _kept(ping: Ping) -> Interaction | None:
    rows = Interaction.objects.filter(channel=ping.channel, native_id=taming.identity(ping.name))
    return rows.select_related("handle").first()


def _settled(ping: Ping, state: str, now: datetime) -> Outcome:
    """Move the row on within the transaction that keeps; said again meanwhile, it is looked at again."""
    rows = Ping.objects.filter(pk=ping.pk)
    rows.update(looked_at=now, kept_at=ping.kept_at or now)
    if rows.exclude(said_at=ping.said_at).exists():
        return Later(now + WAITS[0])
    move_many(Ping, [ping.pk], state, now)
    return None


def _missing(ping: Ping, said: str, now: datetime) -> Outcome:
    """Take back what was kept of a page that is gone or links us no longer, once that is sure."""
    if ping.kept_at is None:
        return _ended(ping, said)
    if ping.attempts <= 1:
        return Later(now + MISSED, said)
    word = _kept(ping)
    if word is None:
        return Next(GONE, said)
    who = Actor(word.handle.native_id, word.handle.handle, word.handle.name, word.handle.url)
    gone = Event(id=ping.name, kind="mention", actor=who, at=word.at, about=ping.entry, ours=True, gone=True)
    return _keep(ping, gone, now)


def _ended(ping: Ping, said: str) -> Outcome:
    """Look no more; what was kept before stays, as its page was not seen to be without it."""
    return Next(KEPT if ping.kept_at else REFUSED, said)


def _again(ping: Ping, error: ConnectorError | TimeoutError, now: datetime) -> Outcome:
    said = taming.words(str(error)) or "The page did not answer in time."
    if ping.attempts > len(WAITS):
        return _ended(ping, said)
    at = now + WAITS[max(ping.attempts, 1) - 1]
    until = error.until if isinstance(error, RateLimited) else None
    return Later(max(at, until) if until and until < now + WAITS[-1] else at, said)
