"""What the documentation shows can be done: its Python runs, its commands are understood, its paths exist."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import csv, parquet

from passaparola import cli

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"^(?:\.venv/bin/)?passaparola (.+?)(?:\s+#.*)?$", re.MULTILINE)
PLACE = re.compile(r"`((?:[a-z_.][a-z0-9_.-]*/)+[\w.-]*|[\w-]+\.(?:py|js|html|mjs))`")

ACTS = (
    "id,parent,who,at,kind,channel,message,evidence\n"
    "1,,brand,2026-03-01T09:00:00Z,publish,blog,m,observed\n"
    "2,1,ada,2026-03-01T09:20:00Z,reshare,blog,m,observed\n"
)
FILES = {
    "acts.csv": ACTS,
    "cascades.txt": "14712\tbrand\t1772355600\t2\tbrand:0 brand/ada:60\n",
    "timed.txt": "brand,1772355600 ada,1772355660\n",
    "follows.csv": "follower,followed\nada,brand\n",
}


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    return [text for written, text in BLOCK.findall(page.read_text("utf-8")) if written == language]


PYTHON = [
    pytest.param(text, id=f"{named(page)}-{number}")
    for page in PAGES
    for number, text in enumerate(blocks(page, "python"))
]
COMMANDS = sorted(
    {line for page in PAGES for text in blocks(page, "") for line in COMMAND.findall(text)}
    | {line for page in PAGES for line in re.findall(r"`passaparola ([^`]+)`", page.read_text("utf-8"))}
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the files lie that the examples name."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    table = csv.read_csv(
        pa.BufferReader(ACTS.encode()), convert_options=csv.ConvertOptions(column_types={"id": pa.string()})
    )
    parquet.write_table(table, tmp_path / "acts.parquet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("text", PYTHON)
def test_the_python_of_the_docs_runs(text: str) -> None:
    code = compile(text, "docs", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    running: Any = eval(code, {})  # noqa: S307 - our own pages
    if inspect.isawaitable(running):
        asyncio.run(_done(running))


async def _done(running: Any) -> None:
    await running


def words(line: str) -> list[str]:
    return shlex.split(line.replace("[", "").replace("]", ""))


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_docs_is_understood(line: str) -> None:
    if line.startswith("--"):
        assert CliRunner().invoke(cli.main, words(line)).exit_code == 0
        return
    name, *rest = words(line)
    if rest:
        cli.main.commands[name].make_context(name, rest)
    assert name in cli.main.commands


@pytest.mark.parametrize("line", [line for line in COMMANDS if words(line)[1:2] and words(line)[1] in FILES])
def test_a_command_of_the_docs_on_a_file_gives_an_answer(line: str, desk: Path) -> None:
    answer = CliRunner().invoke(cli.main, words(line))
    assert answer.exit_code == 0, answer.stderr
    assert answer.stdout
    assert ("--map" in line) == (desk / "map.html").exists()


def test_the_backup_of_the_docs_holds_what_was_there(desk: Path) -> None:
    if not shutil.which("sqlite3"):
        pytest.skip("no sqlite3: on Debian, apt-get install sqlite3")
    script = next(text for text in blocks(ROOT / "docs" / "operate.md", "") if ".backup" in text)
    data, copy = desk / "data", desk / "backup"
    (data / "uploads").mkdir(parents=True)
    (data / "library").mkdir()
    for name in ("secret.key", "seal.key", "demo-login.txt", "uploads/waiting.csv", "library/picture"):
        (data / name).write_text(name)
    with closing(sqlite3.connect(data / "passaparola.sqlite3")) as database, database:
        database.execute("CREATE TABLE acts (id)")
        database.execute("INSERT INTO acts VALUES (42)")
    subprocess.run(["sh", "-e", "-c", script], cwd=desk, check=True)
    with closing(sqlite3.connect(copy / "passaparola.sqlite3")) as database:
        assert database.execute("SELECT id FROM acts").fetchall() == [(42,)]
    assert {path.name for path in copy.rglob("*") if path.is_file()} == {
        path.name for path in data.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_of_the_docs_is_in_the_makefile(page: Path) -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)`", page.read_text("utf-8"))) <= targets


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_place_the_docs_name_is_there(page: Path) -> None:
    missing = [place for place in PLACE.findall(page.read_text("utf-8")) if not there(place)]
    assert not missing


def there(place: str) -> bool:
    """Say whether `place` is in the project: from its root, from the package, or a file's bare name."""
    if place.startswith((".venv", "../", "./data", "data/")):
        return True
    if "/" not in place:
        return any(
            found for folder in ("src", "tests", "benchmarks") for found in (ROOT / folder).rglob(place)
        )
    package = ROOT / "src" / "passaparola"
    return any((start / place).exists() for start in (ROOT, package, package / "connectors"))
