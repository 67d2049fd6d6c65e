"""The browser's files are what their sources build."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ASSETS = ROOT / "assets"
BUILT = ROOT / "src" / "passaparola" / "web" / "site" / "static" / "pp"


def test_the_committed_files_are_what_the_sources_build(tmp_path: Path) -> None:
    if not shutil.which("node"):
        pytest.skip("no Node: install Node 20 to compare the built files with their sources")
    if not (ASSETS / "node_modules" / "esbuild").is_dir():
        pytest.skip("the builder is not installed: run make assets")
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=ASSETS, check=True, env=os.environ)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in BUILT.iterdir())
    _, differing, missing = filecmp.cmpfiles(tmp_path, BUILT, names, shallow=False)
    assert (differing, missing) == ([], [])


def test_the_browser_files_name_no_other_host() -> None:
    schemes = ("https://", "http://")
    allowed = ("http://www.w3.org/",)
    for path in BUILT.iterdir():
        text = path.read_text("utf-8")
        for scheme in schemes:
            for piece in text.split(scheme)[1:]:
                assert (scheme + piece).startswith(allowed), f"{path.name} names {scheme}{piece[:40]}"
