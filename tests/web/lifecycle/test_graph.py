from __future__ import annotations

from datetime import timedelta

import pytest

from passaparola.web.lifecycle.graph import Graph, LifeError, State
from passaparola.web.lifecycle.life import Life
from web.lifecycle.errands import Errand

SECOND = timedelta(seconds=1)


def test_the_first_state_is_the_initial_one() -> None:
    assert Graph(State("new", try_every=SECOND), State("done", final=True)).initial.name == "new"


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ((), "at least one"),
        ((State("a"), State("a")), "each name once"),
        ((State("a", final=True),), "cannot be final"),
        ((State("a"), State("b", final=True, try_every=SECOND)), "is final"),
        ((State("a", try_every=SECOND, times_out_to="b"),), "times_out_after"),
        ((State("a", times_out_to="a", times_out_after=SECOND),), "never tried"),
        ((State("a", try_every=SECOND, times_out_to="b", times_out_after=SECOND),), "no state 'b'"),
    ],
)
def test_a_life_that_does_not_fit_is_refused_when_it_is_declared(
    states: tuple[State, ...], words: str
) -> None:
    with pytest.raises(LifeError, match=words):
        Graph(*states)


def test_every_automatic_state_needs_a_handler() -> None:
    with pytest.raises(LifeError, match="no handler for asked"):
        Life(Errand, {})


def test_a_state_that_is_never_tried_takes_no_handler() -> None:
    with pytest.raises(LifeError, match="done is never tried"):
        Life(Errand, {"asked": lambda *_: None, "done": lambda *_: None})


def test_backing_off_doubles_and_ends_at_an_hour() -> None:
    state = State("a", try_every=timedelta(seconds=10))
    waits = [state.back_off(failures).total_seconds() for failures in (1, 2, 3, 9, 10, 10_000)]
    assert waits == [10, 20, 40, 2560, 3600, 3600]


def test_a_state_tried_once_a_day_is_not_tried_more_often_when_it_fails() -> None:
    assert State("a", try_every=timedelta(days=1)).back_off(1) == timedelta(days=1)
