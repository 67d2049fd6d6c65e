"""The processes an installation consists of: started, watched, started again, and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from passaparola.web.site import lifeline

if TYPE_CHECKING:
    from collections.abc import Sequence

TOO_OFTEN = 5  # deaths of one child ...
WITHIN = 60.0  # ... within so many seconds, and it is not started again
GRACE = 8.0  # seconds the children get to end by themselves


class GivenUp(Exception):
    """A child ends again and again; the message says which and what to do."""


@dataclass(slots=True)
class Child:
    """One process: what it is called, the module it runs, and what that is told."""

    name: str
    module: str
    told: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_OFTEN))

    def start(self, line: int) -> None:
        """Start it, in a process group of its own, holding the lifeline `line`."""
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", self.module, *self.told],
            stdin=subprocess.DEVNULL,
            pass_fds=[line],
            env={**os.environ, lifeline.VARIABLE: str(line)},
            # Ctrl-C reaches the parent alone, which then ends its children in order.
            process_group=0,
        )

    def died(self) -> int | None:
        """Return its exit status once it has ended, and sweep away what it may have left behind."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.signal(signal.SIGKILL)
        return status

    def signal(self, word: signal.Signals) -> None:
        """Send `word` to it and to what it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, word)


class Family:
    """The children and the lifeline they hold; end it with `stop`."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = tuple(children)
        self._reads, self._writes = os.pipe()

    def start(self, name: str) -> None:
        """Start the children called `name`."""
        for child in self.children:
            if child.name == name:
                child.start(self._reads)

    def look_after(self) -> list[str]:
        """Start again whoever has died; return a sentence for each. Raises `GivenUp`."""
        return [said for child in self.children if (said := self._look_after(child))]

    def _look_after(self, child: Child) -> str:
        status = child.died()
        if status is None:
            return ""
        now = time.monotonic()
        child.deaths.append(now)
        if len(child.deaths) == TOO_OFTEN and now - child.deaths[0] < WITHIN:
            raise GivenUp(
                f"The {child.name} ended {TOO_OFTEN} times within a minute (last: {_how(status)}): "
                "see what it said above, mend that, and start again."
            )
        child.start(self._reads)
        return f"The {child.name} ended ({_how(status)}) and has been started again."

    def stop(self) -> None:
        """End all children: ask, wait, and end those that do not listen."""
        for child in self.children:
            if child.process and child.process.poll() is None:
                with suppress(ProcessLookupError):
                    child.process.terminate()
        end = time.monotonic() + GRACE
        for child in self.children:
            if child.process:
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, end - time.monotonic()))
                child.signal(signal.SIGKILL)
                child.process.wait()
        os.close(self._reads)
        os.close(self._writes)


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
