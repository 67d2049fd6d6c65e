"""The tables of docs/platforms.md, made of the rows; run as a program, it writes them there.

python tests/connectors/platform_tables.py
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import Feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from passaparola.connectors.row import Limit, Platform

PAGE = Path(__file__).parent.parent.parent / "docs" / "platforms.md"
ROWS = re.compile(r"<!-- rows -->\n(.*)<!-- /rows -->", re.DOTALL)

CAPABILITIES = {
    "reader": "read",
    "publisher": "publish",
    "locator": "answer others",
    "finder": "look up",
    "editor": "correct",
    "deleter": "delete",
    "checker": "health",
    "hearer": "hear",
    "watcher": "hear at once",
    "searcher": "search",
}


def table() -> str:
    """All four tables: what can be seen, what can be done, what a search finds, what a post may hold."""
    rows = list(PLATFORMS.values())
    return "\n".join([*_seen(rows), "", *_done(rows), "", *_found(rows), "", *_held(rows)]) + "\n"


def _lines(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _name(row: Platform) -> str:
    name = f"[{row.name}]({row.docs})" if row.docs.startswith("https://") else row.name
    return f"{name} *(simulated)*" if row.simulated else name


def _seen(rows: list[Platform]) -> Iterator[str]:
    heads = ("Platform", "Sight", "What can be seen", "What reading needs")
    return _lines(
        heads, ([f"{_name(row)}<br>`{row.example}`", row.sight, row.seen, row.login] for row in rows)
    )


def _done(rows: list[Platform]) -> Iterator[str]:
    features = get_args(Feature)
    heads = ("Platform", *CAPABILITIES.values(), *features, "same key, same post", "rate")
    return _lines(heads, ([row.name, *_can(row, features), _key(row), _rate(row)] for row in rows))


def _found(rows: list[Platform]) -> Iterator[str]:
    able = [row for row in rows if "searcher" in row.capabilities]
    heads = ("Platform", "What a search finds", "asked every")
    return _lines(heads, ([row.name, row.found, f"{row.searches_every.total_seconds():g} s"] for row in able))


def _can(row: Platform, features: Iterable[str]) -> Iterator[str]:
    for capability in CAPABILITIES:
        yield "✓" if capability in row.capabilities else "–"
    for feature in features:
        yield "✓" if feature in row.takes else "–"


def _key(row: Platform) -> str:
    if row.repeat_for is None:
        return "no"
    hours = row.repeat_for.total_seconds() / 3600
    return "always" if hours > 24 * 365 else f"{hours:g} h"


def _rate(row: Platform) -> str:
    rate = row.rate
    return f"{rate.count:,} in {rate.seconds:,} s ({rate.source}, {rate.date})" if rate else "–"


def _held(rows: list[Platform]) -> Iterator[str]:
    heads = ("Platform", "What", "At most", "Source", "Read in")
    return _lines(heads, ([row.name, limit.what, *_limit(limit)] for row in rows for limit in row.limits))


def _limit(limit: Limit) -> tuple[str, str, str]:
    own = ", unless the server says otherwise" if limit.own else ""
    plural = "" if limit.value == 1 else "s"
    return f"{limit.value:,} {limit.unit}{plural}{own}", limit.source, limit.date


if __name__ == "__main__":
    page = PAGE.read_text()
    PAGE.write_text(ROWS.sub(lambda _: f"<!-- rows -->\n{table()}<!-- /rows -->", page))
