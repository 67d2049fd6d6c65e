"""Whatever a connector says when something goes wrong can be said in the reader's language, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from passaparola.connectors.telegram import faults as telegram
from passaparola.connectors.telegram import wire as telegram_wire
from passaparola.web.channels import told
from passaparola.web.channels.platform_sentences import SENTENCES
from passaparola.web.channels.told import Reading
from web.channels import sayings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.connectors import errors

SAID = list(sayings.said())


def left(words: str) -> list[str]:
    """The words that nobody translates, where what is listed is said in capitals."""
    return [word for word in words.split() if word.islower() and "://" not in word and word[0] != "$"]


def used(reading: Reading) -> Iterator[str]:
    """The templates by which a sentence is understood."""
    yield reading.template
    for part in reading.places.values():
        if isinstance(part, Reading):
            yield from used(part)


@pytest.mark.usefixtures("loud")
def test_whatever_a_connector_says_is_said_whole() -> None:
    assert len(SAID) > 300
    assert [(where, words) for where, words in SAID if left(told.in_words(words))] == []


def test_nothing_is_listed_that_no_connector_says_and_nothing_twice() -> None:
    readings = [reading for _, words in SAID if (reading := told.read(words))]
    assert set(SENTENCES) - {template for reading in readings for template in used(reading)} == set()
    assert len(SENTENCES) == len(set(SENTENCES))


def refused(code: int, words: str) -> errors.ConnectorError:
    return telegram.told(telegram_wire.Fault(code, words), doing="publish the post on Telegram")


WITHIN_ANOTHER = (
    "The post may stand on a.example twice: Could not read a.example: in the answer of https://a.example/posts,"
    " $.id is no count; check the address. Look there, and delete one of them."
)


@pytest.mark.parametrize(
    ("said", "italian"),
    [
        (
            str(refused(413, "No")),
            (
                "Non è stato possibile pubblicare il post su Telegram: un file è troppo grande; scegline uno"
                " più piccolo (Telegram dice 'No')."
            ),
        ),
        (
            str(refused(502, "nothing")),
            "Non è stato possibile pubblicare il post su Telegram: Telegram non dice altro; cambialo.",
        ),
        (
            WITHIN_ANOTHER,
            (
                "Il post potrebbe essere due volte su a.example: Non è stato possibile leggere a.example:"
                " nella risposta di https://a.example/posts, $.id non è una quantità; controlla l’indirizzo."
                " Guarda lì, ed eliminane uno."
            ),
        ),
    ],
    ids=["by a rule", "without a word", "within another"],
)
def test_a_refusal_is_read_in_italian(said: str, italian: str) -> None:
    with translation.override("it"):
        assert told.in_words(said) == italian
