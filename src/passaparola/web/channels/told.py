"""What connectors say, in the reader's language: their rows' words, and the sentences of their errors.

A sentence of which any part is not known is shown as it came, in English and whole: never half of it.
"""

from __future__ import annotations

from django.utils.translation import gettext

from passaparola.web.channels.recognising import patterns
from passaparola.web.channels.sentences import SENTENCES

INNER = frozenset({"doing", "why", "advice"})
"""What is itself said in words that are listed."""

_PATTERNS = patterns(SENTENCES)


def in_words(said: str) -> str:
    """Return `said` in the reader's language as far as it is known, else as it is; never an empty lookup."""
    return (_recognised(said) or gettext(said)) if said else ""


def _recognised(said: str) -> str | None:
    """Return `said` in the reader's language; None where no template holds it whole."""
    for template, pattern in _PATTERNS:
        if found := pattern.fullmatch(said):
            parts = {name: _part(name, words) for name, words in found.groupdict().items()}
            if None not in parts.values():
                return gettext(template) % parts
    return None


def _part(name: str, words: str) -> str | None:
    return _recognised(words) if name in INNER else words
