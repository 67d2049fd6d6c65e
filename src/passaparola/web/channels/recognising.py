"""Recognises sentences that come from below, where nobody knows the reader's language, by their templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrPromise

Pattern = tuple[str, re.Pattern[str]]

_PLACE = re.compile(r"%\((\w+)\)s")
_ONE_WORD = frozenset({"address", "host", "number"})


def patterns(templates: Iterable[str | StrPromise]) -> tuple[Pattern, ...]:
    """Return each template with what recognises it; `%(host)s` and its like stand for one word.

    The more a template says itself, the earlier it comes: the less it takes what another one says.
    """
    told = sorted(map(str, templates), key=lambda each: -len(_PLACE.sub("", each)))
    return tuple((template, _recognised(template)) for template in told)


def _recognised(template: str) -> re.Pattern[str]:
    pieces = _PLACE.split(template)
    named = (_any(piece) if k % 2 else re.escape(piece) for k, piece in enumerate(pieces))
    return re.compile("".join(named), re.DOTALL)


def _any(name: str) -> str:
    return rf"(?P<{name}>\S+?)" if name in _ONE_WORD else f"(?P<{name}>.+?)"
