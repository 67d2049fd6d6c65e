"""The settings, read in a process of their own as at a start."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

SHOW = "from passaparola.web.site import settings; print(settings.DATABASES['default']['NAME'])"


@pytest.mark.parametrize("name", ["plain", "a#b", "a%20b", "what?", "a b"])
def test_the_database_lies_in_the_data_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=environment | {"PASSAPAROLA_DATA": str(tmp_path / name)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip() == str(tmp_path / name / "passaparola.sqlite3")
