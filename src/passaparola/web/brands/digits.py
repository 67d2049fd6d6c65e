"""Numbers in what a form or an address hands in: digits, and no more of them than what they stand for has."""

from __future__ import annotations

ROW = 18
"""The number of a row: as many digits as fit every database's widest column."""
VERSION = 9
"""A count that is kept in a column of 32 bits."""
PAGE = 6


def number(text: str, most: int = ROW) -> int | None:
    """Return the number that `text` is, None where it is none or has more digits than `most`."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


def page(text: str) -> int:
    """Return the page that `text` asks for, the first where it asks for none."""
    return number(text, PAGE) or 1
