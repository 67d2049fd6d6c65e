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
    counts, edges = np.histogram(cascade.at, bins=BINS)
    return {"from": edges[0] / SECOND, "to": edges[-1] / SECOND, "acts": counts.tolist()}
