"""sentiment: whether a text speaks well or ill, in Italian and English, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from passaparola.voices import tone

if TYPE_CHECKING:
    from passaparola.voices.learning import Model

LEXICON, LEARNED, PERSON = SOURCES = ("lexicon", "learned", "person")


class Sentiment(NamedTuple):
    """A judgement: `label` -1, 0 or 1; `score` from -1 to 1; `source`, one of `SOURCES`, or "" for none.

    With "" nothing in the text is known: the label is 0 because nothing says otherwise.
    """

    label: int
    score: float
    source: str


def of(text: str, language: str, model: Model | None = None) -> Sentiment:
    """Judge `text` in `language` (BCP 47, "" for unknown) by the lexicon, or by what a `model` learned.

    A language other than Italian and English is judged by its emoji only. A model is asked where it has
    learned anything that bears on the text.
    """
    reading = tone.read(text, language.partition("-")[0].lower())
    score = round(reading.score, 4)
    if model and (judged := model.judge(text, score)).bears:
        return Sentiment(judged.label, round(judged.score, 4), LEARNED)
    return Sentiment(tone.label_of(score), score, LEXICON if reading.found else "")


def by_person(label: int) -> Sentiment:
    """Give what a person said of a text: it outranks whatever was computed."""
    return Sentiment(label, float(label), PERSON)
