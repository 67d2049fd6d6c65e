"""What differs between two texts is told word by word, however long and however repetitive they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.web.publishing.writing import differences
from passaparola.web.publishing.writing.differences import Comparison

LETTERS = st.lists(st.sampled_from("abc"), max_size=12)
LINE = 100_000


class Word(str):
    """A word that counts how often one is compared with another."""

    __slots__ = ()
    __hash__ = str.__hash__
    asked = 0

    def __eq__(self, other: object) -> bool:
        Word.asked += 1
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        Word.asked += 1
        return str.__ne__(self, other)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(run.kind, run.text) for run in differences.runs(old, new)]


def test_words_that_came_and_went_are_told_apart() -> None:
    assert told("aperti alle sette", "aperti alle otto") == [
        ("same", "aperti alle "),
        ("gone", "sette"),
        ("added", "otto"),
    ]


def test_only_the_words_of_changed_lines_are_marked() -> None:
    old = "Orari\naperti alle sette\n\nVia Roma 1\n"
    new = "Orari\naperti alle otto\n\nVia Roma 1\nal banco\n"
    assert told(old, new) == [
        ("same", "Orari\naperti alle "),
        ("gone", "sette"),
        ("added", "otto"),
        ("same", "\n\nVia Roma 1\n"),
        ("added", "al banco\n"),
    ]


def test_changed_lines_that_follow_one_another_are_compared_one_by_one() -> None:
    runs = told("uno due\ntre due\n", "uno sei\ntre sei\n")
    assert [text for kind, text in runs if kind == "same"] == ["uno ", "\ntre ", "\n"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_holds_both_texts_whole(old: str, new: str) -> None:
    runs = told(old, new)
    assert "".join(text for kind, text in runs if kind != "added") == old
    assert "".join(text for kind, text in runs if kind != "gone") == new
    assert all(text for _, text in runs)
    assert all(one[0] != other[0] for one, other in pairwise(runs))


@given(LETTERS, LETTERS)
def test_what_is_called_the_same_is_so_and_as_much_as_can_be(one: list[str], other: list[str]) -> None:
    found = Comparison().matched(one, other)
    for same in found:
        assert one[same.old :][: same.length] == other[same.new :][: same.length]
    ends = [(same.old + same.length, same.new + same.length) for same in found]
    assert all(a <= same.old and b <= same.new for (a, b), same in zip(ends, found[1:], strict=False))
    assert sum(same.length for same in found) == most_in_common(one, other)


def most_in_common(one: list[str], other: list[str]) -> int:
    """The length of the longest common subsequence, as textbooks write it."""
    row = [0] * (len(other) + 1)
    for here in one:
        before = row[:]
        for n, there in enumerate(other, 1):
            row[n] = before[n - 1] + 1 if here == there else max(before[n], row[n - 1])
    return row[-1]


def test_a_long_article_of_one_line_says_which_word_changed() -> None:
    words = [f"parola{n}" for n in range(LINE // 10)]
    changed = [f"{word}!" if n in {7, 5000, 9000} else word for n, word in enumerate(words)]
    runs = told(" ".join(words), " ".join(changed))
    assert [text for kind, text in runs if kind == "added"] == ["!", "!", "!"]
    assert not any(kind == "gone" for kind, _ in runs)


@pytest.mark.parametrize(
    ("old", "new"),
    [("a b ", "b a a "), ("a ", "b a "), (". ", "! ."), ("a b c ", "a c b ")],
)
def test_however_repetitive_two_texts_are_no_more_words_are_compared_than_may_be(old: str, new: str) -> None:
    one, other = ([Word(each) for each in differences.WORD.findall(text * 9000)] for text in (old, new))
    Word.asked = 0
    comparison = Comparison(most=50_000)
    comparison.matched(one, other)
    # What both begin and end with is looked at once, and one run of the same may go over what was left.
    assert Word.asked <= 2 * 50_000 + 3 * (len(one) + len(other))
    assert comparison.left > -len(one)


def test_past_all_steps_what_is_left_is_told_as_gone_and_added_whole() -> None:
    found = Comparison(most=10).told(list("abcdefgh"), list("hgfedcba"))
    assert [each for each in found if any(each)] == [("abcdefgh", "hgfedcba", "")]
