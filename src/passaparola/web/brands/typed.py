"""What people type, as it is kept: the same wherever it comes in, a form, the API or a file."""

from __future__ import annotations

from django.http import QueryDict

NULL = "\x00"
"""PostgreSQL takes it in no text; nobody types it."""


def plain(text: str) -> str:
    """Return `text` with line ends as they are kept, and without the null."""
    return without_null(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_null(text: str) -> str:
    """Return `text` without the null, and otherwise as it is."""
    return text.replace(NULL, "")


def fields(given: QueryDict) -> QueryDict:
    """Return what a form or an address says without the null, in names and values."""
    if not any(NULL in text for name, texts in given.lists() for text in (name, *texts)):
        return given
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, texts in given.lists():
        kept.setlist(without_null(name), [without_null(text) for text in texts])
    kept._mutable = False  # noqa: SLF001 - as Django closes what it has read
    return kept
