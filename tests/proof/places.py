"""Where the crash proof publishes, and how it counts there: on the platform, past everything of ours."""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
from django.conf import settings
from django.utils import timezone

from passaparola.connectors import errors
from passaparola.connectors.contract import Account, Login
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.sandbox.network import Network
from passaparola.web.brands import actions as brands
from passaparola.web.channels import actions as channels
from servers.stubborn import TRIES, Stubborn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@dataclass(frozen=True)
class Place:
    """An account on a platform: what connects it, and what counts the posts there that carry a mark.

    `settle` are the seconds it takes to show what it was given, `pause` those between two posts;
    `answers_itself` says that the account can make a thread.
    """

    key: str
    at: str
    answers: Mapping[str, str]
    count: Callable[[str], int]
    settle: float = 0.0
    pause: float = 0.0
    words: str = "A post"
    options: Mapping[str, str] = field(default_factory=dict)
    login: Login | None = None
    answers_itself: bool = True

    @property
    def takes_images(self) -> bool:
        return bool(PLATFORMS[self.key].media_types)

    @property
    def takes_threads(self) -> bool:
        return self.answers_itself and "thread" in PLATFORMS[self.key].takes

    def connect(self) -> Any:
        """Connect the account as a person would, for a brand of its own."""
        login = self.login or self._signed_in()
        owner = brands.create_user(f"{self.key}@example.org", None)
        brand = brands.create_brand(self.key, owner=owner)
        return channels.connect(brand, self.key, login, timezone.now())

    def _signed_in(self) -> Login:
        for _ in range(TRIES - 1):
            with suppress(errors.Transient, errors.Unreachable):
                return asyncio.run(channels.sign_in(self.key, self.at, self.answers))
        return asyncio.run(channels.sign_in(self.key, self.at, self.answers))


def places(servers: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the simulated network, and a place on each of the real `servers`."""
    Network.open(settings.SANDBOX, "proof", people=50)
    yield Place("sandbox", "sandbox://proof", {"handle": "proof"}, on_the_sandbox)
    board = Path(settings.DATA) / "board.jsonl"
    yield Place("noticeboard", str(board), {"name": "proof"}, lambda mark: board.read_text().count(mark))
    feed = Path(settings.DATA) / "hub" / "proof"
    entries = {"brand": "proof", "brand name": "Proof"}
    yield Place(
        "hub", "", entries, lambda mark: sum(mark in each.read_text() for each in feed.rglob("*.json"))
    )
    for key, told in servers.items():
        yield SERVERS[key](told)


def on_the_sandbox(mark: str) -> int:
    """Count in the simulated network's own file."""
    with closing(sqlite3.connect(settings.SANDBOX)) as database:
        found: int = database.execute(
            "SELECT count(*) FROM posts WHERE text LIKE ?", (f"%{mark}%",)
        ).fetchone()[0]
    return found


def on_bluesky(told: Mapping[str, Any]) -> Place:
    """An account of its own on a whole local network; its repository is read past everything of ours."""
    pds = httpx.Client(base_url=f"{told['pds']}/xrpc/", timeout=30, trust_env=False)
    handle = f"proof{secrets.token_hex(4)}.test"
    asked = {"handle": handle, "email": f"{handle}@example.com", "password": "a-local-password"}
    made = pds.post("com.atproto.server.createAccount", json=asked).raise_for_status().json()

    def count(mark: str) -> int:
        # By their keys, which lie within the minute before they were due: the last few hundred it is.
        listed = {"repo": made["did"], "collection": "app.bsky.feed.post", "limit": "100"}
        found, cursor = 0, ""
        for _ in range(4):
            more = {"cursor": cursor} if cursor else {}
            page = pds.get("com.atproto.repo.listRecords", params=listed | more).raise_for_status().json()
            found += sum(mark in record["value"]["text"] for record in page["records"])
            cursor = page.get("cursor", "")
            if not cursor:
                break
        return found

    answers = {"handle": handle, "password": "a-local-password"}
    return Place("bluesky", told["pds"], answers, count, settle=0.5)


def on_wordpress(told: Mapping[str, Any]) -> Place:
    """The author of a real site; its posts are searched in every state."""
    author = told["author2"]
    site = httpx.Client(auth=(author["user"], author["application_password"]), timeout=30, trust_env=False)

    def count(mark: str) -> int:
        asked = {"search": mark, "status": "any", "context": "edit", "per_page": "50"}
        posts = site.get(f"{told['rest']}/wp/v2/posts", params=asked).raise_for_status().json()
        return sum(mark in post["content"]["raw"] for post in posts)

    answers = {"user": author["user"], "password": author["application_password"]}
    return Place("wordpress", told["url"], answers, count, settle=1.0)


def on_matrix(told: Mapping[str, Any]) -> Place:
    """The brand in a room of a real homeserver, freed from its rate limit; the room's history is read."""
    user, room = told["users"][0], told["room"]["room_id"]
    key = {"Authorization": f"Bearer {user['access_token']}"}
    server = httpx.Client(base_url=told["url"], headers=key, timeout=30, trust_env=False)
    limit = f"/_synapse/admin/v1/users/{quote(user['user'])}/override_ratelimit"
    server.post(limit, json={"messages_per_second": 0, "burst_count": 0}).raise_for_status()

    def count(mark: str) -> int:
        history = f"/_matrix/client/v3/rooms/{quote(room)}/messages"
        found = server.get(history, params={"dir": "b", "limit": "60"}).raise_for_status().json()["chunk"]
        return sum(mark in str(event.get("content", {}).get("body", "")) for event in found)

    answers = {"room": told["room"]["alias"], "token": user["access_token"]}
    return Place("matrix", told["url"], answers, count, settle=0.5)


def on_snac(told: Mapping[str, Any]) -> Place:
    """The brand on a small server with part of the Mastodon API, which remembers no idempotency key."""
    token = next(user["access_token"] for user in told["users"] if user["user"] == "brand")
    server = httpx.Client(
        base_url=told["url"],
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
        trust_env=False,
        transport=Stubborn(),
    )
    me = server.get("/api/v1/accounts/verify_credentials").raise_for_status().json()["id"]

    def count(mark: str) -> int:
        posts = server.get(f"/api/v1/accounts/{me}/statuses").raise_for_status().json()
        return sum(mark in post["content"] for post in posts)

    # It shows no more than the last twenty posts: of more in two minutes nobody can tell which are there.
    return Place("mastodon", told["url"], {"token": token}, count, settle=1.0, pause=7.0)


def on_mediawiki(told: Mapping[str, Any]) -> Place:
    """Alice on the talk page of a real wiki; the page's own text is read."""
    page = f"Talk:Proof {secrets.token_hex(3)}"

    def count(mark: str) -> int:
        asked = {"title": page, "action": "raw"}
        return httpx.get(told["index"], params=asked, timeout=30, trust_env=False).text.count(
            f"A post {mark}"
        )

    alice = told["users"][0]
    options = {"page": page, "disclosure": "Employer: Proof; client: none; affiliation: none"}
    answers = {"user": alice["user"], "password": alice["password"]}
    return Place("mediawiki", told["url"], answers, count, settle=1.0, options=options)


def on_telegram(told: Mapping[str, Any]) -> Place:
    """A chat behind a stand-in for the Bot API, which takes everything and lets nobody look."""
    return _taker(told, "telegram", "-1001234567890", {"token": f"123456789:{'A' * 35}"})


def on_discord(told: Mapping[str, Any]) -> Place:
    """A channel behind a stand-in for webhooks."""
    return _taker(told, "discord", "1250000000000000005", {"webhook": "A" * 68, "guild": "11"})


def _taker(told: Mapping[str, Any], key: str, account: str, kept: Mapping[str, str]) -> Place:
    file = Path(told["file"])
    login = Login(Account(account, account), told["url"], kept)
    return Place(
        key,
        told["url"],
        {},
        lambda mark: file.read_text("utf-8", "ignore").count(mark),
        login=login,
        answers_itself="webhook" not in kept,
    )


SERVERS: dict[str, Callable[[Mapping[str, Any]], Place]] = {
    "bluesky": on_bluesky,
    "wordpress": on_wordpress,
    "matrix": on_matrix,
    "snac": on_snac,
    "mediawiki": on_mediawiki,
    "telegram": on_telegram,
    "discord": on_discord,
}
