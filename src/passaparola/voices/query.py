"""query: saved searches over what people say; docs/voices.md describes how they are written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from passaparola.voices import grammar, words
from passaparola.voices.errors import QueryError
from passaparola.voices.said import Heard
from passaparola.voices.terms import Mention, Tag, Word, anchors, wants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from passaparola.voices.said import Said
    from passaparola.voices.terms import Anchor, Term, Test

Key = TypeVar("Key")


@dataclass(frozen=True)
class Query:
    """A search that was read; `str` prints it so that it reads the same again."""

    term: Term

    @cached_property
    def test(self) -> Test:
        """The compiled search, for something made ready by `Heard`."""
        return self.term.test()

    def matches(self, said: Said) -> bool:
        """Say whether `said` is what the search looks for."""
        return self.test(Heard(said))

    def words(self) -> tuple[str, ...]:
        """Give what a platform's own search can be asked for, one after the other, to miss nothing.

        Everything that matches has at least one of these words, "phrases", #tags or @names. Empty where no
        word can be asked for, as in `lang:it` or `parola*`.
        """
        return tuple(sorted(map(str, anchors(self.term, _is_finished))))

    def __str__(self) -> str:
        return str(self.term)


def parse(text: str) -> Query:
    """Read a search. Raises `QueryError`: its sentence says where and what to do."""
    term = grammar.parse(text)
    if not wants(term):
        raise QueryError("This search only says what to leave out; add a word to look for.")
    return Query(term)


class Searches(Generic[Key]):
    """Many searches over one stream: each text is asked only for those that share a word with it."""

    def __init__(self, queries: Mapping[Key, Query]) -> None:
        self._tests = {key: query.test for key, query in queries.items()}
        self._by_sign: defaultdict[str, list[Key]] = defaultdict(list)
        self._always: list[Key] = []
        for key, query in queries.items():
            found = anchors(query.term, lambda _: True)
            for sign in {_sign(anchor) for anchor in found}:
                self._by_sign[sign].append(key)
            if not found:
                self._always.append(key)
        self._beginnings = sorted({len(sign) - 1 for sign in self._by_sign if sign.endswith("*")})

    def matching(self, said: Said) -> list[Key]:
        """Give the keys of the searches that `said` matches, in the order they were given."""
        heard = Heard(said)
        asked = {*self._always}
        for sign in self._signs(heard):
            asked.update(self._by_sign.get(sign, ()))
        return [key for key, test in self._tests.items() if key in asked and test(heard)]

    def _signs(self, heard: Heard) -> Iterator[str]:
        spoken = {*heard.words.split()}
        yield from spoken
        for length in self._beginnings:
            yield from {f"{word[:length]}*" for word in spoken if len(word) >= length}
        yield from (f"#{tag}" for tag in heard.tags)
        yield from (f"@{name}" for name in heard.mentions)


def _is_finished(anchor: Anchor) -> bool:
    return not (isinstance(anchor, Word) and anchor.unfinished)


def _sign(anchor: Anchor) -> str:
    """Give the key an anchor is found under: its longest word, beginning*, #tag or @name."""
    if isinstance(anchor, Tag | Mention):
        return words.fold(str(anchor))
    finished = anchor.tokens[:-1] if anchor.unfinished else anchor.tokens
    return max(finished, key=len) if finished else f"{anchor.tokens[0]}*"
