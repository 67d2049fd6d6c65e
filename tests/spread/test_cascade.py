from datetime import UTC, datetime
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given

from passaparola.spread.cascade import EVIDENCE, KINDS, ROOT, UNKNOWN, Cascade
from passaparola.spread.errors import SpreadError
from spread import naive
from spread.forests import cascade_of, forests

FIRST = {"id": "m", "parent": "", "who": "brand", "at": "2026-03-01T09:00:00Z"}
SECOND = {"id": "a", "parent": "m", "who": "ada", "at": "2026-03-01T10:00:00Z"}


def test_ids_go_in_and_come_out() -> None:
    table = pa.table(
        {
            "id": ["m", "a", "b"],
            "parent": [None, "m", "?"],
            "who": ["brand", "ada", "bea"],
            "at": pa.array([0, 1, 2], pa.timestamp("s", "UTC")),
            "kind": ["publish", "quote", "visit"],
            "channel": ["bluesky", "bluesky", "web"],
            "message": ["launch", "launch", "launch"],
            "evidence": ["observed", "observed", "inferred"],
            "probability": pa.array([1, 1, 0.25], pa.float32()),
        }
    )
    cascade = Cascade.from_arrow(table)
    assert cascade.parent.tolist() == [ROOT, 0, UNKNOWN]
    assert [KINDS[k] for k in cascade.kind] == ["publish", "quote", "visit"]
    assert [EVIDENCE[k] for k in cascade.evidence] == ["observed", "observed", "inferred"]
    assert cascade.to_arrow().to_pylist() == table.to_pylist()


@given(forests())
def test_the_table_it_writes_is_the_table_it_reads(acts: list[naive.Act]) -> None:
    cascade = cascade_of(acts)
    again = Cascade.from_arrow(cascade.to_arrow(shape=True))
    assert again.to_arrow().equals(cascade.to_arrow())
    assert again.parent.tolist() == cascade.parent.tolist()


def test_networkx_and_pandas_get_the_same_acts() -> None:
    cascade = Cascade.from_rows([FIRST, SECOND])
    graph = cascade.to_networkx()
    assert list(graph.edges) == [("m", "a")]
    assert graph.nodes["a"]["who"] == "ada"
    assert nx.is_arborescence(graph)
    assert cascade.to_pandas()["hop"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [FIRST, SECOND | {"parent": "zoe"}],
            r"Row 2 \(id 'a'\) names the parent 'zoe', which is not",
        ),
        ([FIRST, SECOND, SECOND], "Row 3 has the id 'a', which row 2 has already"),
        ([FIRST | {"parent": "a"}, SECOND], r"The act 'm' \(row 1\) is its own ancestor"),
        ([FIRST, SECOND | {"parent": "a"}], r"The act 'a' \(row 2\) is its own ancestor"),
        ([FIRST, SECOND | {"at": "noon"}], "Row 2 has the time 'noon'"),
        ([FIRST, SECOND | {"at": ""}], "Row 2 has the time ''"),
        ([FIRST, SECOND | {"at": "nan"}], "Row 2 has the time 'nan'"),
        ([FIRST, SECOND | {"at": None}], "Row 2 has no 'at'"),
        ([FIRST, SECOND | {"who": ""}], "Row 2 has no 'who'"),
        ([FIRST, SECOND | {"id": None}], "Row 2 has no 'id'"),
        ([FIRST, SECOND | {"kind": "shout"}], "Row 2 has the kind 'shout'; write one of: publish"),
        ([FIRST, SECOND | {"evidence": "felt"}], "Row 2 has the evidence 'felt'"),
        ([FIRST, SECOND | {"evidence": ""}], "Row 2 names a parent and no evidence"),
        ([FIRST, SECOND | {"probability": 2.0}], "Row 2 has the probability 2.0"),
        (
            [FIRST | {"message": "x"}, SECOND | {"message": "y"}],
            "is on the message 'y' and its parent on 'x'",
        ),
        ([FIRST | {"id": "?"}, SECOND | {"parent": "?"}], r"Row 1 has the id '\?'"),
    ],
)
def test_bad_rows_are_refused_in_one_sentence(rows: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(SpreadError, match=sentence):
        Cascade.from_rows(rows)


def test_a_missing_column_is_named_with_those_present() -> None:
    with pytest.raises(SpreadError, match="column 'who' is missing; the columns present are: id, parent"):
        Cascade.from_arrow(Cascade.from_rows([FIRST]).to_arrow().drop_columns(["who"]))


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-01T09:00:00Z",
        "2026-03-01T10:00:00+01:00",
        "2026-03-01 09:00",
        "1772355600",
        1772355600,
        1772355600.0,
        datetime(2026, 3, 1, 9, tzinfo=UTC),
    ],
)
def test_a_time_may_be_written_in_many_ways(at: object) -> None:
    cascade = Cascade.from_rows([FIRST | {"at": at}, SECOND])  # the column mixes two of them
    assert Cascade.from_rows([FIRST | {"at": at}]).at.tolist() == [1_772_355_600_000_000]
    assert cascade.at.tolist() == [1_772_355_600_000_000, 1_772_359_200_000_000]


