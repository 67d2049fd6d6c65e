"""How a message's acts fell over time, in a picture the size of a word."""

from __future__ import annotations

import numpy as np

from passaparola.spread.cascade import Cascade
from passaparola.web.insights.pace import BINS, pace_of

START = 1_772_000_000_000_000


def cascade(*after: int) -> Cascade:
    """Return acts so many microseconds after the first."""
    at = np.array([START + each for each in after], np.int64)
    parent = np.array([-1] + [0] * (len(at) - 1), np.int32)
    return Cascade.from_arrays(who=np.arange(len(at), dtype=np.int32), at=at, parent=parent)


def test_every_act_is_in_one_span() -> None:
    pace = pace_of(cascade(0, 10_000_000, 48_000_000))
    assert pace is not None
    assert (len(pace["acts"]), sum(pace["acts"]), pace["to"] - pace["from"]) == (BINS, 3, 48.0)


def test_acts_of_one_instant_are_a_picture_too() -> None:
    pace = pace_of(cascade(0, 0, 0))
    assert pace is not None
    assert sum(pace["acts"]) == 3


def test_acts_a_microsecond_apart_are_a_picture_too() -> None:
    pace = pace_of(cascade(0, 1))
    assert pace is not None
    assert sum(pace["acts"]) == 2
