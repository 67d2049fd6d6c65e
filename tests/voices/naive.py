"""Plain twins of what the library does fast: slow, short, and written from the definitions."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from passaparola.voices.terms import All, Any, Field, Mention, Not, Tag, Term, Word

if TYPE_CHECKING:
    from passaparola.voices.said import Said


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn")


def words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in plain(text)).split()


def called(text: str, sign: str) -> list[str]:
    """The names after a `sign`, where the text has nothing but names, signs and blanks."""
    return [piece[1:] for piece in plain(text).split() if piece.startswith(sign)]


def is_said(wanted: list[str], spoken: list[str], *, unfinished: bool = False) -> bool:
    for start in range(len(spoken) - len(wanted) + 1):
        here = spoken[start : start + len(wanted)]
        if here == wanted or (unfinished and here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])):
            return True
    return False


def matches(term: Term, said: Said) -> bool:  # noqa: PLR0911
    match term:
        case Word():
            return is_said(words(term.written), words(said.text), unfinished=term.unfinished)
        case Tag():
            return plain(term.name) in [*called(said.text, "#"), *map(plain, said.tags)]
        case Mention():
            return plain(term.name) in called(said.text, "@")
        case Not():
            return not matches(term.term, said)
        case All():
            return all(matches(each, said) for each in term.terms)
        case Any():
            return any(matches(each, said) for each in term.terms)
    return field(term, said)


def field(term: Field, said: Said) -> bool:
    if term.name == "lang":
        return term.value in (said.language, said.language.split("-")[0])
    if term.name == "from":
        return plain(said.author) == plain(term.value)
    return is_said(words(term.value), words(said.place if term.name == "near" else " | ".join(said.links)))
