"""A feed as it is to be read, whatever the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passaparola.connectors.hub.entry import Entry
    from passaparola.connectors.hub.shelf import About

NEWEST = 50
_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed without entries was changed last


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is to be read at the address `page`, which ends in a slash."""

    about: About
    entries: tuple[Entry, ...]
    page: str

    @property
    def newest(self) -> list[Entry]:
        """Return the entries a reader is given."""
        return [entry for entry in self.entries if not entry.deleted][:NEWEST]

    @property
    def updated(self) -> datetime:
        """Return when anything changed last; long ago where nothing was ever published."""
        return max((entry.deleted or entry.updated for entry in self.entries), default=_BEFORE)

    def of(self, entry: Entry) -> str:
        """Return the address of an entry."""
        return f"{self.page}{entry.name}/"


def rfc3339(at: datetime) -> str:
    """Return a time as Atom, JSON Feed and ActivityStreams write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
