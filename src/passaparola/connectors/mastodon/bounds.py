"""How far one trace goes on a Mastodon server; what lies beyond is told as a gap.

A server answers 300 requests in 5 minutes to one address (docs.joinmastodon.org/api/rate-limits, 2026-08).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is read of each thing.

    `posts`: quotes and replies. `levels`: quotes of quotes. `listed`: people in any one list. `times`:
    boosters whose own posts are searched for their boost, `pages` of 40 each. `followers`: people whose
    `following` is read, `followed` entries each.
    """

    posts: int = 1_000
    levels: int = 6
    listed: int = 2_000
    times: int = 200
    pages: int = 3
    followers: int = 100
    followed: int = 400
