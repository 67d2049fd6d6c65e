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


def at_least(count: int, mean: float, spread: float) -> float:
    """P(Y >= count) by adding P(Y = 0), P(Y = 1), ...; each from the one before."""
    size = 1 / spread
    share = mean / (mean + size)
    term, below = (1 - share) ** size, 0.0
    for y in range(count):
        below += term
        term *= (y + size) / (y + 1) * share
    return 1 - below


Hour = tuple[int, float, float, float]
"""An hour, its count, and the shape and level that were believed before it."""


def drawn(hours: list[Hour], forgets: float, towards: float) -> float:
    """What was counted over what was expected, the last hour weighing 1, with five counts of `towards`."""
    weights = [forgets**ago for ago in range(len(hours))][::-1]
    counted = sum(weight * count for weight, (_, count, _, _) in zip(weights, hours, strict=True))
    exposed = sum(weight * level for weight, (_, _, _, level) in zip(weights, hours, strict=True))
    return (counted + 5 * towards) / (exposed + 5)


EIGHTH = 0.5 ** (1 / 8)


def of_day(hours: list[Hour], hour: int) -> float:
    return drawn([one for one in hours if one[0] % 24 == hour], EIGHTH ** (1 / 7), 1)


def of_days(hours: list[Hour], day: int) -> float:
    return drawn([one for one in hours if one[0] // 24 % 7 == day], EIGHTH ** (1 / 24), 1)


def of_week(hours: list[Hour], hour: int, towards: float) -> float:
    return drawn([one for one in hours if one[0] % 168 == hour % 168], EIGHTH, towards)


def norms(hours: list[Hour]) -> tuple[float, float, float]:
    """The means of the shapes when the last whole day was known."""
    if not (known := hours[: len(hours) // 24 * 24]):
        return 1, 1, 1
    one = sum(of_day(known, hour) for hour in range(24)) / 24
    two = sum(of_days(known, day) for day in range(7)) / 7
    plain = [of_day(known, hour % 24) / one * of_days(known, hour // 24) / two for hour in range(168)]
    return one, two, sum(of_week(known, hour, plain[hour]) for hour in range(168)) / 168


def shape(hours: list[Hour], hour: int) -> float:
    one, two, three = norms(hours)
    plain = of_day(hours, hour % 24) / one * of_days(hours, hour // 24 % 7) / two
    return of_week(hours, hour, plain) / three


def level(hours: list[Hour]) -> float:
    weights: list[float] = [0.5 ** (ago / (14 * 24)) for ago in range(len(hours))][::-1]
    counted = sum(weight * count for weight, (_, count, _, _) in zip(weights, hours, strict=True))
    exposed = sum(weight * shaped for weight, (_, _, shaped, _) in zip(weights, hours, strict=True))
    return float((counted + 0.5) / (exposed + 1))


def expected(counts: list[tuple[int, float]], hour: int) -> float:
    hours: list[Hour] = []
    for at, count in counts:
        hours.append((at, count, shape(hours, at), level(hours)))
    return level(hours) * shape(hours, hour)
