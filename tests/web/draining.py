"""A worker that stops when nothing is due: what a test waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from passaparola.web.lifecycle.worker import handle_one

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from passaparola.web.lifecycle.life import Life


def drain(lives: Sequence[Life[Any]], clock: Callable[[], datetime]) -> int:
    """Handle all rows that are due, and those that become due by it; return how many were handled."""
    handled = 0
    while results := [done for life in lives if (done := handle_one(life, clock)) is not None]:
        handled += len(results)
    return handled
