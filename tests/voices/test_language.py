"""The language of a text, found offline and left open where it cannot be told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from passaparola.voices import language

SENTENCES = {
    "it": "Che bella giornata, non vedo l'ora di tornare al mare con voi",
    "en": "What a lovely day, I can't wait to go back to the sea with you",
    "de": "Was für ein schöner Tag, ich kann es kaum erwarten, wieder ans Meer zu fahren",
    "fr": "Quelle belle journée, j'ai hâte de retourner à la mer avec vous",
    "es": "Qué día tan bonito, tengo muchas ganas de volver al mar con vosotros",
    "pt": "Que dia tão bonito, não vejo a hora de voltar ao mar com vocês",
    "ru": "Какой прекрасный день, не могу дождаться возвращения к морю",
    "ja": "今日はとても天気がいいですね",
    "ko": "오늘은 날씨가 정말 좋네요",
    "zh": "今天天气真好，我很想再去海边",
    "th": "วันนี้อากาศดีมาก ฉันอยากไปทะเลอีกครั้ง",
}
ZALGO = "".join(letter + "\u0335\u0321\u0489\u0334" * 5 for letter in "buongiorno a tutti quanti voi")


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_is_recognised(code: str) -> None:
    assert language.recognise(SENTENCES[code]).code == code


def test_a_short_greeting_is_enough() -> None:
    assert language.recognise("buongiorno").code == "it"
    assert language.recognise("안녕").code == "ko"


@pytest.mark.parametrize(
    "text", ["", "   ", "ok", "lol", "!!!", "2024", "❤️❤️", "👩‍👩‍👧‍👦🏳️‍🌈", "hahahahaha", "ahahahahah", "\0\0"]
)
def test_what_is_too_short_or_without_words_stays_open(text: str) -> None:
    assert language.recognise(text) == language.UNKNOWN


def test_what_is_in_two_languages_stays_open() -> None:
    mixed = "Ci vediamo domani in ufficio e poi andiamo " + "and then we will go out for a drink together"
    assert not language.recognise(mixed).code


def test_a_word_of_many_languages_stays_open_and_says_how_sure_it_would_have_been() -> None:
    found = language.recognise("pizza")
    assert not found.code
    assert 0 < found.confidence < language.SURE


def test_names_links_tags_and_emoji_are_not_read() -> None:
    noise = "@thebestnewsever https://example.com/read/the/whole/story #whatanicedaytoday 😍😍 RT 123"
    assert not language.spoken(noise)
    assert language.recognise(f"{noise} che bella giornata oggi al mare").code == "it"


def test_letters_and_their_marks_written_apart_are_the_same_text() -> None:
    assert language.recognise("perche\u0301 no, cosi\u0300 e\u0300 piu\u0300 bello").code == "it"


def test_marks_of_direction_change_nothing() -> None:
    said = SENTENCES["it"]
    assert language.recognise("\u202e" + "\u200b".join(said)) == language.recognise(said)


def test_marks_piled_on_letters_are_taken_off() -> None:
    assert len(language.spoken(ZALGO)) < 3 * len("buongiorno a tutti quanti voi")
    assert language.recognise(ZALGO)


def test_words_that_need_their_marks_keep_them() -> None:
    assert language.spoken("วันนี้อากาศดีมาก") == "วันนี้อากาศดีมาก"


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "@" * 100_000, "http://" * 20_000, "ab" * 50_000, "\u0301" * 100_000]
)
def test_a_text_without_end_is_read_in_its_beginning(text: str) -> None:
    assert len(language.spoken(text)) <= language.HEARD
    assert 0 <= language.recognise(text).confidence <= 1


def test_half_a_character_is_no_error() -> None:
    assert language.recognise("che bella giornata \ud83d oggi al mare").code == "it"


def test_the_same_text_has_the_same_answer() -> None:
    assert language.recognise(SENTENCES["fr"]) == language.recognise(SENTENCES["fr"])


def test_the_model_is_loaded_when_it_is_first_asked() -> None:
    asked = "import sys, passaparola.voices.language; sys.exit(bool({'py3langid', 'numpy'} & {*sys.modules}))"
    assert not subprocess.run([sys.executable, "-c", asked], check=False).returncode
