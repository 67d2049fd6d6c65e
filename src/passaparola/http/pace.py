"""How fast we may knock at one host: so many at a time, so many a second, and not while it asks for rest."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace kept with each host: `per_second` on average after a first `burst`, `together` at a time."""

    per_second: float = 8.0
    burst: int = 40
    together: int = 8


class Gate:
    """One host's gate: a token bucket, a number of places, and a pause for everybody when the host asks."""

    def __init__(
        self,
        pace: Pace,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pace = pace
        self._sleep = sleep
        self._ticks = ticks
        self._places = asyncio.Semaphore(pace.together)
        self._free_at = ticks() - pace.burst / pace.per_second

    def rest(self, seconds: float) -> None:
        """Let nobody through for `seconds` from now."""
        self._free_at = max(self._free_at, self._ticks() + seconds)

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Wait for a place and a turn; the place is given back on leaving."""
        async with self._places:
            await self._turn()
            yield

    async def _turn(self) -> None:
        """Take the next turn: turns follow one another, and unused ones are kept up to the burst."""
        now = self._ticks()
        turn = max(self._free_at, now - self._pace.burst / self._pace.per_second)
        self._free_at = turn + 1 / self._pace.per_second
        if turn > now:
            await self._sleep(turn - now)
