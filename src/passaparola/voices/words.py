"""words: the words of a text, folded so that Perché, perche and PERCHÉ are one."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_MARKS = re.compile("[\u0300-\u036f]+")
# Nobody sees these: joiners, marks of direction, variation selectors, the soft hyphen, the zero byte.
_UNSEEN = re.compile("[\0\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
# Thai, Lao, Burmese, Khmer, Chinese, Japanese: written without blanks, so every sign is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u3190-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# Marks that are part of a word where `\w` does not count them: Hebrew, Arabic, the scripts of India.
_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W{_UNSPACED}]|[\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff])+")
_ASCII_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Write `text` small, without accents and without what nobody sees; ﬁ becomes fi and ß ss."""
    if text.isascii():
        return text.replace("\0", "").lower()
    seen = unicodedata.normalize("NFKD", _UNSEEN.sub("", text)).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", seen)).translate(_WHOLE)


def tokens(folded: str) -> list[str]:
    """Give the words of a folded text in their order: letters, digits and underscores, nothing between."""
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)
