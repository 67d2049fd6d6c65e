"""Many rows at a time: claimed together, worked on side by side off the main thread, kept together.

Where a `Life` handles one row after another, a `Crew` suits work that mostly waits for other machines. In one
transaction it claims due rows and lets `take` write what must be written before anything is done; what `take`
returns runs on an event loop of its own; what has come to an end is handed to `keep`, many at a time:

    OUTBOX = Crew(Delivery, take=take, keep=keep)

    def take(rows, now) -> list[tuple[Delivery, Awaitable[Done]]]: ...    # within the claim's transaction
    def keep(ended: Sequence[tuple[Delivery, Done]], now) -> None: ...    # opens its own transaction

A row for which `take` returns nothing has been settled by it. Work never raises: it returns what happened.
Where one row makes `take` or `keep` fail, the others go their way without it. Rows that are alike in `apart`,
such as all for one host, leave places to others: the host may answer none of them for a long time.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import InterfaceError, OperationalError, connections, transaction

from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.models import Living

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

log = logging.getLogger(__name__)

Row = TypeVar("Row", bound=Living)
Done = TypeVar("Done")

TOGETHER = 0.02  # seconds to wait for those begun together, so that they are kept together
LAST = 0.1  # the same, at a stop

SHARES = 4
"""So many shares the places are given out in: who has taken one or more gets no further one."""

AWAY = (OperationalError, InterfaceError)
"""The database is away, full, or somebody was quicker: no row is to blame."""

UNFORESEEN = "Something unexpected went wrong, and is written in the log; it is tried again."


@dataclass(frozen=True, slots=True)
class Crew(Generic[Row, Done]):
    """How rows of `model` are worked on, at most `most` at a time; `apart` names a field as a query does."""

    model: type[Row]
    take: Callable[[Sequence[Row], datetime], Sequence[tuple[Row, Coroutine[Any, Any, Done]]]]
    keep: Callable[[Sequence[tuple[Row, Done]], datetime], None]
    most: int = 256
    apart: str = ""


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
            self.loop.run_until_complete(_end_all())
        finally:
            self.loop.close()

    def round(self, now: datetime) -> int:
        """Keep what has ended, then claim and begin as many as there is room for; return how many moved.

        Raises `RuntimeError` where the loop has died: what is in hand would be held for ever.
        """
        if not self.thread.is_alive():
            raise RuntimeError("The thread that a crew works on has ended.")
        kept = self._keep(now)
        return kept + self._begin(now)

    def rows(self) -> list[Row]:
        """Return the rows whose leases must not run out."""
        return [*self.in_hand.values(), *(row for row, _ in self.ended)]

    def finish(self, seconds: float, now: datetime) -> None:
        """Begin nothing more; keep what ends within `seconds`. The rest is found when its lease runs out."""
        end = time.monotonic() + seconds
        try:
            while self.rows() and (left := end - time.monotonic()) > 0:
                wait(self.in_hand, timeout=min(left, LAST))
                # At once, and not all at the end: whoever ends this process does not wait for the slowest.
                self._keep_at_last(now)
        finally:
            if self.thread.is_alive():
                self.loop.call_soon_threadsafe(self.loop.stop)
                self.thread.join(LAST)

    def _keep_at_last(self, now: datetime) -> None:
        try:
            self._keep(now)
        except AWAY as error:
            log.warning("What has ended could not be kept yet (%s)", str(error).strip())
            connections.close_all()
            time.sleep(LAST)

    def _keep(self, now: datetime) -> int:
        for future in [each for each in self.in_hand if each.done()]:
            row = self.in_hand.pop(future)
            try:
                self.ended.append((row, future.result()))
            except Exception:
                log.exception("%s ended without an answer", _named(row))
        if ended := list(self.ended):
            # Until this has gone well they stay in `ended`: a full disk loses nothing.
            try:
                self.crew.keep(ended, now)
                self.ended.clear()
            except AWAY:
                raise
            except Exception:
                log.exception("What has ended could not be kept together: each by itself")
                self._keep_each(now)
        return len(ended)

    def _keep_each(self, now: datetime) -> None:
        """Keep one after the other; what cannot be kept is found again when its lease runs out."""
        while self.ended:
            try:
                self.crew.keep(self.ended[:1], now)
            except AWAY:
                raise
            except Exception:
                log.exception("What came of %s cannot be kept", _named(self.ended[0][0]))
            del self.ended[0]

    def _begin(self, now: datetime) -> int:
        begun = 0
        for _ in range(SHARES):
            room = min(self.crew.most - len(self.in_hand), self.crew.most // SHARES)
            # A look that locks nothing first: an idle worker must not take SQLite's one writer's place.
            if room <= 0 or not (due := self._due(now)).exists():
                break
            begun += self._begin_some(due, now, room)
        wait(self.in_hand, timeout=TOGETHER)
        return begun

    def _due(self, now: datetime) -> QuerySet[Row]:
        """Return what may be begun: none of those that have taken their share of the places already."""
        due = queue.due(self.crew.model, now)
        if not (apart := self.crew.apart):
            return due
        taken = Counter(map(attrgetter(apart.replace("__", ".")), self.in_hand.values()))
        full = [key for key, places in taken.items() if places >= self.crew.most // SHARES]
        return due.exclude(**{f"{apart}__in": full}) if full else due

    def _begin_some(self, due: QuerySet[Row], now: datetime, room: int) -> int:
        try:
            return self._claim(due, now, room)
        except AWAY:
            raise
        except Exception:
            log.exception("What is due could not be taken together: each by itself")
            return self._begin_each(due, now, room)

    def _claim(self, due: QuerySet[Row], now: datetime, most: int) -> int:
        with transaction.atomic():
            rows = queue.claim_many(due, now, most)
            jobs = self.crew.take(rows, now)
        for row, work in jobs:
            self.in_hand[asyncio.run_coroutine_threadsafe(work, self.loop)] = row
        return len(rows)

    def _begin_each(self, due: QuerySet[Row], now: datetime, room: int) -> int:
        """Claim one after the other; what cannot be taken is put off, and keeps nobody else."""
        begun = 0
        for pk in list(due.values_list("pk", flat=True)[:room]):
            try:
                begun += self._claim(due.filter(pk=pk), now, 1)
            except AWAY:
                raise
            except Exception:
                log.exception("%s %s cannot be taken: put off", self.crew.model.__name__, pk)
                begun += self._put_off(due.filter(pk=pk), now)
        return begun

    def _put_off(self, due: QuerySet[Row], now: datetime) -> int:
        with transaction.atomic():
            return sum(queue.fail(row, UNFORESEEN, now) for row in queue.claim_many(due, now, 1))


def _named(row: Living) -> str:
    return f"{type(row).__name__} {row.pk}"


async def _end_all() -> None:
    """End what is still going on in this loop."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
