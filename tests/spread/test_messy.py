"""Files as people have them, and as somebody would make them who wishes us ill."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from passaparola.spread import formats, reach
from passaparola.spread.cascade import Cascade
from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source

if TYPE_CHECKING:
    from pathlib import Path

HEADING = "id,parent,who,at,kind,channel,message,evidence\n"
ROWS = "a1,,brand,2026-03-01T09:00:00Z,publish,blog,m1,observed\na2,a1,ada,5,reshare,blog,m1,proved\n"
ACTS: list[dict[str, Any]] = [
    {"id": "a1", "parent": None, "who": "brand", "at": 1.0, "evidence": "observed"},
    {"id": "a2", "parent": "a1", "who": "ada", "at": 2.0, "evidence": "observed"},
]


def table(**columns: pa.Array) -> pa.Table:
    blank = pa.array(["", ""])
    whole: dict[str, Any] = {name: pa.array([act[name] for act in ACTS]) for name in ACTS[0]}
    return pa.table({**whole, "kind": blank, "channel": blank, "message": blank, **columns})


def refused(path: Path) -> str:
    with pytest.raises(SpreadError) as caught:
        formats.read(path)
    return str(caught.value)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085", "\f", "\v", "\x1c"])
def test_only_line_ends_end_a_line(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "acts.jsonl"
    rows = [json.dumps({**act, "who": f"{act['who']}{mark}x"}, ensure_ascii=mark < " ") for act in ACTS]
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(end.join(rows).encode())
        assert formats.read(path).people.to_pylist() == [f"brand{mark}x", f"ada{mark}x"]


def test_a_json_array_is_asked_to_be_lines(tmp_path: Path) -> None:
    path = tmp_path / "acts.json"
    path.write_text(json.dumps(ACTS))
    assert "write one object per line" in refused(path)


@pytest.mark.parametrize("value", ["x", 10**400, -1, 2, float("nan"), 1e300, True])
def test_a_probability_that_is_none_is_named_by_its_row(tmp_path: Path, value: Any) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text("\n".join(json.dumps({**act, "probability": value}) for act in ACTS))
    if value is True:
        assert formats.read(path).probability.tolist() == [1.0, 1.0]
    else:
        assert "Row 1 has the probability" in refused(path)


def test_a_probability_may_be_written_as_text(tmp_path: Path) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text("\n".join(json.dumps({**act, "probability": "0.5"}) for act in ACTS))
    assert formats.read(path).probability.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([[1], [2]]),
        pa.array([{"a": 1}, {"a": 2}]),
        pa.array([1, 2], pa.timestamp("s")),
        pa.array([b"a", b"b"]),
    ],
)
def test_a_column_of_probabilities_that_holds_something_else_is_refused(column: pa.Array) -> None:
    with pytest.raises(SpreadError, match="'probability' holds something that is no number"):
        Cascade.from_arrow(table(probability=column))


def test_two_columns_of_probabilities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(
        (HEADING + ROWS).replace("evidence", "evidence,probability,probability").replace("ed\n", "ed,1,1\n")
    )
    assert "'probability' is there twice" in refused(path)


@pytest.mark.parametrize(
    "column",
    [
        pa.array([0, 2**62], pa.timestamp("s")),
        pa.array([0, 2**62], pa.timestamp("ms")),
        pa.array([0, 2**63 - 1], pa.timestamp("us")),
        pa.array([0, -(2**63)], pa.timestamp("us", "UTC")),
        pa.array([0, 2**31 - 1], pa.date32()),
        pa.array([0.0, -7e10]),
        pa.array(["1970-01-01", "0000-12-31"]),
        pa.array(["1970-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]),
    ],
)
def test_a_time_beyond_every_calendar_is_refused_and_never_wrapped(column: pa.Array) -> None:
    with pytest.raises(SpreadError, match="Row 2 has the time"):
        Cascade.from_arrow(table(at=column))


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_of_every_unit_and_zone_are_read(unit: str) -> None:
    second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    column = pa.array([-2 * second, 3 * second], pa.timestamp(unit, "Europe/Rome"))
    assert Cascade.from_arrow(table(at=column)).at.tolist() == [-2_000_000, 3_000_000]
    days = Cascade.from_arrow(table(at=pa.array([-1, 2], pa.date32())))
    assert days.at.tolist() == [-86_400_000_000, 172_800_000_000]


def test_every_time_that_is_taken_can_be_given_back() -> None:
    edges = pa.array(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
    assert len(Cascade.from_arrow(table(at=edges)).to_networkx()) == 2


def test_bytes_in_a_dictionary_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    words = pa.array([b"ok", b"a\xff"]).dictionary_encode()
    column = pa.DictionaryArray.from_arrays(words.indices, words.dictionary.view(pa.string()))
    path = tmp_path / "acts.parquet"
    parquet.write_table(table(who=column), path)
    assert "Row 2 holds bytes in the column 'who'" in refused(path)


def test_numbers_with_gaps_as_pandas_writes_them_are_ids() -> None:
    cascade = Cascade.from_arrow(table(id=pa.array([1, 2]), parent=pa.array([None, 1.0])))
    assert cascade.parent.tolist() == [-1, 0]


def test_a_heading_as_wide_as_a_million_columns_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    many = 1_000_000
    path.write_text(",".join(f"who{number}" for number in range(many)) + "\n" + "," * (many - 1) + "\n")
    told = refused(path)
    assert "has 1,000,000 cells" in told
    path.write_text("\n".join([",".join(f"who{number}" for number in range(99)), "," * 98]))
    told = refused(path)
    assert "are missing" in told
    assert "and 79 more" in told
    assert len(told) < 1_000


def test_a_cell_larger_than_a_block_is_read(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text(HEADING + ROWS.replace("ada", "a" * 3_000_000))
    assert len(formats.read(path)) == 2


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "UNPACKED", 1_000)
    path = tmp_path / "acts.csv.gz"
    path.write_bytes(gzip.compress((HEADING + ROWS).encode()))
    assert len(formats.read(path)) == 2
    path.write_bytes(gzip.compress(HEADING.encode() + b"0" * 10_000))
    assert "unpacks to more than 1,000 bytes" in refused(path)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert "is a pipe or a device" in refused(path)


def test_a_message_whose_name_is_no_text_is_none() -> None:
    with pytest.raises(SpreadError, match="There is no message"):
        Cascade.from_arrow(table()).one("m\udcff")


@pytest.mark.parametrize("sizes", [[1, 10**6, 10**6, 1], [1, 1, 1], [10**5, 1], [1, 10**6]])
def test_an_interval_is_made_of_numbers_and_holds_the_value(sizes: list[int]) -> None:
    parents, above = [-1], 0
    for size in sizes:
        first = len(parents)
        parents += [above] * size
        above = first
    n = len(parents)
    cascade = Cascade.from_arrays(who=np.arange(n), at=np.arange(n), parent=parents)
    for row in reach.reproduction(cascade):
        assert 0 <= row.low <= row.value <= row.high < float("inf")
