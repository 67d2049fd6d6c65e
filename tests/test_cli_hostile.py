"""The command line among messy files, hostile names and streams that close."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from passaparola.cli import main, plain, table

if TYPE_CHECKING:
    from click.testing import Result

HEADING = "id,parent,who,at,kind,channel,message,evidence\n"
ROWS = "a1,,brand,2026-03-01T09:00:00Z,publish,blog,m1,observed\n"
EVIL = "\x1b[31mada\x1b]0;mine\x07\u202egnp\u009b2J[bold]"
UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def trace(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["trace", *map(str, words)])


def refused(*words: str | Path) -> str:
    result = trace(*words)
    assert (result.exit_code, result.stdout) == (2, ""), result.exception
    sentence: str = result.stderr
    assert sentence.count("\n") == 1
    return sentence


@pytest.fixture
def acts(tmp_path: Path) -> Path:
    path = tmp_path / "acts.csv"
    row = f'a2,a1,"{EVIL}",2026-03-01T09:05:00Z,reshare,blog,m1,proved\n'
    more = "a3,a2,bob,2026-03-01T09:09:30Z,quote,blog,m1,declared\n"
    path.write_text(HEADING + ROWS + row + more, "utf-8")
    return path


def test_a_name_cannot_command_the_terminal(acts: Path) -> None:
    page = trace(acts).stdout
    assert "\\x1b[31mada" in page
    assert "[bold]" in page
    assert not UNFIT.search(page)


def test_in_json_a_name_is_escaped_and_stays_what_it_is(acts: Path) -> None:
    text = trace(acts, "--json").stdout
    assert not UNFIT.search(text)
    assert json.loads(text)["promoters"][0]["who"] == EVIL


def test_a_refusal_cannot_command_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(f"id,who,{EVIL}\n1,2,3\n", "utf-8")
    assert not UNFIT.search(refused(path))


def test_a_sentence_that_is_long_keeps_both_its_ends() -> None:
    told = plain.sentence("Row 3 has the kind '" + "x" * 5_000_000 + "'; write one of: publish.")
    assert len(told) < 2 * plain.MOST
    assert told.startswith("Row 3 has")
    assert told.endswith("write one of: publish.")


def ended(words: list[str | bytes | Path], **more: Any) -> tuple[int, str]:
    """Run the command in a process of its own; gives its status and what it says on stderr."""
    command = [sys.executable, "-c", "from passaparola.cli import main; main()", "trace", *words]
    done = subprocess.run(command, check=False, stderr=subprocess.PIPE, **more)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_nobody_reading_on_is_no_error(acts: Path, json_too: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        assert ended([acts, *json_too], stdout=pipe) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_a_full_disk_behind_stdout_is_said(acts: Path, json_too: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        status, told = ended([acts, *json_too], stdout=full)
    assert (status, told) == (2, "passaparola: standard output: No space left on device.\n")


def test_a_closed_stdout_is_said(acts: Path) -> None:
    status, told = ended([acts], preexec_fn=lambda: os.close(1))
    assert (status, told) == (2, "passaparola: standard output: is closed; leave it open for the answer.\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_whatever_the_terminal_can_write_is_written(acts: Path, encoding: str) -> None:
    more = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "PYTHONIOENCODING": encoding}}
    assert ended([acts], **more) == (0, "")
    assert ended([acts, "--json"], **more) == (0, "")


def test_a_file_whose_name_is_no_text_is_read_and_drawn(acts: Path, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/b\xff\x1b[31m.csv"
    try:
        Path(os.fsdecode(odd)).write_bytes(acts.read_bytes())
    except OSError:
        pytest.skip("this file system keeps only names that are text")
    page = tmp_path / "map.html"
    assert ended([odd, "--map", page], stdout=subprocess.DEVNULL) == (0, "")
    assert "b\\udcff" in page.read_text("utf-8")


def test_a_map_is_not_written_over_what_is_read(acts: Path, tmp_path: Path) -> None:
    before = acts.read_bytes()
    link = tmp_path / "link.csv"
    link.symlink_to(acts)
    for place in (acts, link):
        assert "is what is to be read" in refused(acts, "--map", place)
    assert acts.read_bytes() == before


def test_a_map_is_not_written_over_folders_and_devices(acts: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert f"{tmp_path}: is a directory" in refused(acts, "--map", tmp_path)
    assert f"{pipe}: is no plain file" in refused(acts, "--map", pipe)
    assert pipe.is_fifo()


def test_a_map_that_finds_no_room_is_named_and_leaves_nothing(acts: Path, tmp_path: Path) -> None:
    place = tmp_path / "full"
    place.mkdir()
    import resource  # noqa: PLC0415 (not on every system)
    import signal  # noqa: PLC0415

    def little() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    words: list[str | bytes | Path] = [acts, "--map", place / "map.html"]
    status, told = ended(words, stdout=subprocess.DEVNULL, preexec_fn=little)
    assert status == 2
    assert f"{place / 'map.html'}: File too large." in told
    assert not list(place.iterdir())


def test_a_bound_that_bounds_nothing_is_said_to_be_unknown() -> None:
    few = {"value": 0.0, "low": 0.0, "high": 5.3e6, "n": 3}
    assert table.interval(few) == "cannot be told"
    assert (
        table.interval({**few, "value": 0.33, "low": 0.02, "high": 135.0})
        == "from 0.02; the end cannot be told"
    )
    assert table.interval({**few, "value": 2.0, "low": 1.0, "high": 4.5}) == "1.00 to 4.50"
    assert table.interval({**few, "value": 5e5, "low": 136_000.0, "high": 2e7}) == "136 000 to 20 000 000"


def test_the_table_fits_eighty_columns_line_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "acts.csv"
    chain = "".join(
        f"b{i},{'a1' if i < 30 else 'b0'},p{i},2026-03-01T10:00:00Z,reshare,blog,m1,observed\n"
        for i in range(33)
    )
    path.write_text(HEADING + ROWS + chain)
    lines = trace(path).stdout.splitlines()
    assert any(
        line.rstrip().endswith("Reproduction: people reached at the next hop, per person") for line in lines
    )
    reproduction = [line for line in lines if re.match(r" [12] +\d+\.\d\d ", line)]
    assert [line.count("n = ") for line in reproduction] == [1, 1]
    assert "cannot be told" in reproduction[1]


def test_people_whom_the_follows_do_not_know_are_said(tmp_path: Path) -> None:
    timed, follows = tmp_path / "timed.txt", tmp_path / "follows.csv"
    timed.write_text("ann,10 bob,20 cyd,30\n")
    follows.write_text("Bob,Ann\ncyd,ann\n")
    answer = json.loads(trace(timed, "--format", "timed", "--graph", follows, "--json").stdout)
    assert any("in none of the follows: 1 of 2;" in note for note in answer["notes"])


def test_a_chain_of_any_depth_is_a_table_people_read(tmp_path: Path) -> None:
    path, page = tmp_path / "deep.csv", tmp_path / "map.html"
    deep = 3_000
    rows = (f"b{i},{f'b{i - 1}' if i else 'a1'},p{i},1e9,reshare,blog,m1,observed\n" for i in range(deep))
    path.write_text(HEADING + ROWS + "".join(rows))
    text = trace(path, "--map", page).stdout
    assert len(text.splitlines()) < 150
    assert re.search(r"39 and beyond +multipolar +2 962 ", text)
    assert re.search(r"… +2 960 more with --json", text)
    assert page.read_text("utf-8").count('<th scope="row">') == 40
    assert len(json.loads(trace(path, "--json").stdout)["hops"]) == deep + 1
