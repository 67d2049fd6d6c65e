from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connections

from passaparola.web.lifecycle import queries, queue, worker
from passaparola.web.lifecycle.life import Life
from passaparola.web.lifecycle.models import Worker
from web.draining import drain
from web.lifecycle.errands import Errand, Mark, create

if TYPE_CHECKING:
    from passaparola.web.lifecycle.graph import Outcome

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("tables")


def noon() -> datetime:
    return NOON


def mark(errand: Errand, now: datetime) -> Outcome:
    Mark.objects.create(errand=errand)
    return "done"


def test_everything_that_is_due_is_handled() -> None:
    create(20, NOON)
    assert drain([Life(Errand, {"asked": mark})], noon) == 20
    assert Mark.objects.count() == 20
    assert set(Errand.objects.values_list("state", flat=True)) == {"done"}


def test_a_failure_is_logged_counted_told_and_leaves_the_others_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    create(3, NOON)
    broken = Errand.objects.order_by("pk")[1]

    def handle(errand: Errand, now: datetime) -> Outcome:
        if errand.pk == broken.pk:
            raise RuntimeError("token=secret")
        return mark(errand, now)

    drain([Life(Errand, {"asked": handle})], noon)
    broken.refresh_from_db()
    assert Mark.objects.count() == 2
    assert (broken.state, broken.failures) == ("asked", 1)
    assert "in the log" in broken.trouble
    assert "RuntimeError" in caplog.text
    assert "secret" not in broken.trouble
    assert broken.due_at == NOON + timedelta(seconds=10)
    assert f"Errand {broken.pk} in state asked failed" in caplog.text


def test_a_handler_that_names_a_state_that_does_not_exist_has_failed() -> None:
    create(1, NOON)
    drain([Life(Errand, {"asked": lambda *_: "lost"})], noon)
    row = Errand.objects.get()
    assert (row.state, row.failures) == ("asked", 1)


def test_a_handler_whose_row_was_taken_over_leaves_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    create(1, NOON)

    def slow(errand: Errand, now: datetime) -> Outcome:
        assert queue.claim(Errand, NOON + queue.LEASE) is not None
        return "done"

    drain([Life(Errand, {"asked": slow})], noon)
    assert Errand.objects.get().state == "asked"
    assert "its outcome is void" in caplog.text


def test_a_handler_runs_outside_any_transaction() -> None:
    create(1, NOON)
    seen = []

    def handle(errand: Errand, now: datetime) -> Outcome:
        seen.append(connections["default"].in_atomic_block)
        return "done"

    drain([Life(Errand, {"asked": handle})], noon)
    assert seen == [False]


def test_the_lease_in_hand_is_renewed_and_the_work_counted() -> None:
    create(1, NOON)
    me = worker._introduce(NOON)
    hand = worker.Hand()
    hand.row = queue.claim(Errand, NOON)
    hand.count(well=True)
    hand.count(well=False)
    later = NOON + timedelta(seconds=50)
    worker._beat_once(me, hand, later)
    me.refresh_from_db()
    assert Errand.objects.get().lease_until == later + queue.LEASE
    assert (me.beat_at, me.handled, me.failed) == (later, 2, 1)


def test_workers_that_are_long_gone_are_forgotten() -> None:
    worker._introduce(NOON - timedelta(days=2))
    worker._introduce(NOON)
    assert Worker.objects.count() == 1


@pytest.mark.parametrize(
    ("beat", "alive"),
    [
        (None, False),
        (NOON - timedelta(seconds=10), True),
        (NOON - timedelta(minutes=5), False),
        (NOON + timedelta(hours=1), False),
    ],
)
def test_silence_says_that_no_worker_is_running(beat: datetime | None, *, alive: bool) -> None:
    if beat:
        worker._introduce(beat)
    heard = queries.heard(NOON)["reading"]
    assert (heard.at, heard.alive) == (beat, alive)


def test_a_stop_can_be_waited_for_and_asked_twice() -> None:
    stop = worker.Stop()
    assert not stop.wait(0)
    stop.ask()
    stop.ask()
    assert stop.wait(10)


def test_a_database_that_does_not_answer_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    create(1, NOON)
    stop = worker.Stop()
    answers = iter([DatabaseError("the disk is full"), None])
    claim = queue.claim

    def failing(model: type[Errand], now: datetime) -> Errand | None:
        if error := next(answers, None):
            raise error
        if Mark.objects.exists():
            stop.ask()
        return claim(model, now)

    monkeypatch.setattr(queue, "claim", failing)
    monkeypatch.setattr(worker, "IDLE", 0.01)
    with caplog.at_level(logging.WARNING):
        worker.run([Life(Errand, {"asked": mark})], noon, stop)
    assert Mark.objects.count() == 1
    assert "did not answer" in caplog.text
    assert threading.active_count() == 1 or "heart" not in {thread.name for thread in threading.enumerate()}
