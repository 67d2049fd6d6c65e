"""A child ends when its parent does, however that ends: it holds one end of a pipe, the parent the other."""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "PASSAPAROLA_LIFELINE"
GRACE = 6.0  # seconds between being asked to end and being ended


def hold() -> None:
    """End this process and those it started when the lifeline it was given is cut; without one, go on."""
    given = os.environ.get(VARIABLE, "")
    if given.isdecimal():
        threading.Thread(target=_wait, args=(int(given),), name="lifeline", daemon=True).start()


def _wait(line: int) -> None:
    os.read(line, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgrp(), signal.SIGKILL)
