"""Bad input: one sentence that names the row, line or file and what to do."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from passaparola.spread import formats
from passaparola.spread.errors import SpreadError
from spread.test_formats import HEADING, ROWS, casflow, written

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path, *, format: str | None = None) -> str:  # noqa: A002
    with pytest.raises(SpreadError) as raised:
        formats.read(path, format=format)
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a5,nobody,dan,2026-03-01T10:00:00Z,reshare,b,m1,observed", ("Row 5", "a5", "nobody")),
        ("a1,,dan,2026-03-01T10:00:00Z,publish,b,m1,observed", ("Row 5", "a1")),
        ("a5,a5,dan,2026-03-01T10:00:00Z,reshare,b,m1,observed", ("a5",)),
        ("a5,a1,dan,yesterday,reshare,b,m1,observed", ("Row 5", "yesterday")),
        ("a5,a1,dan,,reshare,b,m1,observed", ("Row 5", "at")),
        ("a5,a1,,2026-03-01T10:00:00Z,reshare,b,m1,observed", ("Row 5", "who")),
        ("a5,a1,dan,2026-03-01T10:00:00Z,shout,b,m1,observed", ("Row 5", "shout")),
        ("a5,a1,dan,2026-03-01T10:00:00Z,reshare,b,m1,hearsay", ("Row 5", "hearsay")),
        ("a5,a1,dan", ("Row 5", "3 cells")),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, words: tuple[str, ...]) -> None:
    sentence = refused(written(tmp_path / "acts.csv", *ROWS, row))
    assert all(word in sentence for word in words), sentence


def test_a_circle_is_named(tmp_path: Path) -> None:
    rows = (
        "a1,,z,1,publish,b,m,observed",
        "a2,a3,x,2,reshare,b,m,observed",
        "a3,a2,y,3,reshare,b,m,observed",
    )
    assert "a2" in refused(written(tmp_path / "acts.csv", *rows)) or "a3" in refused(tmp_path / "acts.csv")


@pytest.mark.parametrize("gone", HEADING.split(","))
def test_a_missing_column_is_named(tmp_path: Path, gone: str) -> None:
    table = csv.read_csv(written(tmp_path / "table.csv", *ROWS)).drop_columns([gone])
    csv.write_csv(table, tmp_path / "acts.csv")
    assert f"'{gone}'" in refused(tmp_path / "acts.csv")
    parquet.write_table(table, tmp_path / "acts.parquet")
    assert f"'{gone}'" in refused(tmp_path / "acts.parquet")


def test_the_line_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = written(tmp_path / "acts.csv", *ROWS)
    path.write_bytes(path.read_bytes().replace(b"bob", b"b\xf6b"))
    assert "Line 4" in refused(path)
    assert "0xf6" in refused(path)


def test_bytes_in_parquet_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    table = csv.read_csv(written(tmp_path / "table.csv", *ROWS))
    who = pa.array([b"ann", b"b\xf6b", b"cyd", b"dan"]).view(pa.string())
    parquet.write_table(table.set_column(2, "who", who), tmp_path / "acts.parquet")
    sentence = refused(tmp_path / "acts.parquet")
    assert "Row 2" in sentence
    assert "'who'" in sentence


@pytest.mark.parametrize("data", [b"", b"\n\n", HEADING.encode()])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "acts.csv"
    path.write_bytes(data)
    assert "at least one act" in refused(path)


def test_an_empty_jsonl_and_parquet_are_refused(tmp_path: Path) -> None:
    (tmp_path / "acts.jsonl").write_text("\n")
    assert "empty" in refused(tmp_path / "acts.jsonl")
    (tmp_path / "acts.parquet").write_bytes(b"")
    assert "no Parquet file" in refused(tmp_path / "acts.parquet")


def test_no_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.csv")
    assert "is a directory" in refused(tmp_path)


def test_a_parquet_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    table = csv.read_csv(written(tmp_path / "table.csv", *ROWS))
    whole = tmp_path / "whole.parquet"
    parquet.write_table(table, whole)
    data = whole.read_bytes()
    path = tmp_path / "cut.parquet"
    for length in (3, 4, 8, 12, len(data) // 2, len(data) - 9, len(data) - 1):
        path.write_bytes(data[:length])
        assert str(path) in refused(path)


def test_something_else_named_parquet_is_refused(tmp_path: Path) -> None:
    assert "no Parquet file" in refused(written(tmp_path / "acts.parquet", *ROWS))


def test_gzip_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv.gz"
    path.write_bytes(gzip.compress("\n".join((HEADING, *ROWS)).encode())[:-12])
    assert "breaks off" in refused(path)


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", "3", "[" * 100_000, '{"id": ["a2"]}', '{"id": "a2", "who": {"x": 1}}', r'{"id": "\ud800"}'],
)
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "acts.jsonl"
    path.write_text('{"id": "a1", "parent": null, "who": "brand", "at": 1}\n' + line + "\n")
    assert "Line 2" in refused(path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("7\t1\t0\t1", "4 fields"),
        ("7\t1\tnoon\t1\t1:0", "noon"),
        ("7\t1\t0\t1\t1:x", "Path 1 of line 2"),
        ("7\t1\t0\t1\t1//2:3", "Path 1 of line 2"),
        ("7\t1\t0\t1\t ", "no paths"),
        ("6\t1\t0\t1\t1:0", "line 1 has already"),
    ],
)
def test_a_bad_casflow_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    assert words in refused(casflow(tmp_path / "w.txt", "6\t1\t0\t1\t1:0", line), format="casflow")


@pytest.mark.parametrize(
    "line", ["ann,10 bob", "ann,10 bob,soon", "ann,10 ,20", "ann 10,b c d e", ",", "ann,nan"]
)
def test_a_bad_timed_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "timed.txt"
    path.write_text("ann,10 bob,20\n" + line + "\n")
    assert "of line 2" in refused(path, format="timed")


def test_a_format_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary\n")
    assert "casflow" in refused(path)


def test_a_format_nobody_knows_is_refused(tmp_path: Path) -> None:
    assert "'excel'" in refused(written(tmp_path / "acts.csv", *ROWS), format="excel")
