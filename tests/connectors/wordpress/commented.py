"""A WordPress of our own on which people comment."""

from __future__ import annotations

import asyncio
import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from connectors.wordpress.blog import SECRETS, Blog
from passaparola.connectors.wordpress.connector import speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from passaparola.connectors.contract import Batch
    from passaparola.connectors.wordpress.connector import WordPressSpeaker

T = TypeVar("T")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLACE = "https://blog.example.org"
OURS, THEIRS = 22, 1
LINK = f"{PLACE}/2026/11/25/opening-p0fe0d8f5e22/"
POSTS = [
    {"id": OURS, "author": 2, "link": LINK},
    {"id": THEIRS, "author": 1, "link": f"{PLACE}/2026/11/24/hello-world/"},
]
HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"


@dataclass
class Commented(Blog):
    """Lists `comments`, newest first, as WordPress does; `hidden` ones are counted, and not shown.

    `counts`: whether it says how many there are.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    clock: datetime = NOW
    counts: bool = True
    made: list[dict[str, Any]] = field(default_factory=list)  # type: ignore[assignment]  # comments, here

    def __call__(self, request: httpx.Request) -> httpx.Response:
        route = request.url.path.removeprefix("/wp-json/wp/v2/")
        call = f"{request.method} {route}"
        if call in self.answers:
            return super().__call__(request)
        if call == "GET comments":
            given = self.judged(request, route)
            self.calls.append((call, given))
            return self._listed(given)
        if call == "GET posts":
            return self._posts(self.judged(request, route))
        if request.method == "GET" and route.startswith("comments/"):
            found = [one for one in self.comments if str(one["id"]) == route.rpartition("/")[2]]
            gone = httpx.Response(404, json=recorded("wordpress", "error__comment_gone"))
            return httpx.Response(200, json=found[0]) if found else gone
        if call == "POST comments":
            return self._posted(self.judged(request, route))
        return super().__call__(request)

    def _listed(self, given: dict[str, Any]) -> httpx.Response:
        assert (given["status"], given.get("context", "view")) == ("all", "view")
        some = [one for one in self.comments if one["status"] in {"approved", "hold"}]
        if "include" in given:
            some = [one for one in some if str(one["id"]) in given["include"].split(",")]
        if "author" in given:
            some = [one for one in some if str(one["author"]) == given["author"]]
        if given.get("type", "comment") != "all":
            some = [one for one in some if one["type"] == given.get("type", "comment")]
        some = [one for one in some if "after" not in given or _at(one) > _moment(given["after"])]
        some = [one for one in some if "before" not in given or _at(one) < _moment(given["before"])]
        some.sort(key=_at, reverse=True)
        start = int(given.get("offset", 0))
        page = [one for one in some[start : start + int(given["per_page"])] if one["id"] not in self.hidden]
        headers = {"date": self.clock.strftime(HTTP_DATE)}
        headers |= {"x-wp-total": str(len(some))} if self.counts else {}
        return httpx.Response(200, json=page, headers=headers)

    @staticmethod
    def _posts(given: dict[str, Any]) -> httpx.Response:
        numbers = given.get("include", "").split(",")
        slug = given.get("slug")
        found = [
            post
            for post in POSTS
            if str(post["id"]) in numbers or (slug and str(post["link"]).endswith(f"/{slug}/"))
        ]
        return httpx.Response(200, json=found)

    def _posted(self, given: dict[str, Any]) -> httpx.Response:
        self.made.append(given)
        one = self.says(given["content"], author=2, parent=given.get("parent", 0), post=given["post"])
        return httpx.Response(201, json=one)

    def says(self, text: str, *, at: datetime | None = None, **more: Any) -> dict[str, Any]:
        """Put a comment there."""
        one: dict[str, Any] = copy.deepcopy(recorded("wordpress", "comments__some")[4])
        number = max((other["id"] for other in self.comments), default=100) + 1
        one |= {"id": number, "link": f"{LINK}#comment-{number}", "content": {"rendered": f"<p>{text}</p>"}}
        one |= {"date_gmt": (at or self.clock).strftime("%Y-%m-%dT%H:%M:%S"), **more}
        self.comments.append(one)
        return one

    def say(self, count: int, *, at: datetime | None = None) -> None:
        """Put so many comments there, a minute between them, the last one `at`."""
        for k in range(count):
            self.says(f"Comment {k}", at=(at or self.clock) - timedelta(minutes=count - 1 - k))


def _at(one: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(one["date_gmt"]).replace(tzinfo=UTC)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def spoken(blog: Blog, act: Callable[[WordPressSpeaker], Awaitable[T]], now: datetime = NOW) -> T:
    """What comes of `act` by one who speaks for the author."""

    async def scene() -> T:
        async with client(blog)() as door:
            it = speaker(HeldKeys(PLACE, "2", SECRETS), door)
            it._now = lambda: now
            return await act(it)

    return asyncio.run(scene())


def heard(blog: Blog, cursor: str = "") -> Batch:
    return spoken(blog, lambda it: it.hear(cursor))


def walked(blog: Blog, cursor: str = "") -> tuple[list[str], Batch]:
    """The ids of all that is told from `cursor` on, and the last batch."""
    told: list[str] = []
    for _ in range(200):
        batch = heard(blog, cursor)
        told += [event.id for event in batch.events]
        cursor = batch.cursor
        if not batch.more:
            return told, batch
    raise AssertionError("it never ends")
