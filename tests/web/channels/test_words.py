"""Every word with which a platform asks for something can be translated, and nothing else is gathered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.connectors.row import Platform


def asked(row: Platform) -> Iterator[str]:
    """Every word of `row` that a person reads while connecting or writing."""
    yield row.unlocks
    for ask in row.asks:
        yield from (ask.label, ask.help)
    for option in row.options:
        yield from (option.label, option.help, *(label for _, label in option.choices))


@pytest.fixture
def gathered() -> list[str]:
    with translation.override("en"):
        return [str(words) for words in WORDS]


@pytest.mark.parametrize("row", PLATFORMS.values(), ids=lambda row: row.key)
def test_what_a_platform_asks_is_gathered_for_the_translators(row: Platform, gathered: list[str]) -> None:
    assert {words for words in asked(row) if words} <= set(gathered)


def test_nothing_is_gathered_that_no_platform_asks_and_nothing_twice(gathered: list[str]) -> None:
    assert set(gathered) <= {words for row in PLATFORMS.values() for words in asked(row)}
    assert len(gathered) == len(set(gathered))
