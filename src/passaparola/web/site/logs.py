"""What is written to the program's own log: lines without the secrets that stand in addresses."""

from __future__ import annotations

import logging
import re

SECRET = re.compile(
    r"((?:/|%2F)(?:g|join|calendar-feed)(?:/|%2F)|/bot|/webhooks/\d+/)[^/%&\s?#\"']+", re.IGNORECASE
)
"""A guest's link, an invitation, a calendar's feed; a bot's and a webhook's address on their platforms:
whoever has the address is let in."""


class Discreet(logging.Formatter):
    """Writes a line as always, with the secret part of each address left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, its traceback included."""
        return SECRET.sub(r"\1…", super().format(record))
