"""Brings files to the server and waits until it has made them ready; all of it harmless to repeat.

docs.joinmastodon.org/methods/media (2026-08): 202 while the server still works on the file, then GET answers
206 until it answers 200. Servers before 3.1.3, and others of the family, have the first version alone.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.errors import Transient
from passaparola.connectors.mastodon import own
from passaparola.connectors.mastodon.refusals import GONE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from passaparola.connectors.contract import Medium
    from passaparola.connectors.mastodon.door import Door
    from passaparola.http import Answer

    Pause = Callable[[float], Awaitable[None]]

WAITING = frozenset({202, 206})
STEP, LONGEST_STEP = 1.0, 10.0  # seconds between two looks, growing
PATIENCE = 300.0  # seconds for the server to make a file ready
SLOWEST = 100_000  # bytes a second that are sent at the least
DIGITS = 16  # of a file's digest: enough to tell the files of one post apart


async def upload(door: Door, medium: Medium, pause: Pause = asyncio.sleep) -> str:
    """Return the id the server gave to the file, once it can be posted."""
    doing = f"bring {medium.name} to {door.host}"
    answer = await _sent(door, "api/v2/media", medium, doing)
    if answer.status in GONE:
        answer = await _sent(door, "api/v1/media", medium, doing)
    number = tamed(answer, own.file, about=door.host)
    if answer.status in WAITING:
        await _ready(door, number, doing, pause)
    return number


async def _sent(door: Door, path: str, medium: Medium, doing: str) -> Answer:
    also = GONE if "v2" in path else frozenset()
    with medium.path.open("rb") as file:
        return await door.write(
            "POST",
            path,
            doing=doing,
            also=also,
            files={"file": (medium.name, file, medium.mime)},
            form={"description": medium.alt} if medium.alt else None,
            deadline=60 + medium.size / SLOWEST,
        )


async def _ready(door: Door, number: str, doing: str, pause: Pause) -> None:
    """Wait until the file is ready; raises `Transient` where it takes too long."""
    step, waited = STEP, 0.0
    while waited < PATIENCE:
        await pause(step)
        waited += step
        step = min(step * 1.5, LONGEST_STEP)
        answer = await door.read(f"api/v1/media/{number}", doing=doing)
        if answer.status not in WAITING and tamed(answer, own.ready, about=door.host):
            return
    raise Transient(f"Could not {doing}: after {PATIENCE / 60:.0f} minutes it is not ready; try again later.")


def digest(medium: Medium) -> str:
    """Return what tells a file from any other: the first digits of its SHA-256."""
    with medium.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:DIGITS]
