"""Where we left off hearing: what a cursor holds; pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Mapping

FORGOTTEN = "Where we left off hearing is no longer known; it is begun anew."
NUMBER = re.compile(r"[0-9]{1,20}")
BEGINNING = datetime(2001, 1, 1, tzinfo=UTC)  # before there was such a wiki


@dataclass(frozen=True, slots=True)
class Read:
    """The last revision of a page that was told, and when it was made."""

    revision: int = 0
    at: datetime = BEGINNING


@dataclass(frozen=True, slots=True)
class Place:
    """Where hearing goes on: how far each page was read."""

    pages: Mapping[str, Read] = field(default_factory=dict)

    def written(self) -> str:
        """Return it as a cursor."""
        pages = [[page, read.revision, read.at.isoformat()] for page, read in self.pages.items()]
        return json.dumps({"pages": pages}, separators=(",", ":"))


def read(cursor: str) -> Place:
    """Read a cursor; raises `CursorExpired` where it is none of ours."""
    try:
        listed = Wild(json.loads(cursor or '{"pages":[]}'))["pages"]
        pages = {
            page.matching(NUMBER, "number"): Read(revision.count(), at.time())
            for page, revision, at in listed
        }
    except (ValueError, TypeError, RecursionError, errors.Garbled) as error:
        raise errors.CursorExpired(FORGOTTEN) from error
    return Place(pages)
