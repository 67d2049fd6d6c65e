"""Whether a text speaks well or ill, and what that rests on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from passaparola.voices import sentiment
from passaparola.voices.learning import Model

GOOD = {
    "it": "Che bella sorpresa, siete bravissimi! Servizio ottimo e gente gentile",
    "en": "What a lovely surprise, you are brilliant! Great service and kind people",
}
BAD = {
    "it": "Che vergogna, servizio pessimo e personale maleducato, mai più",
    "en": "What a shame, terrible service and rude staff, never again",
}
PLAIN = {
    "it": "Il negozio apre domani alle nove in via Roma",
    "en": "The shop opens at nine tomorrow in High Street",
}
HOSTILE = [
    "",
    "\0" * 50,
    "\u202e" * 1_000,
    "bello " * 20_000,
    "b" + "e" * 100_000,
    "e\u0301" * 50_000,
    "👩‍👩‍👧‍👦" * 1_000,
    "\ud83d",
]


def score(text: str, language: str = "it") -> float:
    return sentiment.of(text, language).score


@pytest.mark.parametrize("language", ["it", "en"])
def test_good_bad_and_plain_are_told_apart(language: str) -> None:
    found = [sentiment.of(texts[language], language) for texts in (GOOD, BAD, PLAIN)]
    assert [one.label for one in found] == [1, -1, 0]


def test_it_says_when_nothing_is_known_of_a_text() -> None:
    assert sentiment.of(PLAIN["en"], "en") == (0, 0.0, "")
    assert sentiment.of(GOOD["en"], "en").source == sentiment.LEXICON


@pytest.mark.parametrize(
    ("language", "good", "bad"), [("it", "bello", "non è bello"), ("en", "good", "it isn't good")]
)
def test_negation_turns_a_word_around(language: str, good: str, bad: str) -> None:
    assert score(good, language) > 0 > score(bad, language)


def test_negation_ends_at_a_stop() -> None:
    assert score("Non lo so. Bello") > 0


def test_negation_softens_what_it_turns() -> None:
    assert abs(score("non è brutto")) < abs(score("brutto"))


@pytest.mark.parametrize(
    ("milder", "stronger"),
    [
        ("bello", "molto bello"),
        ("un po bello", "bello"),
        ("bello", "BELLO è così"),
        ("bello", "bellooooo"),
        ("bello", "bello!!!"),
    ],
)
def test_emphasis_moves_the_score(milder: str, stronger: str) -> None:
    assert score(milder) < score(stronger)


def test_a_text_all_in_capitals_shouts_nothing() -> None:
    assert score("BELLO DAVVERO") == score("bello davvero")


def test_what_comes_before_but_weighs_less() -> None:
    assert score("bello ma caro") < score("caro e bello")


def test_an_expression_is_more_than_its_words() -> None:
    assert score("non vedo l'ora") > 0
    assert score("can't wait to go", "en") > 0


def test_emoji_speak_every_language() -> None:
    assert sentiment.of("わくわく 😍", "ja").label == 1
    assert sentiment.of("jaj :(", "hu").label == -1


def test_words_of_a_language_without_a_lexicon_say_nothing() -> None:
    assert sentiment.of("super good bello", "de") == (0, 0.0, "")


def test_an_unknown_language_asks_every_lexicon() -> None:
    assert sentiment.of("grazie", "").label == sentiment.of("thanks", "").label == 1


def test_a_region_changes_no_language() -> None:
    assert sentiment.of(BAD["it"], "it-CH") == sentiment.of(BAD["it"], "it")


def test_links_and_mentions_say_nothing() -> None:
    assert sentiment.of("@bello https://bello.example/ottimo", "it").source == ""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("language", ["it", "en", "", "xx", "it\0"])
def test_no_text_breaks_it(text: str, language: str) -> None:
    assert -1 <= score(text, language) <= 1


def test_what_a_person_says_is_marked_as_such() -> None:
    assert sentiment.by_person(-1) == (-1, -1.0, sentiment.PERSON)


def test_a_model_that_learned_nothing_changes_nothing() -> None:
    for texts in (GOOD, BAD, PLAIN):
        assert sentiment.of(texts["it"], "it", Model()) == sentiment.of(texts["it"], "it")


def test_what_was_learned_is_told_as_such_and_only_where_it_bears() -> None:
    model = Model()
    for _ in range(10):
        model.learn("il gelato qui è una mattonata", -1, "it")
    assert sentiment.of("che mattonata questo gelato", "it", model)[::2] == (-1, sentiment.LEARNED)
    assert sentiment.of(GOOD["en"], "en", model).source == sentiment.LEXICON


def test_numpy_is_loaded_by_a_model_only() -> None:
    asked = (
        "import sys, passaparola.voices.sentiment as s; s.of('bello', 'it'); sys.exit('numpy' in sys.modules)"
    )
    assert not subprocess.run([sys.executable, "-c", asked], check=False).returncode
