"""language: which language a text is written in, found offline and left open where it cannot be told.

Rests on py3langid (naive Bayes over byte n-grams; Lui & Baldwin, "langid.py: An Off-the-shelf Language
Identification Tool", ACL 2012), asked about the languages below only. docs/voices.md has the comparison.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Every further language that resembles one of these costs short texts some accuracy; one with a script of
# its own costs nothing.
LANGUAGES = (
    "ar bg bn cs da de el en es fa fi fr he hi hr hu hy id it ja ka ko nl no pl pt ro ru "
    "sl sq sv ta te th tr uk vi zh"
)
READ = 400  # characters of a text, links and all
HEARD = 120  # characters of its words: more costs time and changes next to no answer
SURE = 0.5  # below it the answer is "": docs/voices.md has what that wins and costs
FEWEST_LETTERS = 4
FEWEST_SIGNS = 2  # of Chinese, Japanese or Korean: a sign says more than a letter
HALVES = 10  # words from which on each half is asked by itself: fewer are too short to disagree
DISAGREE = 0.95

_ADDRESSED = re.compile(r"(?:https?://|www\.)\S+|[@#]\w[\w.@-]*|\bRT\b")
_REPEATED = re.compile(r"(\S\S?)\1{2,}\w?")  # aaaa, !!!!, hahaha, ahahahah, kkkkkk
_NO_LETTERS = regex.compile(r"[^\p{L}\p{M}\p{Cf}'’]+")
# A joiner or a mark of direction parts no word; Vietnamese and Thai stack two marks, more is decoration.
_DECORATION = regex.compile(r"\p{Cf}+|(?<=\p{M}\p{M})\p{M}+")
_FIRST_SIGN = "\u2e80"


class Recognised(NamedTuple):
    """A language: its BCP 47 `code`, "" where it cannot be told, and the `confidence` from 0 to 1."""

    code: str
    confidence: float


UNKNOWN = Recognised("", 0.0)


def recognise(text: str) -> Recognised:
    """Tell the language of `text`; the code is "" if it is too short, mixed, or in no language at all.

    Mentions, links, hashtags, numbers, emoji and laughter are not read, nor is what comes after the first 400
    characters, or after 120 characters of words.
    """
    said = spoken(text)
    fewest = FEWEST_SIGNS if max(said, default="") >= _FIRST_SIGN else FEWEST_LETTERS
    if sum(map(str.isalpha, said)) < fewest:
        return UNKNOWN
    found = _of_halves(said.split()) or _classify(said)
    return found if found.confidence >= SURE else Recognised("", found.confidence)


def spoken(text: str) -> str:
    """Give the words of `text` that belong to a language: no link, name, tag, emoji or pile of marks."""
    said = unicodedata.normalize("NFC", text[:READ])
    for noise in (_ADDRESSED, _REPEATED, _NO_LETTERS):
        said = noise.sub(" ", said)
    return _DECORATION.sub("", said).strip()[:HEARD]


def _classify(said: str) -> Recognised:
    code, confidence = _identifier().classify(said)
    return Recognised(code, round(confidence, 4))


def _of_halves(words: list[str]) -> Recognised | None:
    """Give the language the two halves agree on, or that they are sure to differ; None: ask the whole."""
    if len(words) < HALVES:
        return None
    middle = len(words) // 2
    one, other = _classify(" ".join(words[:middle])), _classify(" ".join(words[middle:]))
    if one.code == other.code:
        return max(one, other) if max(one, other).confidence >= SURE else None
    return UNKNOWN if min(one.confidence, other.confidence) >= DISAGREE else None


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - a second and 100 MB

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier
