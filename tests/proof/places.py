"""Where the crash proof publishes, and how it counts there: on the platform, past everything of ours."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.sandbox.network import Network
from passaparola.web.brands import actions as brands
from passaparola.web.channels import actions as channels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass(frozen=True)
class Place:
    """An account on a platform: what connects it, and what counts the posts there that carry a mark."""

    key: str
    at: str
    answers: Mapping[str, str]
    count: Callable[[str], int]
    settle: float = 0.0
    words: str = "A post"
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_images(self) -> bool:
        return bool(PLATFORMS[self.key].media_types)

    @property
    def takes_threads(self) -> bool:
        return "thread" in PLATFORMS[self.key].takes

    def connect(self) -> Any:
        """Connect the account as a person would, for a brand of its own."""
        login = asyncio.run(channels.sign_in(self.key, self.at, self.answers))
        owner = brands.create_user(f"{self.key}@example.org", None)
        brand = brands.create_brand(self.key, owner=owner)
        return channels.connect(brand, self.key, login, timezone.now())


def places(servers: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the simulated network, and a place on each of the real `servers`."""
    Network.open(settings.SANDBOX, "proof", people=50)
    yield Place("sandbox", "sandbox://proof", {"handle": "proof"}, on_the_sandbox)
    board = Path(settings.DATA) / "board.jsonl"
    yield Place("noticeboard", str(board), {"name": "proof"}, lambda mark: board.read_text().count(mark))
    for key, told in servers.items():
        yield SERVERS[key](told)


def on_the_sandbox(mark: str) -> int:
    """Count in the simulated network's own file."""
    with closing(sqlite3.connect(settings.SANDBOX)) as database:
        found: int = database.execute(
            "SELECT count(*) FROM posts WHERE text LIKE ?", (f"%{mark}%",)
        ).fetchone()[0]
    return found


SERVERS: dict[str, Callable[[Mapping[str, Any]], Place]] = {}
