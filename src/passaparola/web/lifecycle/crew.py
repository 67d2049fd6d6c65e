"""Many rows at a time: claimed together, worked on side by side off the main thread, kept together.

Where a `Life` handles one row after another, a `Crew` suits work that mostly waits for other machines. In one
transaction it claims due rows and lets `take` write what must be written before anything is done; what `take`
returns runs on an event loop of its own; what has come to an end is handed to `keep`, many at a time:

    OUTBOX = Crew(Delivery, take=take, keep=keep)

    def take(rows, now) -> list[tuple[Delivery, Awaitable[Done]]]: ...    # within the claim's transaction
    def keep(ended: Sequence[tuple[Delivery, Done]], now) -> None: ...    # opens its own transaction

A row for which `take` returns nothing has been settled by it. Work never raises: it returns what happened.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction

from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.models import Living

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Living)
Done = TypeVar("Done")

TOGETHER = 0.02  # seconds to wait for those begun together, so that they are kept together


@dataclass(frozen=True, slots=True)
class Crew(Generic[Row, Done]):
    """How rows of `model` are worked on, at most `most` at a time."""

    model: type[Row]
    take: Callable[[Sequence[Row], datetime], Sequence[tuple[Row, Coroutine[Any, Any, Done]]]]
    keep: Callable[[Sequence[tuple[Row, Done]], datetime], None]
    most: int = 256


@dataclass(slots=True)
class Shift(Generic[Row, Done]):
    """A crew at work in this process: what it has in hand, and what has ended but is not kept yet."""

    crew: Crew[Row, Done]
    in_hand: dict[Future[Done], Row] = field(default_factory=dict)
    ended: list[tuple[Row, Done]] = field(default_factory=list)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        """Start the thread the work runs on."""
        self.thread = threading.Thread(target=self._run, name="crew", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.loop.run_forever()
        finally:
            self.loop.close()

    def round(self, now: datetime) -> int:
        """Keep what has ended, then claim and begin as many as there is room for; return how many moved."""
        kept = self._keep(now)
        return kept + self._begin(now)

    def rows(self) -> list[Row]:
        """Return the rows whose leases must not run out."""
        return [*self.in_hand.values(), *(row for row, _ in self.ended)]

    def finish(self, seconds: float, now: datetime) -> None:
        """Begin nothing more; keep what ends within `seconds`. The rest is found when its lease runs out."""
        wait(self.in_hand, timeout=seconds)
        self._keep(now)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(seconds)

    def _keep(self, now: datetime) -> int:
        for future in [each for each in self.in_hand if each.done()]:
            row = self.in_hand.pop(future)
            if (error := future.exception()) is not None:
                log.error("%s %s ended without an answer", type(row).__name__, row.pk, exc_info=error)
                continue
            self.ended.append((row, future.result()))
        if ended := list(self.ended):
            # Until this has gone well they stay in `ended`: a full disk loses nothing.
            self.crew.keep(ended, now)
            self.ended.clear()
        return len(ended)

    def _begin(self, now: datetime) -> int:
        room = self.crew.most - len(self.in_hand)
        # A look that locks nothing first: an idle worker must not take SQLite's one writer's place.
        if room <= 0 or not queue.due(self.crew.model, now).exists():
            return 0
        with transaction.atomic():
            rows = queue.claim_many(self.crew.model, now, room)
            jobs = self.crew.take(rows, now)
        for row, work in jobs:
            self.in_hand[asyncio.run_coroutine_threadsafe(work, self.loop)] = row
        wait(self.in_hand, timeout=TOGETHER)
        return len(rows)
