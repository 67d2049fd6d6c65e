"""Looks into what people's apps wrote: anything may stand there, and what does not fit is nothing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.errors import Garbled

if TYPE_CHECKING:
    import re

    from passaparola.connectors.wild import Wild


def at(wild: Wild | None, *names: str) -> Wild | None:
    """Return what lies behind `names`, one inside the other, None where there is nothing."""
    for name in names:
        if wild is None or not isinstance(wild.value, dict):
            return None
        wild = wild.get(name)
    return wild


def each(wild: Wild | None) -> list[Wild]:
    """Return the entries of a list, none where it is no list of ours to go through."""
    try:
        return [] if wild is None else list(wild)
    except Garbled:
        return []


def text(wild: Wild | None) -> str:
    """Return a text, empty where it is none."""
    try:
        return "" if wild is None else wild.text()
    except Garbled:
        return ""


def matching(wild: Wild | None, pattern: re.Pattern[str]) -> str:
    """Return a text that `pattern` matches whole, empty where it is none."""
    found = text(wild)
    return found if pattern.fullmatch(found) else ""
