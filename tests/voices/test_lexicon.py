"""The lists of words, and what one may rely on in them."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from passaparola.voices import lexicon, words

LISTS = [f"lexicon_{language}.tsv" for language in lexicon.LANGUAGES]


def entries(name: str) -> list[tuple[str, str]]:
    text = resources.files("passaparola.voices").joinpath(name).read_text("utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(sense, entry) for sense, listed in lines for entry in listed.split()]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_a_thousand_entries(name: str) -> None:
    assert len(entries(name)) > 1_000


@pytest.mark.parametrize("name", [*LISTS, "emoji.tsv"])
def test_no_entry_has_two_weights(name: str) -> None:
    weighed = Counter(entry for sense, entry in entries(name) if sense not in lexicon.ACTS)
    assert [entry for entry, times in weighed.items() if times > 1] == []


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_is_written_as_words_are_folded(name: str) -> None:
    assert [entry for _, entry in entries(name) if words.fold(entry) != entry] == []


@pytest.mark.parametrize("name", [*LISTS, "emoji.tsv"])
def test_every_weight_is_one_of_the_scale(name: str) -> None:
    assert all(-3 <= float(sense) <= 3 for sense, _ in entries(name) if sense not in lexicon.ACTS)


@pytest.mark.parametrize("name", LISTS)
def test_no_expression_is_longer_than_the_longest(name: str) -> None:
    assert all(entry.count("_") < lexicon.LONGEST_EXPRESSION for _, entry in entries(name))


def test_a_word_of_its_own_outranks_a_stem_and_a_longer_stem_a_shorter() -> None:
    one = lexicon.Lexicon()
    for sense, entry in (("2", "bell*"), ("3", "bellissim*"), ("0", "bellico")):
        one.add(sense, entry)
    assert [one.weight(word) for word in ("bello", "bellissima", "bellico", "be")] == [2, 3, 0, 0]
