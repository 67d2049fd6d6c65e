"""Foreign JSON is used only once it is tamed, and what does not fit is named with its place."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from passaparola.connectors.asking import together
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import LONGEST, MANY, Wild


def test_a_missing_field_is_named_with_the_place_it_should_be_at() -> None:
    with pytest.raises(Garbled, match=re.escape("$.a[1].b has no 'c'")):
        _ = next(iter([entry["b"]["c"] for entry in list(Wild({"a": [{}, {"b": {}}]})["a"])[1:]]))


@pytest.mark.parametrize("value", [None, [], "x", 7, True])
def test_what_is_no_object_has_no_fields(value: Any) -> None:
    with pytest.raises(Garbled, match="is no object"):
        Wild(value).get("x")


@pytest.mark.parametrize("value", [None, {}, "x", 7])
def test_what_is_no_list_has_no_entries(value: Any) -> None:
    with pytest.raises(Garbled, match="is no list"):
        list(Wild(value))


def test_a_list_longer_than_any_asked_for_is_not_read() -> None:
    with pytest.raises(Garbled, match="entries"):
        list(Wild([0] * (MANY + 1)))


def test_a_text_without_end_is_cut() -> None:
    assert len(Wild("x" * 10_000_000).text()) == LONGEST


@pytest.mark.parametrize("value", [-1, 1.0, True, "1", 2**60, float("inf"), None])
def test_what_is_no_count_is_none(value: Any) -> None:
    with pytest.raises(Garbled, match="is no count"):
        Wild(value).count()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T10:00:00.123456789+02:00", datetime(2026, 11, 22, 8, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-11-22T10:00:00", datetime(2026, 11, 22, 10, tzinfo=UTC)),
    ],
)
def test_times_are_brought_to_utc(text: str, moment: datetime) -> None:
    assert Wild(text).time() == moment


@pytest.mark.parametrize("text", ["", "now", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+10:00", "1e9"])
def test_what_is_no_time_is_none(text: str) -> None:
    with pytest.raises(Garbled, match="is no time"):
        Wild(text).time()


def test_the_first_failure_ends_what_runs_beside_it() -> None:
    ended: list[str] = []

    async def fails() -> None:
        raise Garbled("x")

    async def lasts() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("yes")

    with pytest.raises(Garbled):
        asyncio.run(together([lasts(), fails()]))
    assert ended == ["yes"]
