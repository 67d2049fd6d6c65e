from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from passaparola.spread import formats, reach
from passaparola.spread.cascade import ROOT, UNKNOWN, Cascade
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "id,parent,who,at,kind,channel,message,evidence"
ROWS = (
    "a1,,brand,2026-03-01T09:00:00Z,publish,bluesky,m1,observed",
    "a2,a1,ada,2026-03-01T09:05:00Z,reshare,bluesky,m1,observed",
    "a3,a2,bob,2026-03-01T09:09:30Z,quote,bluesky,m1,declared",
    "a4,a1,cyd,2026-03-01T09:10:00Z,like,bluesky,m1,observed",
)


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join((HEADING, *rows)) + "\n")
    return path


@pytest.fixture
def table(tmp_path: Path) -> pa.Table:
    return csv.read_csv(written(tmp_path / "table.csv", *ROWS))


def same(cascade: Cascade) -> None:
    assert cascade.names.to_pylist() == ["a1", "a2", "a3", "a4"]
    assert cascade.parent.tolist() == [ROOT, 0, 1, 0]
    assert cascade.people.take(pa.array(cascade.who)).to_pylist() == ["brand", "ada", "bob", "cyd"]
    assert np.diff(cascade.at).tolist() == [300_000_000, 270_000_000, 30_000_000]


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".csv.gz"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_its_ending_and_separator(tmp_path: Path, ending: str, delimiter: str) -> None:
    path = tmp_path / f"acts{ending}"
    text = "\ufeff" + "\n".join((HEADING, *ROWS)).replace(",", delimiter)
    data = text.encode()
    path.write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    same(formats.read(path))


