"""What connectors say, in the reader's language: their rows' words, and the sentences of their errors."""

from __future__ import annotations

from django.utils.translation import gettext


def in_words(said: str) -> str:
    """Return `said` in the reader's language as far as it is known, else as it is; never an empty lookup."""
    return gettext(said) if said else ""
