"""The words of a text, folded."""

from __future__ import annotations

import pytest

from passaparola.voices import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Perché", "perche"),
        ("PERCHE\u0301", "perché"),
        ("Straße", "STRASSE"),
        ("ﬁne", "fine"),
        ("Ｃａｓａ", "casa"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("İstanbul", "istanbul"),
        ("ca\u200bsa", "casa"),
        ("\u202ecasa\u202c", "casa"),
        ("ca\0sa", "casa"),
        ("ΑΘΉΝΑ", "αθηνα"),
    ],
)
def test_two_ways_to_write_a_word_are_one(one: str, other: str) -> None:
    assert words.fold(one) == words.fold(other)


def test_folding_twice_is_folding_once() -> None:
    for text in ("Perché NO? ﬁne İı ǅ ß", "Ω\u0301 한국어 ไทย", "e" + "\u0301" * 50):
        assert words.fold(words.fold(text)) == words.fold(text)


def test_words_are_cut_at_apostrophes_dashes_and_emoji() -> None:
    assert words.tokens(words.fold("L’amica-geniale di Lei 😍bella_storia 2024!")) == (
        ["l", "amica", "geniale", "di", "lei", "bella_storia", "2024"]
    )


def test_scripts_without_blanks_give_a_word_for_every_sign() -> None:
    assert words.tokens("寿司が好き") == ["寿", "司", "が", "好", "き"]


def test_marks_that_belong_to_a_word_stay_in_it() -> None:
    assert words.tokens(words.fold("हिन्दी सुंदर")) == ["हिन्दी", "सुंदर"]


def test_half_a_character_is_no_error() -> None:
    assert words.tokens(words.fold("a\ud83d b é")) == ["a", "b", "e"]
