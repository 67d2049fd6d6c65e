"""What connectors say, in the reader's language: their rows' words, and the sentences of their errors.

A sentence of which any part is not known is shown as it came, in English and whole: never half of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from passaparola.web.channels import platform_sentences, recognising
from passaparola.web.channels.sentences import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

INNER = frozenset({"about", "advice", "cause", "doing", "why"})
"""What is itself said in words that are listed."""

_TEMPLATES = recognising.templates((*SENTENCES, *platform_sentences.SENTENCES))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence is understood: its template, and what stands in the places of it."""

    template: str
    places: Mapping[str, str | Reading]

    def say(self) -> str:
        """Return it in the reader's language."""
        words = {name: part if isinstance(part, str) else part.say() for name, part in self.places.items()}
        return gettext(self.template) % words


def in_words(said: str) -> str:
    """Return `said` in the reader's language as far as it is known, else as it is; never an empty lookup."""
    found = read(said)
    return found.say() if found else gettext(said) if said else ""


@lru_cache(maxsize=4096)
def read(said: str) -> Reading | None:
    """Return how `said` is understood; None where no template holds it whole."""
    for template in _TEMPLATES:
        for places in template.readings(said, _known):
            return Reading(template.text, {name: _part(name, words) for name, words in places.items()})
    return None


def _known(name: str, words: str) -> bool:
    return name not in INNER or read(words) is not None


def _part(name: str, words: str) -> str | Reading:
    return (read(words) if name in INNER else None) or words
