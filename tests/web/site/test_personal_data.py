from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent.parent.parent / "src"
PROGRAM = "from passaparola.cli import main; main()"
BRAND = "caffe"
WORD = "zqxjkvbwpf"

MAKING = f"""
import django
django.setup()
from passaparola.web.brands import actions as brands
from passaparola.web.people import actions as people
owner = brands.create_user("anna@example.org", None)
brand = brands.create_brand("Caffe", owner=owner)
profiles = [people.Profile(f"did:{{name}}", f"{{name}}.test", name) for name in ("{WORD}", "bea")]
people.persons_of(people.know(brand, "sandbox", "", profiles).values())
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation of its own with two people, numbers 1 and 2 of the brand `caffe`."""
    data = str(tmp_path_factory.mktemp("data"))
    env = {**os.environ, "PASSAPAROLA_DATA": data, "PYTHONPATH": str(SOURCE)}
    env.pop("DATABASE_URL", None)
    env["DJANGO_SETTINGS_MODULE"] = "passaparola.web.site.settings"
    assert person(env, "export", BRAND, "1").returncode == 2  # brings the schema up to date
    subprocess.run([sys.executable, "-c", MAKING], env=env, check=True, stdout=subprocess.DEVNULL)
    return env


def person(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, "person", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_a_person_is_exported_and_erased_from_the_command_line(installation: dict[str, str]) -> None:
    told = json.loads(person(installation, "export", BRAND, "1").stdout)
    assert told["handles"][0]["native_id"] == f"did:{WORD}"
    done = person(installation, "erase", BRAND, "1", "--yes")
    assert (done.returncode, "Person 1 is erased" in done.stdout) == (0, True)
    database = Path(installation["PASSAPAROLA_DATA"]) / "passaparola.sqlite3"
    assert WORD.encode() not in database.read_bytes()
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT count(*) FROM people_forgotten").fetchone() == (1,)


def test_somebody_who_is_not_there_is_said_to_be(installation: dict[str, str]) -> None:
    for words in (("export", BRAND, "7"), ("erase", "birra", "1", "--yes")):
        done = person(installation, *words)
        assert (done.returncode, "There is no person" in done.stderr) == (2, True)


def test_nobody_is_erased_without_being_asked(installation: dict[str, str]) -> None:
    assert person(installation, "erase", BRAND, "2").returncode == 1
    assert person(installation, "export", BRAND, "2").returncode == 0
