"""terms: what a search is made of: how it is printed, what it matches, what a platform can be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from passaparola.voices import words
from passaparola.voices.said import names, spaced

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.voices.said import Heard

    Test = Callable[[Heard], bool]

OPERATORS = frozenset(("AND", "OR", "NOT"))
LANG, FROM, NEAR, LINK = FIELDS = ("lang", "from", "near", "link")


@dataclass(frozen=True)
class Word:
    """A word or phrase as `written`; `unfinished` has any ending, as in parola*."""

    written: str
    unfinished: bool = False

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The folded words."""
        return tuple(words.tokens(words.fold(self.written)))

    def test(self) -> Test:
        """Give the function that says whether the word was said."""
        needle = f" {' '.join(self.tokens)}" + ("" if self.unfinished else " ")
        return lambda heard: needle in heard.words

    def __str__(self) -> str:
        star = "*" if self.unfinished else ""
        plain = words.tokens(self.written) == [self.written] and self.written not in OPERATORS
        return f"{self.written}{star}" if plain else f'"{self.written}{star}"'


@dataclass(frozen=True)
class Tag:
    """#tag, without its sign."""

    name: str

    def test(self) -> Test:
        """Give the function that says whether the tag was set."""
        wanted = words.fold(self.name)
        return lambda heard: wanted in heard.tags

    def __str__(self) -> str:
        return f"#{self.name}"


@dataclass(frozen=True)
class Mention:
    """@name or @name@server, without its first sign."""

    name: str

    def test(self) -> Test:
        """Give the function that says whether the name was called."""
        wanted = names(words.fold(self.name))[0]
        return lambda heard: wanted in heard.mentions

    def __str__(self) -> str:
        return f"@{self.name}"


@dataclass(frozen=True)
class Field:
    """One of `FIELDS` and its value: lang:it, from:anna, near:"San Marino", link:example.com."""

    name: str
    value: str

    def test(self) -> Test:
        """Give the function that compares the field; where it is not given, nothing matches."""
        folded = words.fold(self.value)
        if self.name == LANG:
            return lambda heard: folded in heard.language
        if self.name == FROM:
            handle = names(folded)[0]
            return lambda heard: handle in heard.author
        needle = spaced(folded)
        if self.name == NEAR:
            return lambda heard: needle in heard.place
        return lambda heard: needle in heard.links

    def __str__(self) -> str:
        quoted = self.value.startswith("//") or any(sign.isspace() or sign in "()" for sign in self.value)
        return f'{self.name}:"{self.value}"' if quoted else f"{self.name}:{self.value}"


@dataclass(frozen=True)
class Not:
    """What must not be."""

    term: Term

    def test(self) -> Test:
        """Give the function that denies."""
        inner = self.term.test()
        return lambda heard: not inner(heard)

    def __str__(self) -> str:
        return f"-{_inside(self.term)}"


@dataclass(frozen=True)
class All:
    """What must all be."""

    terms: tuple[Term, ...] = field(default=())

    def test(self) -> Test:
        """Give the function that asks one after the other."""
        tests = [term.test() for term in self.terms]
        return lambda heard: all(test(heard) for test in tests)

    def __str__(self) -> str:
        return " ".join(map(_inside, self.terms))


@dataclass(frozen=True)
class Any:
    """What may each be."""

    terms: tuple[Term, ...] = field(default=())

    def test(self) -> Test:
        """Give the function that asks one after the other."""
        tests = [term.test() for term in self.terms]
        return lambda heard: any(test(heard) for test in tests)

    def __str__(self) -> str:
        return " OR ".join(str(term) for term in self.terms)


Term = Word | Tag | Mention | Field | Not | All | Any
Anchor = Word | Tag | Mention


def _inside(term: Term) -> str:
    return f"({term})" if isinstance(term, All | Any) else str(term)


def joined(kind: type[All | Any], terms: list[Term]) -> Term:
    """Join terms; one alone stays itself, and one of the same kind is taken apart."""
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, kind) else (term,))]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def wants(term: Term) -> bool:
    """Say whether a search asks for anything, rather than only leaving out."""
    if isinstance(term, Not):
        return False
    if isinstance(term, All):
        return any(map(wants, term.terms))
    return all(map(wants, term.terms)) if isinstance(term, Any) else True


def anchors(term: Term, usable: Callable[[Anchor], bool]) -> frozenset[Anchor]:
    """Give words, tags and names of which every match has at least one; empty where there are none such.

    Of several choices, as in `a b`, the one with the fewest is taken, then the one with the longest.
    """
    if isinstance(term, Word | Tag | Mention):
        return frozenset((term,)) if usable(term) else frozenset()
    if isinstance(term, All):
        choices = [found for each in term.terms if (found := anchors(each, usable))]
        return min(choices, key=_cost, default=frozenset())
    if isinstance(term, Any):
        every = [anchors(each, usable) for each in term.terms]
        return frozenset[Anchor]().union(*every) if all(every) else frozenset()
    return frozenset()


def _cost(found: frozenset[Anchor]) -> tuple[int, int]:
    return len(found), -min(len(str(anchor)) for anchor in found)
