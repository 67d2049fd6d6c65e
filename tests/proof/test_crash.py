"""The short form of the crash proof; `make proof` runs the whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("crash.py")


def proved(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the proof in a process of its own; return how it ended and its rows."""
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *arguments],
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert rows, done.stderr
    return done.returncode, rows


@pytest.mark.parametrize("platform", ["noticeboard", "sandbox"])
def test_a_worker_killed_at_any_step_loses_nothing_and_sends_nothing_twice(platform: str) -> None:
    status, (row,) = proved("--short", platform)
    assert status == 0
    assert row["kills"] > 40
    assert row["cuts"] > 1
    assert (row["lost"], row["twice"], row["stuck"], row["asked"]) == (0, 0, 0, 0)


def test_the_proof_notices_an_outbox_that_does_not_look() -> None:
    status, (row,) = proved("--short", "--blind", "noticeboard")
    assert status == 1
    assert row["twice"] > 0
