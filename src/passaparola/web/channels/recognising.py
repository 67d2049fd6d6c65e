"""Recognises sentences that come from below, where nobody knows the reader's language, by their templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django_stubs_ext import StrPromise

_PLACE = re.compile(r"%\((\w+)\)s")
_SHAPES = {
    "address": re.compile(r"https?://.+|\S+", re.DOTALL),  # a person's typing mistake may be a space
    "host": re.compile(r"\S+"),
    "number": re.compile(r"[0-9][0-9.,]*"),
    "path": re.compile(r"(\$|\S+\.json)\S*"),  # where something stands in JSON
}
"""What may stand in a place of that name; in any other, whatever is not nothing."""


def anything(name: str, words: str) -> bool:
    """Say that any words may stand in any place."""
    return bool(name and words)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with places: `pieces` are its own words, before, between and after its `places`."""

    text: str
    pieces: tuple[str, ...]
    places: tuple[str, ...]

    def readings(self, said: str, fits: Callable[[str, str], bool] = anything) -> Iterator[dict[str, str]]:
        """Yield what stands in each place of `said`, in every way it can be read, the shortest words first.

        More than one way there is where words of others, in a place, hold what stands between places.
        """
        if said.startswith(self.pieces[0]) and said.endswith(self.pieces[-1]):
            yield from self._from(0, said[len(self.pieces[0]) :], fits)

    def _from(self, place: int, rest: str, fits: Callable[[str, str], bool]) -> Iterator[dict[str, str]]:
        if place == len(self.places):
            if not rest:
                yield {}
            return
        name, after = self.places[place], self.pieces[place + 1]
        for end in _ends(rest, after, last=place + 1 == len(self.places)):
            words = rest[:end]
            shape = _SHAPES.get(name)
            if (shape is None or shape.fullmatch(words)) and fits(name, words):
                for more in self._from(place + 1, rest[end + len(after) :], fits):
                    yield {name: words, **more}


def _ends(rest: str, after: str, *, last: bool) -> Iterator[int]:
    """Yield where the words of a place may end: before every `after`, or, of the last place, at the end."""
    if last:
        if len(rest) > len(after) and rest.endswith(after):
            yield len(rest) - len(after)
        return
    end = rest.find(after, 1)
    while end > 0:
        yield end
        end = rest.find(after, end + 1)


def templates(texts: Iterable[str | StrPromise]) -> tuple[Template, ...]:
    """Return each text as a template; the more one says itself, the earlier it comes."""
    told = sorted(map(str, texts), key=lambda each: -len(_PLACE.sub("", each)))
    return tuple(_parsed(text) for text in told)


def _parsed(text: str) -> Template:
    parts = _PLACE.split(text)
    return Template(text, tuple(parts[::2]), tuple(parts[1::2]))
