"""Where a delivery goes after a try or a look, case by case, up to the edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from passaparola.connectors.contract import Receipt
from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.publishing.models import Delivery, What
from passaparola.web.publishing.models.delivery import (
    PUBLISHED,
    REFUSED,
    SCHEDULED,
    SENDING,
    UNDECIDED,
    UNKNOWN,
)
from passaparola.web.publishing.outbox import settling
from passaparola.web.publishing.outbox.settling import Done, Settled
from web.publishing.square import NOON

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))

ASKABLE = replace(PLATFORMS["sandbox"], capabilities=frozenset({"publisher", "finder"}), settles_after=MINUTE)
MUTE = replace(ASKABLE, capabilities=frozenset({"publisher"}), repeat_for=None)
KEYED = replace(MUTE, repeat_for=HOUR)
RECEIPT = Receipt("1", "https://square.example/1")


def delivery(**more: Any) -> Delivery:
    """A delivery that was tried once, now."""
    fields = {"state": SENDING, "verb": "publish", "tried": 1, "planned_at": NOON, "created_at": NOON}
    return Delivery(**{**fields, "first_tried_at": NOON, "intent_at": NOON, **more})


def after(done: Done, row: Any = ASKABLE, *, pieces: int = 1, now: Any = NOON, **more: Any) -> Settled:
    return settling.after(delivery(**more), pieces, done, row, now)


@pytest.mark.parametrize("what", [What.PUBLISHED, What.FOUND])
def test_the_last_piece_ends_it_and_brings_its_receipt(what: What) -> None:
    went = after(Done(what, receipt=RECEIPT), pieces=3, sent=2)
    assert (went.state, went.due_at, went.receipt, went.fresh) == (PUBLISHED, None, RECEIPT, True)
    assert [line for line, _ in went.lines] == [what]


def test_a_piece_before_the_last_lets_the_next_go_at_once() -> None:
    went = after(Done(What.PUBLISHED, receipt=RECEIPT), pieces=3, sent=1)
    assert (went.state, went.due_at, went.fresh) == (SCHEDULED, NOON, True)


def test_a_refusal_waits_for_a_person_with_the_platform_s_own_sentence() -> None:
    went = after(Done(What.REFUSED, "Too long: cut 9."))
    assert (went.state, went.due_at, went.said, went.fresh) == (REFUSED, None, "Too long: cut 9.", False)


@pytest.mark.parametrize(
    ("tried", "seconds"), [(1, 5), (2, 10), (3, 20), (9, 1280), (10, 1800), (11, 1800), (5_000, 1800)]
)
def test_what_was_not_sent_is_tried_again_ever_more_rarely_and_at_least_every_half_hour(
    tried: int, seconds: int
) -> None:
    went = after(Done(What.LATER, "Away."), tried=tried)
    assert (went.state, went.due_at) == (SCHEDULED, NOON + seconds * SECOND)


def test_a_pause_the_platform_asks_for_is_kept_but_never_shortens_ours() -> None:
    assert after(Done(What.LATER, until=NOON + HOUR)).due_at == NOON + HOUR
    assert after(Done(What.LATER, until=NOON + SECOND), tried=3).due_at == NOON + 20 * SECOND


@pytest.mark.parametrize(("passed", "state"), [(DAY - SECOND, SCHEDULED), (DAY, REFUSED)])
def test_what_was_not_sent_for_a_day_is_given_up(passed: timedelta, state: str) -> None:
    assert after(Done(What.LATER, "Away."), now=NOON + passed).state == state


def test_what_was_planned_for_long_ago_has_a_day_from_when_it_was_planned() -> None:
    went = after(Done(What.LATER, "Away."), planned_at=NOON - 9 * DAY, created_at=NOON)
    assert went.state == SCHEDULED


def test_a_platform_that_says_when_to_come_back_is_not_given_up() -> None:
    went = after(Done(What.LATER, "Too many.", until=NOON + 3 * DAY), now=NOON + 2 * DAY)
    assert (went.state, went.due_at) == (SCHEDULED, NOON + 3 * DAY)


def test_giving_up_says_why_and_what_to_do() -> None:
    assert after(Done(What.LATER, "Away."), now=NOON + DAY).said == f"Away. {settling.TRIED_ENOUGH}"


def test_unknown_is_looked_for_before_anything_else() -> None:
    went = after(Done(What.UNKNOWN, "Nobody knows."))
    assert (went.state, went.due_at) == (UNKNOWN, NOON + settling.LOOK_FIRST)


def test_the_first_look_comes_at_once_where_a_post_is_seen_at_once() -> None:
    assert after(Done(What.UNKNOWN), replace(ASKABLE, settles_after=timedelta(0))).due_at == NOON


def test_unknown_without_a_look_and_without_a_key_is_for_a_person() -> None:
    went = after(Done(What.UNKNOWN, "Nobody knows."), MUTE)
    assert (went.state, went.due_at) == (UNDECIDED, None)
    assert went.said.startswith("Nobody knows.")
    assert settling.LOOK_YOURSELF in went.said


def test_a_key_that_the_platform_remembers_is_not_enough_to_send_again_unseen() -> None:
    assert after(Done(What.UNKNOWN), KEYED).state == UNDECIDED


@pytest.mark.parametrize("verb", ["edit", "delete"])
@pytest.mark.parametrize(("passed", "state"), [(DAY - SECOND, SCHEDULED), (DAY, REFUSED)])
def test_a_change_is_made_again_as_twice_is_once_and_given_up_after_a_day(
    verb: str, passed: timedelta, state: str
) -> None:
    assert after(Done(What.UNKNOWN, "Nobody knows."), MUTE, verb=verb, now=NOON + passed).state == state


@pytest.mark.parametrize(("passed", "state"), [(MINUTE - SECOND, UNKNOWN), (MINUTE, SCHEDULED)])
def test_what_is_not_there_is_believed_only_once_nothing_can_be_under_way(
    passed: timedelta, state: str
) -> None:
    went = after(Done(What.MISSING), state=UNKNOWN, now=NOON + passed)
    assert went.state == state
    assert went.due_at == NOON + MINUTE


def test_what_goes_missing_for_a_day_is_given_up_and_said_to_be_nowhere() -> None:
    went = after(Done(What.MISSING), state=UNKNOWN, first_tried_at=NOON - DAY, intent_at=NOON - HOUR)
    assert (went.state, went.due_at) == (REFUSED, None)
    assert went.said == f"{settling.NOT_THERE} {settling.TRIED_ENOUGH}"


def test_a_row_without_an_intent_is_looked_for_from_now_on() -> None:
    assert after(Done(What.MISSING), state=UNKNOWN, intent_at=None, first_tried_at=None).state == UNKNOWN


@pytest.mark.parametrize("before", range(settling.LOOKS - 1))
def test_a_look_that_cannot_tell_is_repeated_after_twice_the_time(before: int) -> None:
    went = after(Done(What.UNCLEAR, "Away."), state=UNKNOWN, looks=before)
    assert (went.state, went.looks) == (UNKNOWN, before + 1)
    assert went.due_at == NOON + settling.LOOK_FIRST * 2**before


def test_the_last_look_that_cannot_tell_asks_a_person() -> None:
    went = after(Done(What.UNCLEAR, "Away."), state=UNKNOWN, looks=settling.LOOKS - 1)
    assert (went.state, went.due_at, went.looks) == (UNDECIDED, None, settling.LOOKS)
    assert settling.LOOK_YOURSELF in went.said


def test_a_look_that_is_rate_limited_waits_as_long_as_it_is_told() -> None:
    went = after(Done(What.UNCLEAR, "Too many.", until=NOON + HOUR), state=UNKNOWN)
    assert went.due_at == NOON + HOUR


@pytest.mark.parametrize("row", [ASKABLE, MUTE, KEYED])
@pytest.mark.parametrize("verb", ["publish", "edit", "delete"])
@pytest.mark.parametrize("what", [What.REFUSED, What.LATER, What.UNKNOWN, What.MISSING, What.UNCLEAR])
def test_nothing_but_a_receipt_ever_counts_as_published(what: What, verb: str, row: Any) -> None:
    for passed in (timedelta(0), MINUTE, DAY):
        went = after(Done(what, "No."), row, verb=verb, now=NOON + passed)
        assert went.state != PUBLISHED
        assert not went.fresh
