"""grammar: from the text of a search to its terms.

    search  = all { "OR" all }
    all     = one { ["AND"] one }
    one     = ( "-" | "NOT" ) one | "(" search ")" | word | word* | "a phrase" | #tag | @name | field:value

AND, OR and NOT are operators in capitals only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from passaparola.voices import words
from passaparola.voices.errors import QueryError
from passaparola.voices.said import names
from passaparola.voices.terms import FIELDS, LANG, OPERATORS, All, Any, Field, Mention, Not, Tag, Word, joined

if TYPE_CHECKING:
    from passaparola.voices.terms import Term

LONGEST = 1_000  # characters
DEEPEST = 20  # parentheses and NOTs within one another
SHORTEST_BEGINNING = 2  # letters before a *
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PIECE: Final = re.compile(
    r"""\s*(?:
      (?P<sign>[()]|[-−](?=\S))
    | (?P<field>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"|(?P<value>(?!//)[^\s()"]+))
    | "(?P<phrase>[^"]*)"
    | (?P<bare>[^\s()"]+)
    )""",
    re.VERBOSE,
)
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_TAG, _NAME = re.compile(r"\w+"), re.compile(r"\w[\w.-]*(@\w[\w.-]*)?")


class _Piece(NamedTuple):
    kind: str
    text: str
    at: int
    field: str = ""


_END: Final = "end"


def parse(text: str) -> Term:
    """Read the terms of a search. Raises `QueryError`, whose sentence says where and what to do."""
    if len(text) > LONGEST:
        raise QueryError(
            "A search has at most %(most)s characters; this one has %(has)s.", most=LONGEST, has=len(text)
        )
    reader = _Reader(_pieces(text.translate(_QUOTES).replace("\0", " ")))
    term = reader.any_of(depth=0)
    if (left := reader.next()).kind != _END:
        raise QueryError(
            "At character %(place)s a parenthesis closes that was not opened; remove it.", left.at
        )
    return term


def _pieces(text: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    place = 0
    while text[place:].strip():
        if (found := _PIECE.match(text, place)) is None:
            at = text.index('"', place)
            raise QueryError('The quotation mark at character %(place)s has no second one; add ".', at)
        kind = str(found.lastgroup)
        at = found.start("field" if found["field"] else kind) - (kind == "phrase")
        pieces.append(
            _Piece("field" if found["field"] else kind, found[kind], at, (found["field"] or "").lower())
        )
        place = found.end()
    return [*pieces, _Piece(_END, "", len(text))]


class _Reader:
    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.place = 0

    def next(self) -> _Piece:
        return self.pieces[self.place]

    def taken(self, *texts: str) -> bool:
        """Take the next piece if it is one of these operators or signs."""
        piece = self.next()
        fits = piece.kind in {"bare", "sign"} and piece.text in texts
        self.place += fits
        return fits

    def any_of(self, depth: int) -> Term:
        terms = [self.all_of(depth)]
        while self.taken("OR"):
            terms.append(self.all_of(depth))
        return joined(Any, terms)

    def all_of(self, depth: int) -> Term:
        terms = [self.one(depth)]
        while self.taken("AND") or self._goes_on():
            terms.append(self.one(depth))
        return joined(All, terms)

    def _goes_on(self) -> bool:
        piece = self.next()
        return piece.kind != _END and (piece.kind, piece.text) not in {("sign", ")"), ("bare", "OR")}

    def one(self, depth: int) -> Term:
        piece = self.next()
        if depth > DEEPEST:
            raise QueryError(
                "At character %(place)s the search is too deep; use fewer parentheses.", piece.at
            )
        if self.taken("-", "−", "NOT"):
            return Not(self.one(depth + 1))
        if self.taken("("):
            term = self.any_of(depth + 1)
            if not self.taken(")"):
                raise QueryError("The parenthesis at character %(place)s never closes; add ).", piece.at)
            return term
        self.place += 1
        return _term(piece)


def _term(piece: _Piece) -> Term:
    if piece.kind == _END or piece.text == ")" or (piece.kind == "bare" and piece.text in OPERATORS):
        raise QueryError("At character %(place)s a word is missing; write what to look for.", piece.at)
    if piece.kind == "field":
        return _field(piece)
    if piece.kind == "bare" and piece.text[0] in "#@":
        return _called(piece)
    return _word(piece)


def _called(piece: _Piece) -> Term:
    tag = piece.text[0] == "#"
    if (_TAG if tag else _NAME).fullmatch(piece.text[1:]) is None:
        raise QueryError(
            "At character %(place)s, “%(text)s” is no tag and no name; write #tag or @name.",
            piece.at,
            text=piece.text,
        )
    return Tag(piece.text[1:]) if tag else Mention(names(piece.text)[0])


def _field(piece: _Piece) -> Term:
    if piece.field not in FIELDS:
        raise QueryError(
            "At character %(place)s: “%(field)s:” is not known. There are %(known)s; "
            'put words in "quotation marks" to look for them.',
            piece.at,
            field=piece.field,
            known=", ".join(f"{name}:" for name in FIELDS),
        )
    if piece.field == LANG and not _CODE.fullmatch(piece.text.lower()):
        raise QueryError("At character %(place)s: lang: needs a code such as it, en or pt-br.", piece.at)
    if not words.tokens(words.fold(piece.text)):
        raise QueryError("At character %(place)s: %(field)s: needs a value.", piece.at, field=piece.field)
    return Field(piece.field, piece.text.lower() if piece.field == LANG else piece.text)


def _word(piece: _Piece) -> Term:
    written = piece.text.removesuffix("*")
    word = Word(written.strip(), unfinished=written != piece.text)
    if "*" in written:
        raise QueryError("At character %(place)s: a * can only stand at the end of a word.", piece.at)
    if not word.tokens:
        raise QueryError(
            "At character %(place)s there is no word in “%(text)s”; write one.", piece.at, text=piece.text
        )
    if word.unfinished and len(word.tokens[-1]) < SHORTEST_BEGINNING:
        raise QueryError(
            "At character %(place)s: write at least %(least)s letters before the *.",
            piece.at,
            least=SHORTEST_BEGINNING,
        )
    return word
