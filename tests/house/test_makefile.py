"""The two commands a person types: what they ask of a machine, and what they say when it has not got it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
MAKEFILE = (ROOT / "Makefile").read_text()
PHONY = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh checkout as make sees it, in a folder with a space in its name."""
    if not shutil.which("make"):
        pytest.skip("no make: on Debian, apt-get install make")
    folder = tmp_path / "a fresh clone"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def python(clone: Path, script: str) -> Path:
    """Stand in for a Python: a shell script."""
    path = clone / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(clone: Path, interpreter: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["make", f"PYTHON={interpreter}", *words]
    # as from a shell: make tells the makes below it that they are, and they then say where they are
    shell = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        command, cwd=clone, env=shell, capture_output=True, text=True, check=False, timeout=60
    )


def test_every_target_is_declared_and_every_declared_one_is_there() -> None:
    assert PHONY is not None
    assert set(PHONY[1].split()) == TARGETS


def test_the_help_names_what_a_person_types() -> None:
    parts = {"format", "lint", "types", "floors", "unit", "database", "browser", "servers", "help"}
    assert set(re.findall(r'@echo "make (\w+)', MAKEFILE)) == TARGETS - parts


def test_a_python_that_is_too_old_is_named(clone: Path) -> None:
    python(clone, '[ "$1" = --version ] && echo Python 3.9.2 && exit; exit 1')
    done = make(clone, "./python", "run")
    assert done.returncode == 2
    assert "Passaparola needs Python 3.11 or newer; ./python is: Python 3.9.2." in done.stdout
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_leaves_nothing_half_made(clone: Path) -> None:
    python(clone, '[ "$2" = venv ] && mkdir -p .venv/bin && touch .venv/bin/python && exit 1; exit 0')
    done = make(clone, "./python", "run")
    assert done.returncode == 2
    assert "apt-get install python3-venv" in done.stdout
    assert not (clone / ".venv").exists()


def test_a_failing_download_says_what_to_do(clone: Path) -> None:
    inner = "printf '#!/bin/sh\\nexit 1\\n' > .venv/bin/python; chmod +x .venv/bin/python"
    python(clone, f'[ "$2" = venv ] && mkdir -p .venv/bin && {inner}; exit 0')
    done = make(clone, "./python", "run")
    assert done.returncode == 2
    assert "Check the connection and run make again." in done.stdout


def test_a_start_installs_nothing_where_all_is_there_and_again_after_a_new_lock(clone: Path) -> None:
    inside = clone / ".venv" / "bin"
    inside.mkdir(parents=True)
    version = re.search(r"^UV := (.+)$", MAKEFILE, re.MULTILINE)
    assert version is not None
    now = time.time()
    # Seconds apart: a file system may tell no shorter times apart.
    for later, name in enumerate(("python", f".uv-{version[1]}", ".installed"), 1):
        (inside / name).touch()
        os.utime(inside / name, (now + later, now + later))
    assert make(clone, "false", "-n", "run").stdout.strip() == "exec .venv/bin/passaparola serve"
    os.utime(clone / "uv.lock", (now + 9, now + 9))
    assert "uv sync" in make(clone, "false", "-n", "run").stdout
