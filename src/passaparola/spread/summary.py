"""Summary: everything there is to say about a cascade, as one object that can be written as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from passaparola.spread import promoters, reach
from passaparola.spread.cascade import EVIDENCE, UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from passaparola.spread.cascade import Cascade
    from passaparola.spread.promoters import Promoter
    from passaparola.spread.reach import Hop, Polarity, Reproduction


def summary(cascade: Cascade, *, top: int = 10) -> dict[str, Any]:
    """Give the object that `trace --json` prints, with at most `top` promoters.

    `nodes` are acts, `people` distinct people, `unknown` acts whose parent is not known (they stand at hop 0
    of trees of their own). `message` is null for several. A figure with nothing to stand on is null. What
    each key means is in `definitions`.
    """
    messages = _present(cascade.message)
    evidence = np.bincount(cascade.evidence, minlength=len(EVIDENCE)).tolist()
    split = _fields(reach.polarity(cascade))
    return {
        "message": cascade.messages[int(messages[0])].as_py() if len(messages) == 1 else None,
        "messages": len(messages),
        "nodes": len(cascade),
        "people": len(_present(cascade.who)),
        "evidence": dict(zip(EVIDENCE, evidence, strict=True)),
        "unknown": int(np.count_nonzero(cascade.parent == UNKNOWN)),
        "hops": [_fields(row) for row in reach.by_hop(cascade)],
        "polarity": {name: split[name] for name in ("bipolar", "tripolar", "multipolar")},
        "reach": split["n"],
        "depth": reach.depth(cascade),
        "breadth": reach.breadth(cascade),
        "structural_virality": reach.structural_virality(cascade),
        "multiplier": reach.multiplier(cascade),
        "reproduction": [_fields(row) for row in reach.reproduction(cascade)],
        "generation_interval_s": reach.generation_interval(cascade),
        "half_life_s": reach.half_life(cascade),
        "promoters": [_fields(row) for row in promoters.ranked(cascade, top=top)],
        "early": cascade.early,
        "repaired": cascade.repaired,
    }


def _fields(row: Hop | Polarity | Promoter | Reproduction) -> dict[str, Any]:
    # dataclasses.asdict copies every number deeply: a minute for a chain of a million
    return {name: getattr(row, name) for name in row.__slots__}


def _present(numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.flatnonzero(np.bincount(numbers))
