"""How long to wait before asking again: what the server says, or a growing, jittered pause of our own."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

FIRST = 0.5  # seconds, doubled at each attempt
LONGEST = 20.0
FARTHEST = timedelta(days=1)  # a server that says "next year" is not taken at its word


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Chance:
    """Time and luck, to be replaced in tests: `now` is aware, `ticks` are seconds, `jitter` in [0, 1)."""

    now: Callable[[], datetime] = _now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random
    ticks: Callable[[], float] = time.monotonic


def told(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds to wait that `headers` ask for, None where they do not.

    Reads Retry-After as seconds or HTTP date (RFC 9110, 10.2.3), then X-RateLimit-Reset as ISO 8601
    (Mastodon, docs.joinmastodon.org/api/rate-limits, 2026-07) and RateLimit-Reset as epoch seconds (Bluesky's
    servers, 2026-08).
    """
    for name in ("retry-after", "x-ratelimit-reset", "ratelimit-reset"):
        moment = _moment(headers.get(name, "").strip(), now)
        if moment is not None:
            return max(0.0, min(moment - now, FARTHEST).total_seconds())
    return None


def _moment(text: str, now: datetime) -> datetime | None:
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:12]), 10**11)
        # 32 years from now is no wait: a number that large counts from 1970
        return datetime.fromtimestamp(seconds, UTC) if seconds > 10**9 else now + _bounded(seconds)
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _bounded(seconds: int) -> timedelta:
    return min(timedelta(seconds=seconds), FARTHEST)


def backoff(attempt: int, jitter: float) -> float:
    """Return the pause in seconds after failed attempt number `attempt` (from 0): doubled, capped, jittered.

    "Full jitter" over the upper half: clients that failed together do not come back together.
    """
    longest = min(LONGEST, FIRST * 2.0 ** min(attempt, 30))
    return longest * (0.5 + 0.5 * jitter)
