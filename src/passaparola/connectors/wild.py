"""Foreign JSON, held at arm's length: nothing in it is used before it has been tamed.

A `Wild` knows its value and the path that led to it, so that what does not fit is named exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from passaparola.connectors.errors import Garbled

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 20_000  # characters kept of any one text
MANY = 20_000  # entries looked at in any one list
LARGE = 2**53  # integers beyond are not exact in JSON's own terms (RFC 8259, 6)

# Half a surrogate pair cannot be written as UTF-8, and a database text cannot hold NUL
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wild:
    """A piece of foreign JSON and where it was found (`path`, from `$`)."""

    value: Any
    path: str = "$"

    def __getitem__(self, name: str) -> Wild:
        """Return the field `name` of an object; raises `Garbled` where there is none."""
        found = self.get(name)
        if found is None:
            raise self._wrong(f"has no {name!r}")
        return found

    def get(self, name: str) -> Wild | None:
        """Return the field `name` of an object, None where it is missing or null."""
        if not isinstance(self.value, dict):
            raise self._wrong("is no object")
        value = self.value.get(name)
        return None if value is None else Wild(value, f"{self.path}.{name}")

    def __iter__(self) -> Iterator[Wild]:
        """Go through a list; raises `Garbled` where it is none, or longer than any we ask for."""
        if not isinstance(self.value, list):
            raise self._wrong("is no list")
        if len(self.value) > MANY:
            raise self._wrong(f"has {len(self.value):,} entries")
        return iter([Wild(entry, f"{self.path}[{i}]") for i, entry in enumerate(self.value)])

    def text(self) -> str:
        """Return a string that can be stored and written anywhere, cut at `LONGEST` characters."""
        if not isinstance(self.value, str):
            raise self._wrong("is no text")
        return _UNWRITABLE.sub("\ufffd", self.value[:LONGEST])

    def matching(self, pattern: re.Pattern[str], what: str) -> str:
        """Return a string that `pattern` matches whole; raises `Garbled` saying it is no `what`."""
        if not isinstance(self.value, str) or not pattern.fullmatch(self.value):
            raise self._wrong(f"is no {what}")
        return self.value

    def count(self) -> int:
        """Return a whole number of zero or more."""
        if type(self.value) is not int or not 0 <= self.value <= LARGE:
            raise self._wrong("is no count")
        return self.value

    def time(self) -> datetime:
        """Return an ISO 8601 time, in UTC; one without a zone is taken as UTC."""
        try:
            moment = datetime.fromisoformat(self.text())
            zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return zoned.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self._wrong("is no time") from error

    def _wrong(self, what: str) -> Garbled:
        return Garbled(f"{self.path} {what}")


def text_of(found: Wild | None) -> str:
    """Return the text of an optional field, empty where it is missing."""
    return "" if found is None else found.text()


def count_of(found: Wild | None) -> int:
    """Return the number in an optional field, 0 where it is missing."""
    return 0 if found is None else found.count()


@dataclass(frozen=True, slots=True)
class Fields:
    """What we do with each field of a foreign object: `read` it, or leave it `ignored` on purpose.

    A field in neither is news: the contract tests fail when a platform's description names one.
    """

    read: frozenset[str]
    ignored: frozenset[str]
