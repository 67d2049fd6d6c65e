"""The list of people as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC
from typing import TYPE_CHECKING

from passaparola.web.publishing.calendar.exchange import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from passaparola.web.conversations.persons.queries import Row

COLUMNS = (
    *("person", "name", "handles", "roles", "affinity", "trend", "acts", "passed_on", "brought"),
    *("first_act_at", "last_act_at", "no_contact_since"),
)


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield `rows` as lines of CSV with a head; times are UTC, and no cell is a formula."""
    yield _line(COLUMNS)
    for row in rows:
        person = row.person
        yield _line(
            (
                str(person.pk),
                guarded(person.name),
                guarded(", ".join(f"{handle.platform}:{handle.handle}" for handle in row.handles)),
                guarded(", ".join(person.roles)),
                f"{row.score:.1f}",
                f"{row.trend:.1f}",
                *(str(count) for count in (person.acts, person.passed_on, person.brought)),
                *map(_time, (person.first_act_at, person.last_act_at, person.no_contact_since)),
            )
        )


def _line(cells: Iterable[str]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerow(cells)
    return target.getvalue()


def _time(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else ""
