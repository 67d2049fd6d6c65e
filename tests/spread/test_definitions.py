from pathlib import Path
from typing import Any

from passaparola.spread.cascade import Cascade
from passaparola.spread.definitions import DEFINITIONS, page
from passaparola.spread.summary import summary

DOCS = Path(__file__).parents[2] / "docs" / "relation.md"

# what a key of the summary is when it is no number with a meaning of its own
PLAIN = {"message", "messages", "hops", "promoters", "acts", "n", "value", "low", "high", "generation", "who"}


def _keys(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in _keys(inner)}
    return {key for inner in value for key in _keys(inner)} if isinstance(value, list) else set()


def test_every_number_of_the_summary_is_defined() -> None:
    chain = Cascade.from_rows({"id": k, "parent": k - 1 if k else "", "who": k, "at": k} for k in range(5))
    assert _keys(summary(chain)) - PLAIN <= set(DEFINITIONS)


def test_the_docs_hold_the_definitions_word_for_word() -> None:
    begin, end = "<!-- definitions -->\n\n", "\n\n<!-- end of definitions -->"
    text = DOCS.read_text()
    assert text[text.index(begin) + len(begin) : text.index(end)] == page()
