"""What corrections teach, and how it is kept."""

from __future__ import annotations

import struct

import pytest

from passaparola.voices import sentiment, tone
from passaparola.voices.errors import VoicesError
from passaparola.voices.learning import LABELS, ROWS, Model

LESSONS = [
    ("la coda alla cassa tre era una mattonata", -1),
    ("il banco frutta spacca di brutto", 1),
    ("aperti anche lunedì", 0),
    ("altra mattonata al parcheggio", -1),
] * 10


def taught() -> Model:
    model = Model()
    for text, label in LESSONS:
        model.learn(text, label, "it")
    return model


def test_a_lesson_given_again_and_again_is_learned() -> None:
    model = taught()
    for text, label in LESSONS[:4]:
        assert model.judge(text, sentiment.of(text, "it").score).label == label


def test_a_lesson_moves_the_score_its_way() -> None:
    model = Model()
    before = model.judge("il banco frutta", 0.0).score
    model.learn("il banco frutta", 1)
    assert model.judge("il banco frutta", 0.0).score > before


def test_the_endings_of_a_word_share_what_was_learned() -> None:
    model = Model()
    for _ in range(5):
        model.learn("mattonata", -1)
    assert model.judge("mattonate", 0.0).score < 0


def test_without_lessons_the_label_is_the_lexicons() -> None:
    for score in (-0.9, -0.31, -0.29, 0.0, 0.29, 0.31, 0.9):
        assert Model().judge("qualunque cosa", score).label == tone.label_of(score)


def test_the_same_lessons_give_the_same_bytes() -> None:
    assert taught().to_bytes() == taught().to_bytes()


def test_a_model_comes_back_as_it_was_kept() -> None:
    model = taught()
    again = Model.from_bytes(model.to_bytes())
    assert again.corrections == model.corrections == len(LESSONS)
    assert again.to_bytes() == model.to_bytes()
    assert again.judge(LESSONS[0][0], 0.0) == model.judge(LESSONS[0][0], 0.0)


def test_a_small_model_is_kept_small() -> None:
    assert len(taught().to_bytes()) < 2_000


@pytest.mark.parametrize("label", [2, -2, 0.5, "good"])
def test_what_is_no_judgement_is_refused(label: int) -> None:
    with pytest.raises(VoicesError, match="give -1 for bad"):
        Model().learn("testo", label)


def head(rows: int) -> bytes:
    return struct.pack("<4sBII", b"PPVM", 1, 1, rows)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PPVM",
        b"\x80\x04pickle" * 5,
        head(1),
        head(2**32 - 1) + b"\0" * 20,
        head(1) + struct.pack("<I4f", ROWS, 0, 0, 0, 1),
        head(1) + struct.pack("<I4f", 1, float("nan"), 0, 0, 1),
        head(2) + struct.pack("<2I8f", 5, 5, *[0] * 6, 1, 1),
        struct.pack("<4sBII", b"PPVM", 9, 0, 0),
    ],
)
def test_bytes_that_are_no_model_are_refused(data: bytes) -> None:
    with pytest.raises(VoicesError):
        Model.from_bytes(data)


@pytest.mark.parametrize("text", ["", "\0", "👩‍👩‍👧‍👦" * 999, "a" * 100_000, "\ud83d x"])
def test_any_text_can_be_a_lesson(text: str) -> None:
    model = Model()
    for label in LABELS:
        model.learn(text, label)
    assert model.corrections == 3
    assert -1 <= model.judge(text, 0.0).score <= 1
