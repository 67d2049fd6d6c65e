"""lexicon: how good or bad a word is, from lists written for Passaparola.

The lists are lexicon_it.tsv, lexicon_en.tsv and emoji.tsv beside this file; their first lines say how they
are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final

LANGUAGES = ("it", "en")
NOT, MORE, LESS, BUT = ACTS = ("not", "more", "less", "but")
LONGEST_EXPRESSION = 5  # words
_SHORTEST_STEM = 2
_EMOJI: Final = "emoji.tsv"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of one language: weights of words, stems and expressions, and words that act on others."""

    words: dict[str, float] = field(default_factory=dict)
    stems: dict[str, float] = field(default_factory=dict)
    expressions: dict[tuple[str, ...], float] = field(default_factory=dict)
    acts: dict[tuple[str, ...], str] = field(default_factory=dict)

    def weight(self, word: str) -> float:
        """Give the weight of a folded word from -3 to 3: its own, or that of its longest stem, or 0."""
        if (own := self.words.get(word)) is not None:
            return own
        for end in range(len(word), _SHORTEST_STEM - 1, -1):
            if (stem := self.stems.get(word[:end])) is not None:
                return stem
        return 0.0

    def add(self, sense: str, entry: str) -> None:
        """Take one `entry` of a list in: its `sense` is a weight or one of `ACTS`."""
        if sense in ACTS:
            self.acts[tuple(entry.split("_"))] = sense
        elif "_" in entry:
            self.expressions[tuple(entry.split("_"))] = float(sense)
        elif entry.endswith("*"):
            self.stems[entry[:-1]] = float(sense)
        else:
            self.words[entry] = float(sense)


@cache
def of(language: str) -> Lexicon:
    """Give the lexicon of one of `LANGUAGES`, read from its file when it is first asked for."""
    lexicon = Lexicon()
    for sense, entry in _entries(f"lexicon_{language}.tsv"):
        lexicon.add(sense, entry)
    return lexicon


@cache
def emoji() -> dict[str, float]:
    """Give the weights of emoji and emoticons, the longest first; emoticons are written small."""
    weights = {sign: float(sense) for sense, sign in _entries(_EMOJI)}
    return dict(sorted(weights.items(), key=lambda item: (-len(item[0]), item[0])))


def _entries(name: str) -> list[tuple[str, str]]:
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    listed = [line.split("\t", 1) for line in lines if line and not line.startswith("#")]
    return [(sense, entry) for sense, entries in listed for entry in entries.split()]
