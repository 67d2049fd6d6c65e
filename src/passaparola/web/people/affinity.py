"""Affinity: how close somebody is to the brand, 0 to 100, from what they did and when; said here alone.

Every act gives points (`points`), and a point is worth half as much every `HALF_LIFE`:

    raw(t)   = sum over acts of points * 2 ** (-(t - at) / HALF_LIFE)
    score(t) = 100 * (1 - 2 ** (-raw(t) / HALF_WAY))

Nothing has to be recomputed as time passes: with `warmth` = the same sum seen from a fixed day,
raw(t) = warmth * 2 ** (-(t - DAY_ZERO) / HALF_LIFE). So warmth only grows when something is done, late and
out of order alike; two people's are joined by adding them; and whoever is warmer is closer at every t.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HALF_LIFE = timedelta(days=90)
HALF_WAY = 20.0
"""Raw points at which the score is 50: four reshares this week, say, or twenty likes."""

DAY_ZERO = datetime(2024, 1, 1, tzinfo=UTC)
TREND = timedelta(days=30)
"""The trend is the score now less the score so long ago."""

EFFORT: Mapping[str, float] = MappingProxyType(
    {
        "like": 1.0,
        "follow": 2.0,
        "mention": 3.0,
        "reply": 3.0,
        "comment": 3.0,
        "message": 3.0,
        "quote": 5.0,
        "reshare": 5.0,
    }
)
"""Points of an act by its kind: passing on takes and gives more than replying, replying more than liking."""

EXCHANGE = 1.5
"""What an act is multiplied by that answers something the brand said to this person."""


def points(kind: str, *, brought: int = 0, exchange: bool = False) -> float:
    """Return what an act of `kind` gives: effort, half again in an exchange, and log2(1 + people brought)."""
    return EFFORT[kind] * (EXCHANGE if exchange else 1.0) + math.log2(1 + brought)


def warmth(given: float, at: datetime) -> float:
    """Return `given` points of an act done `at`, as they add to warmth."""
    return given * math.exp2((at - DAY_ZERO) / HALF_LIFE)


def raw(warm: float, now: datetime) -> float:
    """Return the decayed points that are left of `warm` at `now`."""
    return warm * math.exp2((DAY_ZERO - now) / HALF_LIFE)


def score(warm: float, now: datetime) -> float:
    """Return the affinity at `now`, 0 to 100, of somebody with so much warmth."""
    return 100.0 * (1.0 - math.exp2(-max(raw(warm, now), 0.0) / HALF_WAY))


def shares(acts: Sequence[tuple[float, datetime]], now: datetime) -> list[float]:
    """Return how much of the score at `now` is due to each act (points, at); they add up to the score.

    Each act's share of the score is its share of the raw points.
    """
    each = [warmth(given, at) for given, at in acts]
    whole = math.fsum(each)
    return [score(whole, now) * one / whole if whole else 0.0 for one in each]


def trend(acts: Iterable[tuple[float, datetime]], now: datetime) -> float:
    """Return the score at `now` less the score `TREND` ago, from all acts (points, at)."""
    then = now - TREND
    acts = list(acts)
    before = math.fsum(warmth(given, at) for given, at in acts if at <= then)
    return score(math.fsum(warmth(given, at) for given, at in acts), now) - score(before, then)
