"""The worker: claims due rows of every life, one at a time, until it is told to stop.

The main thread handles rows; a second thread, the heart, beats the `Worker` row, renews the lease in hand
and, when a stop does not come to an end in time, gives the row back and leaves.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.db.models import F

from passaparola.web.lifecycle import queue, room
from passaparola.web.lifecycle.actions import LeaseLost
from passaparola.web.lifecycle.crew import UNFORESEEN, Shift
from passaparola.web.lifecycle.models import READING, Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from passaparola.web.lifecycle.crew import Crew
    from passaparola.web.lifecycle.life import Life
    from passaparola.web.lifecycle.models import Living

log = logging.getLogger(__name__)

IDLE = 0.25  # seconds until the next look at an empty queue; longer each time ...
IDLE_MOST = 1.0  # ... up to this
BUSY = 0.05  # ... and up to this while a crew waits for answers
BEAT = 5.0  # seconds between two heartbeats
GRACE = 3.0  # seconds a handler gets to finish after a stop
MEND = 60.0  # seconds between two looks for rows left waiting by a clock that was set back
KEEP = timedelta(days=1)  # how long the row of a worker that is gone is kept


class Stop:
    """Whether a stop was asked for; can be waited for from any thread and set from a signal handler."""

    def __init__(self) -> None:
        self.asked = False
        # A pipe, because setting a threading.Event from a signal handler can deadlock with its own wait.
        self._reads, self._writes = os.pipe()

    def ask(self, *_: object) -> None:
        """Ask for the stop; fits as a signal handler."""
        if not self.asked:
            self.asked = True
            os.write(self._writes, b"x")

    def wait(self, seconds: float) -> bool:
        """Wait until a stop is asked for, at most `seconds`; return whether it was."""
        select.select([self._reads], [], [], seconds)
        return self.asked


def handle_one(life: Life[Any], clock: Callable[[], datetime], *, hand: Hand | None = None) -> bool | None:
    """Claim and handle one due row of `life`: whether it went well, or None where no row is due."""
    row = queue.claim(life.model, clock())
    if row is None:
        return None
    if hand:
        hand.row = row
    try:
        return _handle(life, row, clock)
    finally:
        if hand:
            hand.row = None


def _handle(life: Life[Any], row: Living, clock: Callable[[], datetime]) -> bool:
    try:
        outcome = life.handlers[row.state](row, clock())
        kept = queue.settle(row, outcome, clock())
    except LeaseLost as lost:
        log.warning("%s", lost)
        return False
    except Exception as error:
        log.exception("%s %s in state %s failed", type(row).__name__, row.pk, row.state)
        queue.fail(row, _sentence(error), clock())
        return False
    if not kept:
        log.warning("%s %s was taken over: its outcome is void", type(row).__name__, row.pk)
    return kept


def _sentence(error: Exception) -> str:
    if room.ran_out(error):
        return "There is no room left on the disk of this installation: free some; it is tried again."
    return UNFORESEEN


class Hand:
    """What this process holds, for the heart to see: the main thread's `row`, and its crews' rows."""

    def __init__(self, shifts: Sequence[Shift[Any, Any]] = ()) -> None:
        self.row: Living | None = None
        self.shifts = shifts
        self.handled = 0
        self.failed = 0
        self.done = threading.Event()

    def count(self, *, well: bool) -> None:
        """Count one handled row."""
        self.handled += 1
        self.failed += not well


def run(
    lives: Sequence[Life[Any]],
    clock: Callable[[], datetime],
    stop: Stop,
    *,
    duty: str = READING,
    crews: Sequence[Crew[Any, Any]] = (),
) -> None:
    """Handle due rows of `lives`, and of `crews` many at a time, until `stop`.

    A row in hand is finished or given back. `duty` is what this worker does, for whoever asks whether it is
    done at all.
    """
    hand = Hand([Shift(crew) for crew in crews])
    me = _introduce(clock(), duty)
    heart = threading.Thread(target=_beat, args=(me, hand, clock, stop), name="heart", daemon=True)
    heart.start()
    mended, idle = -MEND, 0.0
    try:
        while not stop.asked:
            if time.monotonic() - mended >= MEND:
                mended = time.monotonic()
                _with_database(lambda: _mend([*lives, *crews], clock()), stop)
            handled = _with_database(lambda: _round(lives, clock, hand, stop), stop)
            idle = 0.0 if handled else min(idle + IDLE, IDLE_MOST)
            stop.wait(min(idle, BUSY) if any(shift.in_hand for shift in hand.shifts) else idle)
    finally:
        for shift in hand.shifts:
            _with_database(lambda shift=shift: shift.finish(GRACE, clock()) or 0, stop)  # type: ignore[misc]
        hand.done.set()
        stop.ask()
        heart.join(GRACE)
        _with_database(lambda: Worker.objects.filter(pk=me.pk).delete()[0], stop)


def _with_database(work: Callable[[], int], stop: Stop) -> int:
    """Do `work`; where the database does not answer, say so, wait a little and go on."""
    try:
        return work()
    except (DatabaseError, InterfaceError) as error:
        # Without its traceback: it comes again every moment, and a full disk would be filled with it.
        log.warning("The database did not answer (%s); trying again", str(error).strip())
        connections.close_all()
        stop.wait(2 * IDLE)
        return 0


def _round(lives: Sequence[Life[Any]], clock: Callable[[], datetime], hand: Hand, stop: Stop) -> int:
    """Handle at most one row of each life; return how many."""
    handled = 0
    for life in lives:
        if stop.asked:
            break
        well = handle_one(life, clock, hand=hand)
        if well is not None:
            hand.count(well=well)
            handled += 1
    for shift in hand.shifts:
        moved = shift.round(clock())
        hand.handled += moved
        handled += moved
    return handled


def _mend(lives: Sequence[Life[Any] | Crew[Any, Any]], now: datetime) -> int:
    close_old_connections()
    return sum(queue.mend_clock(life.model, now) for life in lives)


def _introduce(now: datetime, duty: str = READING) -> Worker:
    Worker.objects.filter(beat_at__lt=now - KEEP).delete()
    name = f"{socket.gethostname()[:60]}:{os.getpid()}:{now.timestamp():.3f}"
    return Worker.objects.create(name=name, duty=duty, started_at=now, beat_at=now)


def _beat(me: Worker, hand: Hand, clock: Callable[[], datetime], stop: Stop) -> None:
    """Be the heart: see the module's docstring."""
    while not stop.wait(BEAT):
        try:
            close_old_connections()
            _beat_once(me, hand, clock())
        except (DatabaseError, InterfaceError) as error:
            log.warning("The heartbeat could not be written (%s)", str(error).strip())
        except Exception:
            # A heart that stops lets every lease run out while the work goes on.
            log.exception("A heartbeat failed")
    # A crew takes as long for what it has in hand, and then writes what came of it.
    if not hand.done.wait(2 * GRACE if hand.shifts else GRACE):
        _leave(hand)
    connections.close_all()


def _beat_once(me: Worker, hand: Hand, now: datetime) -> None:
    handled, hand.handled = hand.handled, 0
    failed, hand.failed = hand.failed, 0
    Worker.objects.filter(pk=me.pk).update(
        beat_at=now, handled=F("handled") + handled, failed=F("failed") + failed
    )
    if (row := hand.row) is not None:
        queue.renew(row, now)
    queue.renew_many([row for shift in hand.shifts for row in shift.rows()], now)


def _leave(hand: Hand) -> None:
    """Give back what is in hand and end the process: its handler did not finish in time."""
    try:
        if (row := hand.row) is not None:
            queue.give_back(row)
    finally:
        # The main thread is inside somebody's handler and cannot be asked to come back.
        os._exit(0)


def listen(stop: Stop) -> None:
    """Let SIGTERM and SIGINT ask for the stop; call it from the main thread."""
    signal.signal(signal.SIGTERM, stop.ask)
    signal.signal(signal.SIGINT, stop.ask)
