"""Real worker processes, killed and competing: nothing is lost, nothing done twice in effect."""

from __future__ import annotations

import collections
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = Path(__file__).with_name("errands.py")
PATIENCE = 60.0


class Office:
    """A database of its own, and worker processes that work on it."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "tries"
        self.env = {
            **os.environ,
            "PASSAPAROLA_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
            "ERRANDS_LOG": str(self.log),
            "PASSAPAROLA_LOG": "ERROR",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str) -> str:
        command = [sys.executable, str(PROGRAM), *arguments]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout

    def hire(self, seconds: float = 0) -> subprocess.Popen[bytes]:
        process = subprocess.Popen([sys.executable, str(PROGRAM), "work", str(seconds)], env=self.env)
        self.processes.append(process)
        return process

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("report"))
        return found

    def tries(self) -> list[tuple[int, int]]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]

    def until(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not met():
            assert time.monotonic() < end, (self.report(), len(self.tries()))
            time.sleep(0.05)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    for process in made.processes:
        if process.poll() is None:
            process.kill()
        process.wait()
    made.run("drop")


def test_a_worker_killed_in_the_middle_loses_nothing_and_does_nothing_twice(office: Office) -> None:
    office.env["ERRANDS_LEASE"] = "2"
    office.run("make", "12")
    for kills in range(3):
        victim = office.hire(0.15)
        office.until(lambda kills=kills: len(office.tries()) >= 2 + 3 * kills)  # type: ignore[misc]
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    office.hire(0.01)
    office.until(lambda: office.report()["states"] == {"done": 12})
    assert office.report() == {"states": {"done": 12}, "marks": 12, "held": 0}


def test_four_workers_handle_five_hundred_rows_once_each(office: Office) -> None:
    office.run("make", "500")
    for _ in range(4):
        office.hire()
    office.until(lambda: len(office.tries()) >= 500)
    office.until(lambda: office.report()["states"] == {"done": 500})
    tries = office.tries()
    assert collections.Counter(collections.Counter(row for row, _ in tries).values()) == {1: 500}
    assert office.report()["marks"] == 500
    assert len({process for _, process in tries}) > 1, "more than one of them took part"


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_what_it_has_in_hand(office: Office, word: signal.Signals) -> None:
    office.run("make", "3")
    process = office.hire(0.8)
    office.until(lambda: len(office.tries()) == 1)
    process.send_signal(word)
    assert process.wait(10) == 0
    assert office.report() == {"states": {"done": 1, "asked": 2}, "marks": 1, "held": 0}


def test_a_worker_told_to_stop_gives_back_what_it_cannot_finish(office: Office) -> None:
    office.run("make", "1")
    process = office.hire(60)
    office.until(lambda: len(office.tries()) == 1)
    start = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert time.monotonic() - start < 10
    assert office.report() == {"states": {"asked": 1}, "marks": 0, "held": 0}
