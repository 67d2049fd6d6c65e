"""What we say on a page, written and found again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors.contract import Draft
from passaparola.connectors.mediawiki import section

DRAFT = Draft(
    "key-1",
    datetime(2026, 11, 25, tzinfo=UTC),
    "Words.\n=== No heading of ours ===",
    title="Hours",
    options={"disclosure": "employer A; client A; affiliation none"},
)
MARK = section.mark("key-1")
OURS = f"== Hours ==\n\n{section.body(DRAFT).replace('~~~~', 'Alice, today')}"


def page(*parts: str) -> str:
    return "\n\n".join(parts)


def test_our_section_runs_from_its_heading_to_its_signature() -> None:
    text = page("Lead.", "== A ==", "=== B ===", "C.", OURS, ": An answer.", "== D ==")
    span = section.located(text, MARK)
    assert span is not None
    assert span.words == OURS
    assert text[span.start : span.end] == OURS


@pytest.mark.parametrize(
    "text", ["", "Lead.", MARK, page(OURS, OURS)], ids=["empty", "others", "no heading", "twice"]
)
def test_a_section_that_is_not_there_once_is_not_ours(text: str) -> None:
    assert section.located(text, MARK) is None


@given(st.text().filter(lambda text: MARK not in text), st.text())
def test_taking_our_section_out_leaves_everybody_elses_words(before: str, after: str) -> None:
    after = f"== Next ==\n\n{after}".replace(MARK, "")
    text = page(before, OURS, after)
    span = section.located(text, MARK)
    assert span is not None
    left = section.without(text, span)
    assert left.startswith(before.rstrip("\n"))
    assert left.endswith(after)
    assert MARK not in left
    assert not section.answered(text, span)


def test_what_stands_below_our_words_is_an_answer() -> None:
    text = page(OURS, ": An answer.", "== D ==")
    span = section.located(text, MARK)
    assert span is not None
    assert section.answered(text, span)


def test_one_key_is_one_reference() -> None:
    assert section.mark("key-1") == MARK
    assert section.mark("key-2") != MARK
    assert MARK in section.summary(DRAFT)
    assert MARK not in section.changed(DRAFT)
