from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import LeaseLost, begin, hold, move, wake
from passaparola.web.lifecycle.graph import Later, LifeError, Next, Outcome
from web.lifecycle.errands import LIFE, Errand, create

NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.usefixtures("tables")


def claimed(now: datetime = NOON) -> Errand:
    row = queue.claim(Errand, now)
    assert row is not None
    return row


def fresh(row: Errand) -> Errand:
    return Errand.objects.get(pk=row.pk)


def test_a_claimed_row_is_not_claimed_again_while_its_lease_lasts() -> None:
    create(1, NOON)
    claimed()
    assert queue.claim(Errand, NOON + queue.LEASE - SECOND) is None


def test_a_row_whose_holder_died_is_claimed_again_when_its_lease_is_over() -> None:
    create(1, NOON)
    first = claimed()
    again = claimed(NOON + queue.LEASE)
    assert (again.pk, again.fence, again.attempts) == (first.pk, first.fence + 1, 2)


def test_a_row_that_is_not_due_yet_is_left_alone() -> None:
    create(1, NOON)
    assert queue.claim(Errand, NOON - SECOND) is None


def test_the_word_of_a_holder_that_lost_its_lease_is_void() -> None:
    create(1, NOON)
    late = claimed()
    claimed(NOON + queue.LEASE)
    assert not queue.settle(late, "done", NOON + queue.LEASE)
    assert not queue.renew(late, NOON + queue.LEASE)
    assert not queue.give_back(late)
    assert fresh(late).state == "asked"


def test_a_holder_that_lost_its_lease_may_not_write() -> None:
    create(1, NOON)
    late = claimed()
    claimed(NOON + queue.LEASE)
    with pytest.raises(LeaseLost), transaction.atomic():
        hold(late)


def test_what_a_handler_says_after_a_person_pushed_the_row_on_is_void() -> None:
    create(1, NOON)
    row = claimed()
    move(fresh(row), "resting", NOON)
    assert not queue.settle(row, "done", NOON)
    assert fresh(row).state == "resting"


def test_a_row_given_back_is_claimed_at_once_as_if_it_had_not_been_tried() -> None:
    create(1, NOON)
    assert queue.give_back(claimed())
    assert claimed().attempts == 1


@pytest.mark.parametrize(
    ("outcome", "state", "due", "trouble"),
    [
        (None, "asked", NOON + timedelta(seconds=10), ""),
        (Later(NOON + timedelta(days=2), "Too busy."), "asked", NOON + timedelta(days=2), "Too busy."),
        (Later(NOON - timedelta(days=2)), "asked", NOON + SECOND, ""),
        ("done", "done", None, ""),
        (Next("given_up", "It is gone."), "given_up", None, "It is gone."),
        ("asked", "asked", NOON, ""),
    ],
)
def test_the_outcome_says_where_the_row_is_next(
    outcome: Outcome, state: str, due: datetime | None, trouble: str
) -> None:
    create(1, NOON)
    assert queue.settle(claimed(), outcome, NOON)
    row = Errand.objects.get()
    assert (row.state, row.due_at, row.trouble, row.lease_until) == (state, due, trouble, None)


def test_failures_are_counted_and_wait_longer_each_time() -> None:
    create(1, NOON)
    now = NOON
    for failures, wait in ((1, 10), (2, 20), (3, 40)):
        assert queue.fail(claimed(now), "Out of paper.", now)
        row = Errand.objects.get()
        assert (row.failures, row.trouble, row.due_at) == (
            failures,
            "Out of paper.",
            now + timedelta(seconds=wait),
        )
        now = row.due_at or now


def test_a_try_that_goes_well_forgets_the_failures() -> None:
    create(1, NOON)
    queue.fail(claimed(), "Out of paper.", NOON)
    queue.settle(claimed(NOON + timedelta(minutes=1)), None, NOON + timedelta(minutes=1))
    row = Errand.objects.get()
    assert (row.failures, row.trouble) == (0, "")


def test_a_row_times_out_only_after_one_more_try() -> None:
    create(1, NOON)
    later = NOON + timedelta(days=7)
    row = claimed(later)
    assert row.state == "asked"
    queue.settle(row, Later(because="Still nothing."), later)
    assert (fresh(row).state, fresh(row).trouble) == ("given_up", "Still nothing.")


def test_a_row_woken_while_it_is_handled_is_handled_again_at_once() -> None:
    create(1, NOON)
    row = claimed()
    assert wake(fresh(row), NOON + SECOND)
    queue.settle(row, None, NOON + 2 * SECOND)
    assert fresh(row).due_at == NOON + 2 * SECOND


def test_only_what_a_worker_handles_can_be_woken() -> None:
    create(1, NOON)
    row = Errand.objects.get()
    move(row, "done", NOON)
    assert not wake(row, NOON)


def test_a_push_to_a_state_that_does_not_exist_is_refused() -> None:
    create(1, NOON)
    with pytest.raises(LifeError, match="no state 'lost'"):
        move(Errand.objects.get(), "lost", NOON)


def test_the_database_refuses_a_state_the_life_does_not_have() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Errand.objects.create(**{**begin(LIFE, NOON), "state": "lost"})


def test_rows_left_waiting_by_a_clock_that_was_set_back_become_due() -> None:
    create(2, NOON)
    held = claimed()
    queue.settle(claimed(), None, NOON)
    before = NOON - timedelta(days=30)
    assert queue.claim(Errand, before) is None
    assert queue.mend_clock(Errand, before) == 2
    assert {claimed(before).pk, claimed(before).pk} == set(Errand.objects.values_list("pk", flat=True))
    assert not queue.settle(held, "done", before)


def test_a_clock_that_goes_on_mends_nothing() -> None:
    create(1, NOON)
    queue.settle(claimed(), Later(NOON + timedelta(days=400)), NOON)
    assert queue.mend_clock(Errand, NOON + SECOND) == 0
