"""tone: how good or bad a text sounds, by the words of a lexicon and how they act on one another.

Negation, emphasis, contrast, capitals, drawn out letters and exclamation marks are weighed in the manner of
VADER (Hutto & Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text",
ICWSM 2014), with weights of our own. Irony is not attempted.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import NamedTuple

from passaparola.voices import lexicon, words

READ = 2_000  # characters of a text
FLIPPED = -0.6  # "not good" is less bad than "bad" is
NEGATION_REACHES = 3  # words
STRONGER, WEAKER, SHOUTED = 1.4, 0.6, 1.25
BEFORE_BUT = 0.8
DENIED = -0.5  # a text that says not, or but, leans to the bad side, too little to be called bad for it
EXCLAIMED = 0.25  # of a weight, for each of the first three marks
MILD = 0.3  # a score nearer to 0 is neither good nor bad: chosen on tuning data, docs/voices.md
SLOPE = 6.0  # the score nears 1 as the square of the sum outgrows this
_SHORTEST_SHOUT = 3  # letters: shorter ones are abbreviations
ADDRESSED = re.compile(r"(?:https?://|www\.)\S+|@\w[\w.@-]*")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_STOPS = frozenset(".,;:!?…")


class Reading(NamedTuple):
    """What a text says by the lexicon: a `score` from -1 to 1, and how many words or emoji it rests on."""

    score: float
    found: int


def label_of(score: float) -> int:
    """Give -1, 0 or 1 for a score from -1 to 1."""
    return 0 if abs(score) < MILD else 1 if score > 0 else -1


class _Piece(NamedTuple):
    word: str
    weight: float
    act: str


def read(text: str, language: str) -> Reading:
    """Weigh the words of `text` by the lexicon of `language`; "" asks all, any other only the emoji.

    Reads the first 2,000 characters. Links and mentions say nothing; a hashtag is a word.
    """
    plain = ADDRESSED.sub(" ", text[:READ])
    shouting = plain.isupper()
    pieces = _joined(
        [_piece(raw, language, may_shout=not shouting) for raw in _pieces().findall(plain)], language
    )
    weights = _weighed(pieces)
    total = sum(weights)
    total += DENIED if any(piece.act in {lexicon.NOT, lexicon.BUT} for piece in pieces) else 0.0
    total += math.copysign(EXCLAIMED * min(plain.count("!"), 3), total) if total else 0.0
    return Reading(total / math.sqrt(total * total + SLOPE), sum(map(bool, weights)))


@cache
def _pieces() -> re.Pattern[str]:
    signs = list(lexicon.emoji())
    known = "|".join(re.escape(sign) for sign in signs)
    return re.compile(
        rf"(?:{known})|[^\W_]+n['’]t\b|[^\W_]+(?:['’](?:d|s)\b)?|[{''.join(_STOPS)}]", re.IGNORECASE
    )


@lru_cache(maxsize=50_000)
def _piece(raw: str, language: str, *, may_shout: bool) -> _Piece:
    """Look one word, emoji or stop up; the same few thousand make up most of what people write."""
    if (weight := lexicon.emoji().get(raw.lower())) is not None:
        return _Piece("", weight, "")
    word = words.fold(raw).replace("’", "'")
    weight, act = _known(word, language)
    if not weight and not act and _DRAWN_OUT.search(word):
        weight, act = max(
            (_known(_DRAWN_OUT.sub(letters, word), language) for letters in (r"\1", r"\1\1")),
            key=lambda known: abs(known[0]),
        )
        weight *= SHOUTED
    if may_shout and len(raw) >= _SHORTEST_SHOUT and raw.isupper():
        weight *= SHOUTED
    return _Piece(word, weight, act)


def _known(word: str, language: str) -> tuple[float, str]:
    """Give the weight of a word and how it acts on others, over the lexicons asked."""
    asked = _asked(language)
    weights = [weight for each in asked if (weight := each.weight(word))]
    acts = [act for each in asked if (act := each.acts.get((word,)))]
    return (sum(weights) / len(weights) if weights else 0.0), (acts[0] if acts else "")


@cache
def _asked(language: str) -> tuple[lexicon.Lexicon, ...]:
    known = language in lexicon.LANGUAGES
    return tuple(map(lexicon.of, (language,) if known else () if language else lexicon.LANGUAGES))


def _joined(pieces: list[_Piece], language: str) -> list[_Piece]:
    """Put the words of every expression together: the longest that begins at a word wins."""
    found: list[_Piece] = []
    place = 0
    while place < len(pieces):
        for starting in _expressions(language).get(pieces[place].word, ()):
            length = len(starting.words)
            if tuple(piece.word for piece in pieces[place : place + length]) == starting.words:
                found.append(_Piece("", starting.weight, starting.act))
                place += length
                break
        else:
            found.append(pieces[place])
            place += 1
    return found


class _Expression(NamedTuple):
    words: tuple[str, ...]
    weight: float
    act: str


@cache
def _expressions(language: str) -> dict[str, list[_Expression]]:
    """Give the expressions by their first word, the longest first."""
    said = [
        _Expression(key, weight, "") for each in _asked(language) for key, weight in each.expressions.items()
    ]
    said += [
        _Expression(key, 0.0, act) for each in _asked(language) for key, act in each.acts.items() if key[1:]
    ]
    by_first: dict[str, list[_Expression]] = {}
    for one in sorted(said, key=lambda one: (-len(one.words), one.words)):
        by_first.setdefault(one.words[0], []).append(one)
    return by_first


def _weighed(pieces: list[_Piece]) -> list[float]:
    weights: list[float] = []
    negated, force = 0, 1.0
    for word, weight, act in pieces:
        if weight:
            weights.append(weight * force * (FLIPPED if negated else 1.0))
        if act == lexicon.BUT:
            weights = [earlier * BEFORE_BUT for earlier in weights]
        negated = NEGATION_REACHES if act == lexicon.NOT else 0 if word in _STOPS else max(0, negated - 1)
        force = {lexicon.MORE: STRONGER, lexicon.LESS: WEAKER}.get(act, 1.0)
    return weights
