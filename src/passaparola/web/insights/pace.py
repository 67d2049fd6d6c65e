"""How a message's acts fell over time, in few enough numbers for a picture the size of a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from passaparola.spread.cascade import Cascade

BINS = 48
SECOND = 1_000_000


def pace_of(cascade: Cascade) -> dict[str, Any] | None:
    """Count the acts in 48 equal spans from the first to the last; None where there are fewer than two.

    `from` and `to` are seconds since 1970, `acts` the counts.
    """
    if len(cascade) < 2:  # noqa: PLR2004 - one act has no span
        return None
    start = int(cascade.at.min())
    # From the first act on: microseconds since 1970 leave a short span no room between two floats.
    since = (cascade.at - start) / SECOND
    span = float(since.max()) or 1.0
    counts, _ = np.histogram(since, bins=BINS, range=(0.0, span))
    return {"from": start / SECOND, "to": start / SECOND + span, "acts": counts.tolist()}
