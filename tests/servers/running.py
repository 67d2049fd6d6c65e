"""Starts the real servers the tests talk to, and stops them by the process numbers they left."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
FIRST_START = 1200  # seconds; packages are fetched and compiled
STOPPING = 30


def folder(name: str) -> Path:
    """Return where the server `name` lives between runs: outside the commits, kept for its packages."""
    place = Path(os.environ.get("PASSAPAROLA_SERVERS_DIR", ROOT / ".servers")) / name
    place.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def server(name: str, start: Path, *, needs: list[str], env: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Run `start` for the length of the block; gives what it says of itself (network.json)."""
    _skip_unless_possible(name, start, needs)
    place = folder(name)
    with (place / "in-use").open("w") as lock:
        _take(lock.fileno(), name)
        stop(place)
        log = place / "start.log"
        with log.open("w") as out:
            done = subprocess.run(
                ["bash", start, place],
                env={**os.environ, **env},
                stdout=out,
                stderr=out,
                timeout=FIRST_START,
                check=False,
            )
        try:
            if done.returncode:
                pytest.fail(f"{name} did not start; its own words are in {log}")
            yield json.loads((place / "network.json").read_text())
        finally:
            stop(place)


def _skip_unless_possible(name: str, start: Path, needs: list[str]) -> None:
    missing = [program for program in needs if shutil.which(program) is None]
    if not start.exists():
        pytest.skip(f"{name}: put the shared servers at ../shared beside the checkout")
    if missing:
        pytest.skip(f"{name}: install {' and '.join(missing)} (Debian 12) to run these tests")
    if os.geteuid() != 0 and not any(folder(name).iterdir()):
        pytest.skip(f"{name}: run once as root on Debian 12, which installs what the server needs")


def _take(lock: int, name: str) -> None:
    for _ in range(900):
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(1)
    pytest.skip(f"{name}: another run of the tests is using it; try again when that has ended")


def stop(place: Path) -> None:
    """End the processes whose numbers lie in `place`, if they are still the ones started there."""
    words = [word for file in place.glob("*.pid") for word in file.read_text().split()]
    pids = [int(word) for word in words if word.isdigit()]
    ours = [pid for pid in pids if _belongs(pid, place)]
    for pid in ours:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOPPING
    while any(_belongs(pid, place) for pid in ours) and time.monotonic() < deadline:
        time.sleep(0.1)


def _belongs(pid: int, place: Path) -> bool:
    """Say whether `pid` runs and was started for `place`: numbers are used again."""
    process = Path(f"/proc/{pid}")
    try:
        command = (process / "cmdline").read_bytes().decode(errors="replace")
        return bool(command) and (str(place) in command or (process / "cwd").readlink() == place)
    except OSError:
        return False