def test_jsonl_is_read(tmp_path: Path, table: pa.Table) -> None:
    path = tmp_path / "acts.jsonl"
    rows = [
        {**row, "at": row["at"].isoformat(), "parent": row["parent"] or None} for row in table.to_pylist()
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    same(formats.read(path))


def test_parquet_is_read(tmp_path: Path, table: pa.Table) -> None:
    path = tmp_path / "acts.parquet"
    parquet.write_table(table.append_column("more", pa.array([{"x": 1}] * 4)), path)
    same(formats.read(path))
    same(formats.read(path.rename(tmp_path / "acts"), format="transmissions"))


def test_a_file_written_from_a_cascade_reads_back(tmp_path: Path) -> None:
    cascade = formats.read(written(tmp_path / "acts.csv", *ROWS))
    parquet.write_table(cascade.to_arrow(), tmp_path / "again.parquet")
    same(formats.read(tmp_path / "again.parquet"))


def casflow(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_casflow_path_is_an_act_one_hop_beyond_the_path_before_it(tmp_path: Path) -> None:
    path = casflow(tmp_path / "w.txt", "7\t1\t1464739201\t4\t1:0 1/2:60 1/2/3:90 1/4:61")
    cascade = formats.read(path)
    assert cascade.parent.tolist() == [ROOT, 0, 1, 0]
    assert cascade.shape.hop.tolist() == [0, 1, 2, 1]
    assert cascade.at.tolist() == [1_464_739_201_000_000 + s * 1_000_000 for s in (0, 60, 90, 61)]
    assert cascade.messages.to_pylist() == ["7"]


def test_of_several_acts_on_one_path_the_latest_before_the_child_is_its_parent(tmp_path: Path) -> None:
    path = casflow(tmp_path / "w.txt", "7\t1\t0\t5\t1:0 1/2:60 1/2:80 1/2:99 1/2/3:90")
    assert formats.read(path).parent.tolist()[-1] == 2


def test_a_person_a_path_goes_through_without_an_entry_is_added_and_told(tmp_path: Path) -> None:
    notes: list[str] = []
    path = casflow(tmp_path / "w.txt", "7\t1\t0\t2\t1:0 1/2/2:60 1/2/3:50")
    cascade = formats.read(path, note=notes.append)
    assert cascade.shape.hop.tolist() == [1, 0, 2, 2]
    assert cascade.at[0] == 50_000_000
    assert [row.people for row in reach.by_hop(cascade)] == [1, 1, 1]
    assert len(notes) == 1
    assert ": 1;" in notes[0]


def test_a_path_that_leads_to_no_sender_is_refused_or_repaired(tmp_path: Path) -> None:
    path = casflow(tmp_path / "w.txt", "6\t1\t0\t1\t1:0", "7\t1\t0\t2\t1:0 9/2:60 9/2/3:61")
    with pytest.raises(SpreadError, match=r"Path 2 of line 2 is '9/2', but no entry is '9'"):
        formats.read(path)
    cascade = formats.read(path, repair=True)
    assert cascade.parent.tolist() == [ROOT, ROOT, ROOT, 2]
    assert cascade.mended.tolist() == [2]


def test_real_weibo_hops_are_the_paths_lengths(shared: Path) -> None:
    path = shared / "data" / "cascades" / "weibo29.casflow.txt"
    cascade = formats.read(path, format="casflow")
    truth = {
        (line.split("\t")[0], place): word.count("/")
        for line in path.read_text().splitlines()
        for place, word in enumerate(line.split("\t")[4].split(), 1)
    }
    hops = dict(zip(cascade.names.to_pylist(), cascade.shape.hop.tolist(), strict=True))
    assert {key: hops[f"{key[0]}/{key[1]}"] for key in truth} == truth
    assert len(cascade) - len(truth) == 1  # message 75991 goes through one person who has no entry
    assert Counter(truth.values()) == {0: 30, 1: 4595, 2: 2202, 3: 317, 4: 3}


@pytest.mark.parametrize("line", ["ann,10 bob,20.5 cyd,30\n", "ann 10,bob 20.5,cyd 30,\n"])
def test_timed_acts_after_the_first_have_unknown_parents(tmp_path: Path, line: str) -> None:
    path = tmp_path / "timed.txt"
    path.write_text(line)
    cascade = formats.read(path)
    assert cascade.parent.tolist() == [ROOT, UNKNOWN, UNKNOWN]
    assert cascade.at.tolist() == [10_000_000, 20_500_000, 30_000_000]


def test_a_timed_sender_without_a_time_acts_when_the_first_had_it(tmp_path: Path) -> None:
    path = tmp_path / "timed.txt"
    path.write_text("zoe ann 10,bob 20,\n")
    cascade = formats.read(path)
    assert cascade.people.to_pylist() == ["zoe", "ann", "bob"]
    assert cascade.at.tolist() == [10_000_000, 10_000_000, 20_000_000]


def test_times_of_milliseconds_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "timed.txt"
    path.write_text("ann,1.285475005e+12 bob,1.285475048e+12\n")
    assert np.diff(formats.read(path).at).tolist() == [43_000_000]


@pytest.mark.parametrize(
    ("name", "acts", "messages"),
    [("android.cascades.txt", 29_022, 679), ("twitter.test.txt", None, 346)],
)
def test_real_timed_files_are_told_by_their_content(
    shared: Path, name: str, acts: int | None, messages: int
) -> None:
    cascade = formats.read(shared / "data" / "cascades" / name)
    assert len(cascade.messages) >= messages
    assert acts in (None, len(cascade))


def test_progress_is_told(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int | None]] = []
    path = casflow(tmp_path / "w.txt", *(f"{k}\t1\t0\t1\t1:0" for k in range(200)))
    formats.read(path, progress=lambda *told: heard.append(told))
    assert [so_far for _, so_far, _ in heard] == [64, 128, 192]


def test_follows_are_read_in_either_order_and_a_count_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "edges.txt"
    path.write_text("3 2\na b\na c\n")
    assert sorted(formats.read_graph(path).following("a")) == ["b", "c"]
    assert formats.read_graph(path, order="followed,follower").following("b") == ["a"]
    assert formats.read_graph(path, order="both").following("b") == ["a"]
    path.write_text("followed,follower\nx,y\n")
    assert formats.read_graph(path).following("y") == ["x"]


def test_a_first_line_of_numbers_that_counts_nothing_is_a_follow(tmp_path: Path) -> None:
    path = tmp_path / "edges.txt"
    path.write_text("7,9\n1,2\n2,3\n")
    assert formats.read_graph(path).following("7") == ["9"]


def test_real_graphs_are_read_whole(shared: Path) -> None:
    folder = shared / "data" / "cascades"
    assert len(formats.read_graph(folder / "android.edges.txt")) == 48_573
    assert len(formats.read_graph(folder / "nethept.edges.txt").people) == 15_233


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a,b\nc\n", "Line 2 of"), ("", "is empty"), ("a,b\nc,\n", "Line 2 of .* nobody")],
)
def test_bad_follows_are_refused_by_their_line(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "edges.txt"
    path.write_text(text)
    with pytest.raises(SpreadError, match=sentence):
        formats.read_graph(path)
