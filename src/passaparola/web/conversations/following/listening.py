"""What a worker does with a reading of an address: ask the platform, keep the answer, ask again later."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.connectors.errors import ConnectorError, Gone, RateLimited, Transient
from passaparola.web.cascades.models import Message
from passaparola.web.conversations import taming
from passaparola.web.conversations.following import door, forgetting, intake
from passaparola.web.conversations.models import (
    FOLLOWING,
    GONE,
    QUIET,
    READ,
    READING,
    REFUSED,
    Reading,
)
from passaparola.web.lifecycle.actions import LeaseLost, hold
from passaparola.web.lifecycle.graph import Later, Next

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.contract import Reader, Trace
    from passaparola.web.conversations.following.intake import Met
    from passaparola.web.lifecycle.graph import Outcome

    Readers = Callable[[str], Reader]

SAVE_EVERY = 0.5  # seconds between two looks at how far a reading has come
LIMITED = timedelta(minutes=15)
SHORTEST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=3)
WHAT_ROOM = 200


def read(reading: Reading, now: datetime, *, readers: Readers = door.reader_for) -> Outcome:
    """Read a post for the first time; what will not come by waiting is refused with its sentence."""
    try:
        trace = listen(reading, readers(reading.address))
    except RateLimited as error:
        return Later(_until(error, now), _sentence(error))
    except Transient as error:
        return Later(now + READING[reading.state].back_off(reading.attempts), _sentence(error))
    except ConnectorError as error:
        return Next(REFUSED, _sentence(error))
    told = forgetting.without_the_forgotten(reading.brand, trace)
    if told is None:
        return Next(REFUSED, forgetting.REFUSAL)
    trace = told
    met = intake.meet(reading.brand, trace)
    with transaction.atomic():
        message = _keep(reading, trace, met, now)
        others = Reading.objects.filter(message=message, state__in=[FOLLOWING, QUIET, GONE])
        followed = others.exclude(pk=reading.pk).exists()
    return READ if followed else FOLLOWING


def reread(reading: Reading, now: datetime, *, readers: Readers = door.reader_for) -> Outcome:
    """Read a followed post again when it is time, and say when the next time is."""
    message = Message.objects.get(readings=reading)
    if message.next_reading_at is None:
        return Next(QUIET)
    if message.next_reading_at > now:
        return Later(message.next_reading_at, reading.trouble)
    try:
        trace = listen(reading, readers(reading.address))
    except Gone as error:
        _unheard(reading, message, _sentence(error), None, now)
        return Next(GONE, _sentence(error))
    except ConnectorError as error:
        at = _retry(error, message, now)
        _unheard(reading, message, _sentence(error), at, now)
        return Later(at, _sentence(error))
    told = forgetting.without_the_forgotten(reading.brand, trace)
    if told is None:
        return Next(GONE, forgetting.REFUSAL)
    trace = told
    met = intake.meet(reading.brand, trace)
    with transaction.atomic():
        message = _keep(reading, trace, met, now)
    return Later(message.next_reading_at) if message.next_reading_at else Next(QUIET)


def _keep(reading: Reading, trace: Trace, met: Met, now: datetime) -> Message:
    """Store what was told, unless another worker has the reading by now."""
    hold(reading)
    taken = intake.take_in(
        reading.brand, trace, address=reading.address, now=now, campaign=reading.campaign, met=met
    )
    reading.message = taken.message
    reading.messages_found = 1
    reading.what, reading.so_far, reading.of = "", len(trace.acts), len(trace.acts)
    reading.save(update_fields=["message", "messages_found", "what", "so_far", "of"])
    return taken.message


def _unheard(
    reading: Reading, message: Message, because: str, next_at: datetime | None, now: datetime
) -> None:
    """Say on the message why it could not be heard; gone for good where there is no next time."""
    deleted = {} if next_at else {"deleted_at": now}
    with transaction.atomic():
        hold(reading)
        Message.objects.filter(pk=message.pk).update(
            unheard_because=because, next_reading_at=next_at, **deleted
        )


def _retry(error: ConnectorError, message: Message, now: datetime) -> datetime:
    """Return when to try again: when the platform says, else after as long as it has not answered by now."""
    if isinstance(error, RateLimited):
        return _until(error, now)
    silent = now - (message.heard_at or message.added_at)
    return now + min(max(silent, SHORTEST_RETRY), LONGEST_RETRY)


def _sentence(error: ConnectorError) -> str:
    return taming.words(str(error))


def _until(error: RateLimited, now: datetime) -> datetime:
    return error.until if error.until and error.until > now else now + LIMITED


class _Ear:
    """Runs a reader in a thread of its own, because what it tells on the way is stored meanwhile.

    Django's database may not be touched where an event loop runs.
    """

    def __init__(self) -> None:
        self.told: tuple[str, int, int | None] = ("", 0, None)
        self._stop: Callable[[], object] = lambda: None

    async def hear(self, reader: Reader, address: str) -> Trace:
        """Read the post at `address`."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        if task is not None:
            self._stop = lambda: loop.call_soon_threadsafe(task.cancel)
        return await reader.trace(address, progress=self.progress)

    def progress(self, what: str, so_far: int, of: int | None) -> None:
        """Take note of how far it has come."""
        self.told = (what, so_far, of)

    def stop(self) -> None:
        """Let go of the reading under way."""
        self._stop()


def listen(reading: Reading, reader: Reader) -> Trace:
    """Have `reader` read, storing on the way how far it has come.

    Raises what the reader raises, and `LeaseLost` once a person has cancelled or another worker taken over.
    """
    ear = _Ear()
    with ThreadPoolExecutor(1, thread_name_prefix="ear") as pool:
        hearing = pool.submit(asyncio.run, ear.hear(reader, reading.address))
        stored = ear.told
        while not wait([hearing], timeout=SAVE_EVERY).done:
            if ear.told != stored:
                stored = ear.told
            if not _store_progress(reading, *stored):
                ear.stop()
                raise LeaseLost(f"Reading {reading.pk} was stopped.")
        return hearing.result()


def _store_progress(reading: Reading, what: str, so_far: int, of: int | None) -> bool:
    """Store how far `reading` has come; False where it is no longer this worker's."""
    ours = Reading.objects.filter(pk=reading.pk, fence=reading.fence, state=reading.state)
    return bool(ours.update(what=taming.words(what, WHAT_ROOM), so_far=so_far, of=of))
