"""The command line: what is printed, what is refused, and how."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from passaparola.cli import commands, main
from passaparola.cli.sources import is_address
from passaparola.spread import formats, infer

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "id,parent,who,at,kind,channel,message,evidence\n"
CHAIN = (
    "a1,,brand,2026-03-01T09:00:00Z,publish,blog,m1,observed\n"
    "a2,a1,ada,2026-03-01T09:05:00Z,reshare,blog,m1,proved\n"
    "a3,a2,<b>bob</b>,2026-03-01T09:09:30Z,quote,blog,m1,declared\n"
    "a4,a3,cyd,2026-03-01T09:10:00Z,reshare,blog,m1,observed\n"
)


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "chain.csv"
    path.write_text(HEADING + CHAIN)
    return path


def trace(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["trace", *map(str, words)])


def told(*words: str | Path) -> dict[str, Any]:
    result = trace(*words, "--json")
    assert result.exit_code == 0, result.stderr
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def refused(*words: str | Path) -> str:
    result = trace(*words)
    assert result.exit_code == 2
    assert not result.stdout
    sentence: str = result.stderr
    assert sentence.startswith("passaparola: ")
    assert sentence.count("\n") == 1
    return sentence


def test_json_says_how_far_a_message_went(chain: Path) -> None:
    answer = told(chain)
    assert answer["message"] == "m1"
    assert (answer["nodes"], answer["people"], answer["depth"]) == (4, 4, 3)
    assert answer["evidence"] == {"proved": 1, "observed": 2, "declared": 1, "inferred": 0}
    assert [(hop["hop"], hop["people"]) for hop in answer["hops"]] == [(0, 1), (1, 1), (2, 1), (3, 1)]
    assert answer["promoters"][0]["who"] == "ada"
    assert answer["promoters"][0]["subtree"] == 2
    assert answer["notes"] == []
    assert answer["simulated"] is False


def test_json_has_every_key_it_promises(chain: Path) -> None:
    promised = {
        "message", "nodes", "people", "evidence", "hops", "polarity", "depth",
        "structural_virality", "multiplier", "reproduction", "promoters",
    }  # fmt: skip
    assert promised <= set(told(chain))


def test_the_table_names_polarity_evidence_and_promoters(chain: Path) -> None:
    page = trace(chain).stdout
    for word in ("bipolar", "tripolar", "multipolar", "declared", "multiplier", "ada", "small", "█"):
        assert word in page


def test_real_weibo_hops_come_out_of_the_command(shared: Path) -> None:
    path = shared / "data" / "cascades" / "weibo29.casflow.txt"
    truth: dict[int, int] = {}
    for line in path.read_text().splitlines():
        for word in line.split("\t")[4].split():
            truth[word.count("/")] = truth.get(word.count("/"), 0) + 1
    answer = told(path, "--format", "casflow")
    acts = {hop["hop"]: hop["acts"] for hop in answer["hops"]}
    acts[1] -= 1  # the one person a path goes through without an entry, as the note says
    assert acts == truth
    assert "without an entry of their own: 1;" in answer["notes"][0]


def test_one_message_of_several_is_traced(shared: Path) -> None:
    path = shared / "data" / "cascades" / "weibo29.casflow.txt"
    answer = told(path, "--message", "14712")
    assert (answer["message"], answer["nodes"], answer["depth"]) == ("14712", 31, 2)
    assert "no message 'nope'" in refused(path, "--message", "nope")


@pytest.mark.parametrize("method", infer.METHODS)
def test_timed_cascades_are_completed_from_their_graph(shared: Path, method: str) -> None:
    folder = shared / "data" / "cascades"
    graph = folder / "android.edges.txt"
    answer = told(folder / "android.cascades.txt", "--format", "timed", "--graph", graph, "--method", method)
    assert answer["evidence"]["inferred"] == answer["nodes"] - answer["messages"]
    assert answer["depth"] > 3


def test_timed_cascades_without_a_graph_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "timed.txt"
    path.write_text("ann,10 bob,20\n")
    assert "--graph" in refused(path)


def test_repair_makes_orphans_first_acts_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(HEADING + CHAIN.replace("a4,a3,", "a4,gone,"))
    assert "Row 4" in refused(path)
    answer = told(path, "--repair")
    assert answer["repaired"] == 1
    assert "made first acts: 1" in answer["notes"][0]


def test_a_child_earlier_than_its_parent_is_kept_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(HEADING + CHAIN.replace("09:10:00", "08:10:00"))
    answer = told(path)
    assert (answer["nodes"], answer["early"]) == (4, 1)
    assert "kept as they are: 1" in answer["notes"][0]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("none.csv", "There is no file none.csv"),
        (".", "is a directory"),
        ("https://example.org/hello", "no post's address"),
    ],
)
def test_a_source_that_is_none_is_refused_in_one_sentence(source: str, words: str) -> None:
    assert words in refused(source)
    assert words in refused(source, "--json")


def test_the_map_is_one_page_that_fetches_nothing(chain: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    told(chain, "--map", page)
    html = page.read_text()
    assert "PassaparolaMap.mount(" in html
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:link|img|iframe)\b|<script[^>]*\bsrc=|@import|url\(\s*['\"]?http", html)
    drawn = re.search(r'<script type="application/json" id="picture">(.*?)</script>', html, re.DOTALL)
    assert drawn
    assert json.loads(drawn.group(1))["people"]["id"] == ["brand", "ada", "<b>bob</b>", "cyd"]


def test_nothing_in_the_data_can_end_the_script_it_stands_in(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(HEADING + CHAIN.replace("cyd", "</script><script>alert(1)</script>"))
    told(path, "--map", tmp_path / "map.html")
    assert "<script>alert(1)" not in (tmp_path / "map.html").read_text()


def test_a_bad_file_leaves_no_map_and_an_old_map_stays(chain: Path, tmp_path: Path) -> None:
    bad, page = tmp_path / "bad.csv", tmp_path / "map.html"
    bad.write_text(HEADING + CHAIN.replace("a4,a3,", "a4,gone,"))
    page.write_text("old")
    refused(bad, "--map", page)
    assert page.read_text() == "old"
    before = sorted(tmp_path.iterdir())
    assert "no/such/folder" in refused(chain, "--map", tmp_path / "no/such/folder/map.html")
    assert sorted(tmp_path.iterdir()) == before


def test_what_can_be_asked_for_is_what_the_library_offers() -> None:
    assert commands.FORMATS == formats.FORMATS
    assert commands.METHODS == infer.METHODS
    assert commands.ORDERS == formats.ORDERS


def test_addresses_are_told_from_files(chain: Path) -> None:
    assert is_address("https://bsky.app/profile/a/post/b")
    assert is_address("at://did:plc:x/app.bsky.feed.post/y")
    assert not is_address(str(chain))
    assert not is_address("nothing-here.csv")


def test_help_loads_no_arrays_and_no_site() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, passaparola.cli; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert not {"numpy", "pyarrow", "numba", "rich", "django", "httpx"} & set(loaded)


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(main, ["--version"]).stdout.startswith("passaparola ")
