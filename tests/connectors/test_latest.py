"""A search that shows the newest first tells everything once it has been turned down to where it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from passaparola.connectors import latest
from passaparola.connectors.errors import CursorExpired

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_first_walk_ends_where_nothing_follows() -> None:
    after = latest.after(latest.Stand(), [NOON], "", NOON)
    assert latest.over(after)
    assert after.since == NOON


def test_a_walk_that_goes_on_remembers_its_page_and_when_it_began() -> None:
    first = latest.after(latest.Stand(), [NOON - MINUTE], "p2", NOON)
    assert (latest.over(first), first.page) == (False, "p2")
    last = latest.after(latest.read(latest.written(first)), [NOON - 2 * MINUTE], "", NOON + MINUTE)
    assert (latest.over(last), last.since) == (True, NOON)


def test_a_later_walk_goes_a_little_deeper_than_the_one_before_began() -> None:
    stand = latest.Stand(since=NOON)
    above = latest.after(stand, [NOON - latest.OVERLAP], "p2", NOON + MINUTE)
    below = latest.after(stand, [NOON - latest.OVERLAP - MINUTE], "p2", NOON + MINUTE)
    assert (latest.over(above), latest.over(below)) == (False, True)


@pytest.mark.parametrize("onward", ["", "p1"])
def test_a_page_that_leads_nowhere_else_ends_the_walk(onward: str) -> None:
    assert latest.over(latest.after(latest.Stand(began=NOON, page="p1", told=1), [NOON], onward, NOON))


def test_an_empty_page_ends_the_walk() -> None:
    assert latest.over(latest.after(latest.Stand(), [], "p2", NOON))


def test_a_first_walk_goes_no_further_back_than_a_baseline_needs() -> None:
    old = NOON - latest.PAST - MINUTE
    assert latest.over(latest.after(latest.Stand(), [NOON, old], "p2", NOON))


def test_a_first_walk_tells_only_so_many_and_a_server_without_end_is_left() -> None:
    many = latest.Stand(began=NOON, page="p1", told=latest.MOST - 1)
    assert latest.over(latest.after(many, [NOON], "p2", NOON))
    endless = latest.Stand(since=NOON, began=NOON, page="p1", told=latest.LATER - 1)
    assert latest.over(latest.after(endless, [NOON + MINUTE], "p2", NOON))


@pytest.mark.parametrize("cursor", ["x", "[]", '{"since": "soon"}', '{"told": -1}', "[" * 3000])
def test_a_cursor_that_makes_no_sense_begins_anew(cursor: str) -> None:
    with pytest.raises(CursorExpired):
        latest.read(cursor)
