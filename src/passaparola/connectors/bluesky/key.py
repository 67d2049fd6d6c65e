"""The record key of a post of ours, the same on every try: the second try meets the first.

A TID (atproto.com/specs/tid, 2026-08): 53 bits of microseconds since 1970, then 10 of a clock's number. The
second is the one the post was due in; what follows comes from the post's own key, so that posts due together
(a thread) are told apart: 30 bits, one chance in a thousand million that two of them meet.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
LENGTH = 13
_CLOCK_BITS = 10
_MICROSECONDS = 1_000_000


def of(draft: Draft) -> str:
    """Return the record key of `draft`."""
    digest = hashlib.sha256(draft.key.encode()).digest()
    own = int.from_bytes(digest[:8], "big") % (_MICROSECONDS << _CLOCK_BITS)
    second = int(draft.at.timestamp())
    return _written((second * _MICROSECONDS << _CLOCK_BITS) + own)


def _written(number: int) -> str:
    return "".join(DIGITS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
