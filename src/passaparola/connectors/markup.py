"""Reads the words of foreign HTML; nothing of its markup is kept."""

from __future__ import annotations

import re
from html import unescape

_BREAK = re.compile(r"<br\s{0,9}/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def words(html: str) -> str:
    """Return the words of `html`, one line per paragraph or break."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()
