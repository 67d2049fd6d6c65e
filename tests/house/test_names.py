"""The house's own habits, kept by a machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "passaparola"
DRAWERS = {"utils", "helpers", "common", "core", "base", "manager", "misc"}


def tracked() -> list[Path]:
    """Every file that belongs to the project, new ones included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


def test_no_file_or_folder_is_a_drawer() -> None:
    drawers = [path for path in SOURCE.rglob("*") if path.stem in DRAWERS]
    assert not drawers


@pytest.mark.parametrize("lock", ["uv.lock", "assets/package-lock.json"])
def test_a_lock_names_no_path_of_a_machine_and_no_private_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "file:" not in text
    hosts = set(re.findall(r"https?://([^/\"\s]+)", text))
    private = [host for host in hosts if not re.fullmatch(r"[a-z0-9.-]+\.(org|com|io|dev|net|me|sh)", host)]
    assert not private


def test_no_line_is_left_unfinished() -> None:
    marks = ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error")
    unfinished = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in tracked()
        if path.suffix in {".py", ".js", ".css", ".html"} and "/static/" not in str(path)
        for mark in marks
        if re.search(rf"\b{mark}\b", path.read_text())
    ]
    assert not unfinished
