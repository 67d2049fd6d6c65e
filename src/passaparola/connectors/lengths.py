"""How long a text is, as the platforms count it.

`assets/compose/lengths.js` is its twin in the browser; a test holds the two to the same numbers.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

import regex

from passaparola.connectors import links

if TYPE_CHECKING:
    from passaparola.connectors.row import Unit

_LONE = regex.compile("[\ud800-\udfff]")
# Control characters, spaces, Braille's blank, and what fonts may leave out by themselves (soft hyphens)
_BLANK = regex.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2800\u3000\p{Default_Ignorable_Code_Point}]*"
)
_GRAPHEME = regex.compile(r"\X")

# X: characters in these ranges count one, all others two (twitter-text, config/v3.json)
_ONE = regex.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# and a whole emoji, however it is joined together, counts two (docs.x.com, Counting characters, 2026-10);
# ©, ® and ™ are none to X
_PICTURE = r"(?![©®™])\p{Extended_Pictographic}(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_EMOJI = regex.compile(
    rf"\p{{Regional_Indicator}}{{2}}|[0-9#*]\ufe0f?\u20e3"
    rf"|{_PICTURE}(?:[\U000e0020-\U000e007e]+\U000e007f)?(?:\u200d{_PICTURE})*"
)
_EMOJI_COUNTS = "\U0001f600"


def writable(text: str) -> bool:
    """Say whether `text` can be sent at all: half a surrogate pair is no character and has no UTF-8."""
    return not _LONE.search(text)


def blank(text: str) -> bool:
    """Say whether nothing of `text` would be seen."""
    return _BLANK.fullmatch(text) is not None


def length(
    text: str, unit: Unit, *, link: int | None = None, mentions: Literal["whole", "local"] = "whole"
) -> int:
    """Return how many of `unit` the text counts; raises `ValueError` where it is not `writable`.

    `link` is what every web address counts, however long it is (None: its own length); of a mention only the
    name counts where `mentions` is "local", not the server. The text is measured as it is: a line break of
    two characters counts two.
    """
    if not writable(text):
        raise ValueError("the text holds half a character, which nobody can count or send")
    weighted = unit == "weighted"
    counted = unicodedata.normalize("NFC", text) if weighted else text
    spans = list(links.mentions(counted)) if mentions == "local" else []
    if link is not None:
        spans += links.addresses(counted, "x" if weighted else "mastodon", counted="x" * link)
    return _COUNTS[unit](links.rewritten(counted, spans))


def _weighted(text: str) -> int:
    plain = _EMOJI.sub(_EMOJI_COUNTS, text)
    return 2 * len(plain) - len(_ONE.findall(plain))


_COUNTS = {
    "grapheme": lambda text: len(_GRAPHEME.findall(text)),
    "character": len,
    "utf-16 unit": lambda text: len(text.encode("utf-16-le")) // 2,
    "byte": lambda text: len(text.encode("utf-8")),
    "weighted": _weighted,
}
