"""Every lesson in docs/lessons.md is proved by tests that are there, or says that it is for later."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
PAGE = TESTS.parent / "docs" / "lessons.md"
ISSUE = re.compile(r"[\w-]+#\d+(, [\w-]+#\d+)*")
LATER = {20, 21, 22, 28, 30}
"""What belongs to the inbox, the reports and the tracked links."""

ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.read_text("utf-8").splitlines()
    if re.match(r"\| [crm]?\d+ \|", line)
]
PROOFS = sorted({proof for row in ROWS for proof in re.findall(r"`([^`]+)`", row[4])})


@cache
def standing_in(file: str) -> frozenset[str]:
    """The tests that stand in `file`, read and not run."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    found = [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return frozenset(name for name in found if name.startswith("test_"))


def test_the_thirty_lessons_are_each_there_once_and_the_holes_as_well() -> None:
    names = [row[0] for row in ROWS]
    assert [name for name in names if name.isdigit()] == [str(n) for n in range(1, 31)]
    assert len(names) == len(set(names))
    assert {name[0] for name in names if not name.isdigit()} == {"c", "r", "m"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_lesson_says_where_it_was_learned_and_what_is_done(row: list[str]) -> None:
    assert len(row) == 5
    assert all(row)
    assert ISSUE.fullmatch(row[2]) if row[0].isdigit() else row[2]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_lesson_is_proved_or_is_for_later(row: list[str]) -> None:
    later = row[0].isdigit() and int(row[0]) in LATER
    assert (row[4] == "later") == later
    assert later or re.fullmatch(r"`[^`]+`(<br>`[^`]+`)*", row[4])


@pytest.mark.parametrize("proof", PROOFS)
def test_a_proof_is_a_test_that_is_there(proof: str) -> None:
    file, _, name = proof.partition("::")
    assert name in standing_in(file)
