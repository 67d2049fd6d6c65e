"""learning: what people's corrections teach about the tone of a text, on top of the lexicon.

A multinomial logistic regression over hashed words (Weinberger et al., "Feature Hashing for Large Scale
Multitask Learning", ICML 2009), one AdaGrad step a correction (Duchi, Hazan, Singer, JMLR 12, 2011). The
lexicon's score is a fixed part of every answer, so a model that has learned nothing answers as the lexicon.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from passaparola.voices import tone, words
from passaparola.voices.errors import VoicesError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LABELS = (-1, 0, 1)
ROWS = 1 << 15
RATE = 0.5
TRUST = 4.0  # in the lexicon: the log odds a score gains for each unit beyond `tone.MILD`
BEARS = 0.1  # log odds between labels from which on what was learned counts as bearing on a text
READ = 500  # characters
_STEM = 4  # letters: Italian endings differ, what a word is about does not
_HEAD = struct.Struct("<4sBII")
_MAGIC, _VERSION = b"PPVM", 1


class Judgement(NamedTuple):
    """A model's answer: a `label`, the `score` P(good) - P(bad), and whether a lesson `bears` on it."""

    label: int
    score: float
    bears: bool


class Model:
    """What corrections taught: ROWS x 3 weights, the squares AdaGrad keeps, how many were given."""

    def __init__(self) -> None:
        self.corrections = 0
        self._weights = np.zeros((ROWS, len(LABELS)), np.float32)
        self._squares = np.ones(ROWS, np.float32)

    def judge(self, text: str, lexicon_score: float) -> Judgement:
        """Give the label of a text whose lexicon score is known."""
        taught = self._taught(_rows(text))
        odds = _prior(lexicon_score) + taught
        chances = _chances(odds)
        label = LABELS[int(odds.argmax())]
        return Judgement(label, float(chances[2] - chances[0]), bool(np.ptp(taught) >= BEARS))

    def learn(self, text: str, label: int, language: str = "") -> None:
        """Take in that a person judged `text` as `label`, -1, 0 or 1. The order of the texts matters."""
        if label not in LABELS:
            raise VoicesError(f"{label!r} is no judgement; give -1 for bad, 0 for neither, 1 for good.")
        rows = _rows(text)
        if len(rows):
            score = tone.read(text, language.partition("-")[0].lower()).score
            share = 1 / np.sqrt(len(rows))
            error = _chances(_prior(score) + self._taught(rows))
            error[LABELS.index(label)] -= 1
            self._squares[rows] += error @ error * share**2
            self._weights[rows] -= RATE * share * error / np.sqrt(self._squares[rows])[:, None]
        self.corrections += 1

    def _taught(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        total: NDArray[np.float64] = self._weights[rows].sum(0, dtype=np.float64)
        return total / float(np.sqrt(max(1, len(rows))))

    def to_bytes(self) -> bytes:
        """Write the model: a head, the rows in use, their weights, their squares; little-endian."""
        used = np.flatnonzero(self._squares != 1).astype("<u4")
        head = _HEAD.pack(_MAGIC, _VERSION, self.corrections, len(used))
        kept = self._weights[used].astype("<f4"), self._squares[used].astype("<f4")
        return b"".join((head, used.tobytes(), *(part.tobytes() for part in kept)))

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """Read what `to_bytes` wrote; nothing in it is ever run. Raises `VoicesError` for anything else."""
        corrections, used = _head(data)
        rows = np.frombuffer(data, "<u4", used, _HEAD.size).astype(np.int64)
        numbers = np.frombuffer(data, "<f4", used * 4, _HEAD.size + 4 * used)
        if not (np.isfinite(numbers).all() and (np.diff(rows) > 0).all() and (rows < ROWS).all()):
            raise VoicesError("The model is damaged; teach a new one from the corrections that are kept.")
        model = cls()
        model.corrections = corrections
        model._weights[rows] = numbers[: 3 * used].reshape(used, 3)
        model._squares[rows] = np.maximum(numbers[3 * used :], 1)
        return model


def _head(data: bytes) -> tuple[int, int]:
    if len(data) < _HEAD.size:
        raise VoicesError("This is no model of ours: it is too short.")
    magic, version, corrections, used = _HEAD.unpack_from(data)
    if (magic, version) != (_MAGIC, _VERSION) or len(data) != _HEAD.size + 20 * used:
        raise VoicesError("This is no model of ours, or of another version; teach a new one.")
    return corrections, used


def _rows(text: str) -> NDArray[np.int64]:
    """Give the rows of a text's words and stems, each once, in order."""
    hashed = {crc32(sign.encode("utf-8", "replace")) % ROWS for sign in _signs(text)}
    return np.array(sorted(hashed), np.int64)


def _signs(text: str) -> Iterator[str]:
    for word in words.tokens(words.fold(tone.ADDRESSED.sub(" ", text[:READ]))):
        yield f"w{word}"
        if len(word) > _STEM + 1:
            yield f"s{word[:_STEM]}"
            yield f"s{word[: _STEM + 1]}"


def _prior(score: float) -> NDArray[np.float64]:
    return np.array([-TRUST * (score + tone.MILD), 0.0, TRUST * (score - tone.MILD)])


def _chances(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(odds - odds.max())
    chances: NDArray[np.float64] = powers / powers.sum()
    return chances
