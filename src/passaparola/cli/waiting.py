"""waiting: what is done while a large source is read: a bar on stderr, and the kernels loaded."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 1.0
_STEP_S = 0.1
_LARGE_BYTES = 1_000_000


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


@contextmanager
def loading(source: str) -> Iterator[None]:
    """Load the kernels while a large file is read, which is Arrow's work and leaves Python free."""
    path = Path(source)
    if not (path.is_file() and path.stat().st_size > _LARGE_BYTES):
        yield
        return
    thread = threading.Thread(target=_load)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _load() -> None:
    from passaparola.spread.cascade import Cascade  # noqa: PLC0415 (loading them is what this is for)
    from passaparola.spread.summary import summary  # noqa: PLC0415

    with suppress(Exception):  # whatever is wrong with them, the trace itself will meet it and say it
        summary(Cascade.from_arrays(who=[0, 1], at=[0, 1], parent=[-1, 0]))
