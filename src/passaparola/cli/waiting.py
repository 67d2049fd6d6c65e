"""waiting: a progress bar on stderr for what takes longer than a second."""

from __future__ import annotations

import sys
import threading
from typing import Self

PATIENCE_S = 1.0
_STEP_S = 0.1


class Waiting:
    """Shows the last progress told to it, from the second second on, and wipes it away at the end.

    Nothing is shown where stderr is not a terminal.
    """

    def __init__(self) -> None:
        self._last: tuple[str, int, int | None] = ("reading", 0, None)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def progress(self, what: str, so_far: int, of: int | None) -> None:
        """Take note of how far the work is."""
        self._last = (what, so_far, of)

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._done.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _show(self) -> None:
        if self._done.wait(PATIENCE_S):
            return
        from rich.console import Console  # noqa: PLC0415 (most runs end before they need a bar)
        from rich.progress import Progress  # noqa: PLC0415

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("")
            while not self._done.wait(_STEP_S):
                what, so_far, of = self._last
                bar.update(task, description=what, completed=so_far, total=of or None)
