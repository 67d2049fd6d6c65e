"""Where we left off hearing: what a cursor holds; pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.discord.wire import ID
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Mapping

FORGOTTEN = "Where we left off hearing is no longer known; it is begun anew."
REMEMBERED = 200  # threads


@dataclass(frozen=True, slots=True)
class Read:
    """How far a thread was read, and whether it hangs on a message of ours."""

    after: int
    ours: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where hearing goes on: `me` is the bot, `after` the last message told of the channel.

    `edited` is when the last change was made that was told, in microseconds since 1970.
    """

    me: str
    after: int
    edited: int = 0
    threads: Mapping[str, Read] = field(default_factory=dict)

    def written(self) -> str:
        """Return it as a cursor."""
        known = [[name, str(read.after), int(read.ours)] for name, read in self.threads.items()]
        told = {"me": self.me, "after": str(self.after), "edited": self.edited}
        return json.dumps(told | {"threads": known[-REMEMBERED:]}, separators=(",", ":"))


def read(cursor: str) -> Place:
    """Read a cursor; raises `CursorExpired` where it is none of ours."""
    try:
        wild = Wild(json.loads(cursor))
        threads = {
            _number(name): Read(int(_number(after)), bool(ours.count()))
            for name, after, ours in wild["threads"]
        }
        return Place(_number(wild["me"]), int(_number(wild["after"])), wild["edited"].count(), threads)
    except (ValueError, TypeError, RecursionError, errors.Garbled) as error:
        raise errors.CursorExpired(FORGOTTEN) from error


def microseconds(moment: datetime) -> int:
    """Return a moment as a number that a cursor holds exactly."""
    return (moment - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def _number(wild: Wild) -> str:
    return wild.matching(ID, "id")
