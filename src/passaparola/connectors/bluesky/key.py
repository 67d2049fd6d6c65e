"""The record key of a post of ours, the same on every try: the second try meets the first.

A TID (atproto.com/specs/tid, 2026-08): 53 bits of microseconds since 1970, then 10 of a clock's number. Ours
lies within the minute before the post was due; where in it comes from the post's own key, so that posts due
together (a thread) are told apart: one chance in 60,000 million that two of them meet.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
LENGTH = 13
MINUTE = 60
_SECOND = 1_000_000 << 10  # of a TID's number


def of(draft: Draft) -> str:
    """Return the record key of `draft`."""
    digest = hashlib.sha256(draft.key.encode()).digest()
    own = int.from_bytes(digest[:8], "big") % (MINUTE * _SECOND)
    return _written((int(draft.at.timestamp()) - MINUTE) * _SECOND + own)


def _written(number: int) -> str:
    return "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