@pytest.mark.parametrize(
    "kind", [pa.int64(), pa.float64(), pa.timestamp("ns"), pa.timestamp("ms", "Europe/Rome")]
)
def test_a_column_of_times_may_have_any_arrow_type(kind: pa.DataType) -> None:
    table = Cascade.from_rows([FIRST]).to_arrow()
    seconds = pa.array([1_772_355_600], pa.int64())
    column = seconds.cast(pa.timestamp("s")).cast(kind) if pa.types.is_timestamp(kind) else seconds.cast(kind)
    again = Cascade.from_arrow(table.set_column(table.column_names.index("at"), "at", column))
    assert again.at.tolist() == [1_772_355_600_000_000]


def test_orphans_become_first_acts_where_that_is_asked_for() -> None:
    cascade = Cascade.from_rows([FIRST, SECOND | {"parent": "zoe"}], repair=True)
    assert (cascade.parent.tolist(), cascade.repaired) == ([ROOT, ROOT], 1)


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("who", np.array([0, 2**32]), "Row 2 has who 4294967296"),
        ("parent", np.array([-1.0, 0.5]), "Row 2 has parent 0.5"),
        ("kind", np.array([0, 256]), "Row 2 has kind 256"),
        ("at", np.array([0.0, np.nan]), "Row 2 has at nan"),
        ("at", ["soon", "later"], "'at' must be an array of numbers"),
        ("who", [0, 2**70], "'who' must be an array of numbers"),
    ],
)
def test_a_number_that_would_become_another_is_refused(column: str, values: Any, says: str) -> None:
    arrays: dict[str, Any] = {"who": [0, 1], "at": [0, 1], "parent": [-1, 0], column: values}
    with pytest.raises(SpreadError, match=says):
        Cascade.from_arrays(**arrays)


def test_what_was_repaired_is_counted_message_by_message() -> None:
    orphans = [SECOND | {"parent": "zoe"}, FIRST | {"id": "c", "message": "other"}]
    cascade = Cascade.from_rows([FIRST, *orphans], repair=True)
    own = cascade.messages[int(cascade.message[1])].as_py()
    assert (cascade.one(own).repaired, cascade.one("other").repaired) == (1, 0)


def test_a_child_earlier_than_its_parent_is_kept_and_counted() -> None:
    cascade = Cascade.from_rows([FIRST, SECOND | {"at": 0}])
    assert (cascade.early, cascade.parent.tolist()) == (1, [ROOT, 0])


def test_one_message_keeps_its_acts_and_their_parents() -> None:
    rows = [
        {"id": "x", "parent": "", "who": "ada", "at": 0, "message": "one"},
        {"id": "y", "parent": "", "who": "bea", "at": 1, "message": "two"},
        {"id": "z", "parent": "y", "who": "cai", "at": 2, "message": "two"},
    ]
    everything = Cascade.from_rows(rows)
    assert everything.one("two").to_arrow().to_pylist() == Cascade.from_rows(rows[1:]).to_arrow().to_pylist()
    with pytest.raises(SpreadError, match="There is no message 'six'; the first ones are: 'one', 'two'"):
        everything.one("six")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"parent": [-1, 7]}, "Row 2 has the parent 7"),
        ({"parent": [-1, -3]}, "Row 2 has the parent -3"),
        ({"who": [0]}, "'who' has 1 rows and 'parent' has 2"),
        ({"kind": [0, 99]}, "Row 2 has kind 99; it must be from 0 to 8"),
        ({"message": [0, -1]}, "Row 2 has message -1"),
        ({"parent": [1, 0]}, "The act '0' .row 1. is its own ancestor"),
    ],
)
def test_bad_arrays_are_refused_in_one_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SpreadError, match=sentence):
        Cascade.from_arrays(**({"who": [0, 1], "at": [0, 1], "parent": [-1, 0]} | wrong))


def test_a_long_chain_is_read_as_it_is_written() -> None:
    n = 200_000
    ids = pa.array(np.arange(n)).cast(pa.string())
    parent = pa.array(np.arange(-1, n - 1), mask=np.arange(n) == 0).cast(pa.string())
    blank = pa.array([""] * n)
    table = pa.table(
        {"id": ids, "parent": parent, "who": ids, "at": np.arange(n), "kind": blank, "channel": blank}
    )
    table = table.append_column("message", blank).append_column("evidence", pa.array(["proved"] * n))
    assert Cascade.from_arrow(table).parent.tolist() == list(range(-1, n - 1))
