"""Platforms that tell at once that there is something are watched: the intake is then due now.

Nothing rests on it: what a watcher announces is heard by cursor, and a line that is cut costs only time.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from passaparola.connectors import registry
from passaparola.connectors.errors import ConnectorError
from passaparola.connectors.platforms import PLATFORMS
from passaparola.http import Client
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.seal import Unsealable
from passaparola.web.conversations.models import HEARING, Intake
from passaparola.web.lifecycle.actions import wake

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Watcher
    from passaparola.web.channels.models import Channel
    from passaparola.web.lifecycle.worker import Stop

    Watchers = Callable[[Channel, Client], Watcher]

log = logging.getLogger(__name__)

WATCHED = [key for key, row in PLATFORMS.items() if "watcher" in row.capabilities]
LOOK = 10.0  # seconds between two looks at which channels there are
GATHER = 0.3  # seconds in which several announcements are one
SHORTEST, LONGEST = 5.0, 600.0  # seconds until a line that was cut is opened again


def begin(stop: Stop) -> threading.Thread:
    """Watch in a thread of its own until `stop`."""
    thread = threading.Thread(target=asyncio.run, args=(watch(stop),), name="watchers", daemon=True)
    thread.start()
    return thread


async def watch(stop: Stop, *, watchers: Watchers | None = None) -> None:
    """Watch every channel that can be, and those that come later, until `stop`."""
    tasks: dict[int, asyncio.Task[None]] = {}
    while not stop.asked:
        try:
            wanted = {intake.pk: intake for intake in await sync_to_async(_intakes)()}
        except (DatabaseError, InterfaceError) as error:
            log.warning("The database did not answer (%s); watching on", str(error).strip())
            wanted = {}
        else:
            for key in [key for key, task in tasks.items() if key not in wanted or task.done()]:
                tasks.pop(key).cancel()
        for key, intake in wanted.items():
            if key not in tasks:
                tasks[key] = asyncio.create_task(_always(intake, watchers or _speaker))
        await _pause(stop, LOOK)
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _pause(stop: Stop, seconds: float) -> None:
    for _ in range(int(seconds / GATHER)):
        if stop.asked:
            return
        await asyncio.sleep(GATHER)


def _intakes() -> list[Intake]:
    close_old_connections()
    heard = Intake.objects.filter(state=HEARING, channel__platform__in=WATCHED)
    return list(heard.select_related("channel"))


def _speaker(channel: Channel, client: Client) -> Any:
    return registry.speaker(channel.platform, ChannelKeys(channel), client)


async def _always(intake: Intake, watchers: Watchers) -> None:
    """Watch one channel, opening its line again whenever it is cut, later each time it will not open."""
    wait = SHORTEST
    while True:
        try:
            async with Client() as client:
                async for _ in (await sync_to_async(watchers)(intake.channel, client)).watch():
                    wait = SHORTEST
                    await sync_to_async(_stir)(intake)
                    await asyncio.sleep(GATHER)
        except (ConnectorError, Unsealable, DatabaseError, InterfaceError) as error:
            log.info("The line of %s was cut: %s", intake, error)
        except Exception:
            # One line that fails in a way nobody foresaw must not end the others.
            log.exception("Watching %s failed", intake)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST)


def _stir(intake: Intake) -> None:
    close_old_connections()
    wake(intake, timezone.now())
