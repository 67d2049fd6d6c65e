"""traced: a complete `Cascade` and what is known around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from passaparola.spread.cascade import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.spread.cascade import Cascade
    from passaparola.spread.picture import Channel, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A complete cascade, people's `names` by id, `platforms` by channel, and `notes` on what is missing."""

    cascade: Cascade
    title: str
    names: Mapping[str, Name] = field(default_factory=dict)
    platforms: Mapping[str, Channel] = field(default_factory=dict)
    simulated: bool = False
    notes: tuple[str, ...] = ()

    def name(self, who: str) -> str:
        """Give the name a person is shown by; their id where none is known."""
        return self.names[who].name if who in self.names else who


def remarks(cascade: Cascade) -> list[str]:
    """Say what of a cascade was mended or could not be explained."""
    said = (
        (cascade.repaired, "Acts whose parent is missing, made first acts: {}."),
        (cascade.early, "Acts earlier than the act they came from, kept as they are: {}."),
        (
            int(np.count_nonzero(cascade.parent == UNKNOWN)),
            "Acts whose parent stays unknown, each standing at hop 0 of its own: {}.",
        ),
    )
    return [sentence.format(count) for count, sentence in said if count]
