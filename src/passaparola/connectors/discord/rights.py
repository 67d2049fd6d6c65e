"""What a member of a server may do in one of its channels; pure.

In the order of docs.discord.com/developers/topics/permissions, "permission overwrites", 2026-08.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from passaparola.connectors.wild import Wild

NUMBER = re.compile(r"[0-9]{1,40}")
EVERYTHING = 1 << 3
NEEDED: Mapping[str, int] = MappingProxyType(
    {
        "View channel": 1 << 10,
        "Send messages": 1 << 11,
        "Attach files": 1 << 15,
        "Read message history": 1 << 16,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a channel gives and takes of the rights of a role or member `whose` number this is."""

    whose: str
    gives: int
    takes: int


@dataclass(frozen=True, slots=True)
class Server:
    """A server: its number is also that of the role everybody has."""

    id: str
    owner: str
    roles: Mapping[str, int]


def server(wild: Wild) -> Server:
    """Read a guild."""
    roles = {_number(role["id"]): int(_number(role["permissions"])) for role in wild["roles"]}
    return Server(_number(wild["id"]), _number(wild["owner_id"]), roles)


def roles(wild: Wild) -> list[str]:
    """Read the roles of a member."""
    return [_number(role) for role in wild["roles"]]


def changes(wild: Wild) -> list[Change]:
    """Read what a channel changes."""
    listed = wild.get("permission_overwrites")
    return [
        Change(_number(entry["id"]), int(_number(entry["allow"])), int(_number(entry["deny"])))
        for entry in listed or ()
    ]


def missing(at: Server, member: str, roles: Iterable[str], changed: Iterable[Change]) -> list[str]:
    """Return which of the needed rights `member`, who has `roles`, has not in a channel."""
    having, found = set(roles), list(changed)
    rights = reduce(or_, (value for role, value in at.roles.items() if role in {at.id, *having}), 0)
    if member == at.owner or rights & EVERYTHING:
        return []
    for whose in ({at.id}, having, {member}):
        meant = [change for change in found if change.whose in whose]
        rights &= ~reduce(or_, (change.takes for change in meant), 0)
        rights |= reduce(or_, (change.gives for change in meant), 0)
    return [name for name, bit in NEEDED.items() if not rights & bit]


def _number(wild: Wild) -> str:
    return wild.matching(NUMBER, "number")
