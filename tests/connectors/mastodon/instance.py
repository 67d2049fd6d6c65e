"""A server of our own that speaks the Mastodon API, and hears only what the vendor describes."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from connectors.described import described
from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors.contract import Draft, Medium
from passaparola.connectors.mastodon.speaker import MastodonSpeaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connectors.described import Document

KEY = "token-7f3"
HOME = "https://social.example"
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
SHARED = Path(__file__).parents[3].parent / "shared" / "contracts"
CONTRACTS = Path(os.environ.get("PASSAPAROLA_CONTRACTS", SHARED))
WRITTEN = frozenset({"POST", "PUT", "DELETE"})


def mended(document: Document) -> None:
    """Mend what is wrong in the description (4.7.0); each by the page it was made from."""
    paths = document["paths"]
    # a header is text (docs.joinmastodon.org/methods/statuses)
    paths["/api/v1/statuses"]["post"]["parameters"][0]["schema"] = {"type": "string"}
    # the names of a form, media_attributes[][id] and so on, are a list of objects in JSON (the same page)
    change = paths["/api/v1/statuses/{id}"]["put"]["requestBody"]["content"]["application/json"]["schema"]
    del change["properties"]["media_attributes[]"]
    text = {"type": "string"}
    entry = {"type": "object", "properties": {"id": text, "description": text, "focus": text}}
    change["properties"]["media_attributes"] = {"type": "array", "items": entry}
    # one address may stand without a list around it (docs.joinmastodon.org/methods/apps)
    app = paths["/api/v1/apps"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    app["properties"]["redirect_uris"] = text
    for path in ("/oauth/token", "/oauth/revoke"):  # forms (docs.joinmastodon.org/methods/oauth)
        content = paths[path]["post"]["requestBody"]["content"]
        content["application/x-www-form-urlencoded"] = content["application/json"]


@cache
def judge() -> Callable[[httpx.Request], None]:
    """The vendor's description as a judge; nobody judges where it is not at hand."""
    file = CONTRACTS / "mastodon.json"
    return described(file, at=HOME, patch=mended) if file.is_file() else lambda _: None


Broken = httpx.Response | Exception | list[httpx.Response | Exception]


class Instance:
    """One account's posts; `broken` gives answers to "METHOD path-end" (a list: one after the other).

    `keeps_keys`: whether a key sent twice is one post. `by_page`: posts shown at once, None for a server
    that shows the same ones whatever page is asked for. `shows_source`: whether it tells what was typed.
    """

    def __init__(
        self, *, keeps_keys: bool = True, by_page: int | None = 40, shows_source: bool = True
    ) -> None:
        self.broken: dict[str, Broken] = {}
        self.posts: list[dict[str, Any]] = []
        self.others: dict[str, dict[str, Any]] = {"9001": recorded("mastodon", "status__public")}
        self.asked: list[httpx.Request] = []
        self.by_key: dict[str, dict[str, Any]] = {}
        self.keeps_keys, self.by_page, self.shows_source = keeps_keys, by_page, shows_source

    def __call__(self, request: httpx.Request) -> httpx.Response:
        judge()(request)
        self.asked.append(request)
        for asked, answer in self.broken.items():
            method, _, end = asked.partition(" ")
            if request.method == method and request.url.path.endswith(end):
                return self._broken(answer)
        return self._answer(request)

    @staticmethod
    def _broken(answer: Broken) -> httpx.Response:
        one = answer.pop(0) if isinstance(answer, list) else answer
        if isinstance(one, Exception):
            raise one
        return httpx.Response(one.status_code, content=one.content, headers=one.headers)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path, method = request.url.path, request.method
        if path == "/api/v1/statuses":
            return self._posted(request)
        if path.endswith("/1000/statuses"):
            return self._listed(request)
        if path.endswith("/context"):
            return httpx.Response(200, json=recorded("mastodon", "context__none"))
        if path.endswith("/source"):
            return self._source(path.split("/")[-2])
        if path.startswith("/api/v1/statuses/"):
            return self._one(method, path.rpartition("/")[2], request)
        names = {
            "/api/v2/media": "media__ready",
            "/api/v1/media": "media__ready",
            "/api/v1/media/700": "media__ready",
            "/api/v2/instance": "instance__quotes",
            "/api/v1/instance": "instance__first",
            "/api/v2/search": "search__one",
            "/api/v1/accounts/verify_credentials": "verify_credentials__brand",
            "/api/v1/apps": "app__registered",
            "/oauth/token": "token__given",
            "/oauth/revoke": "search__none",
        }
        return httpx.Response(200, json=recorded("mastodon", names[path]))

    def _posted(self, request: httpx.Request) -> httpx.Response:
        key = request.headers["idempotency-key"]
        if not (self.keeps_keys and key in self.by_key):
            self.by_key[key] = self.stands(**said(request))
        return httpx.Response(200, json=shown(self.by_key[key]))

    def stands(self, status: str = "Pass it on", at: datetime = AT, **body: Any) -> dict[str, Any]:
        """Put a post there."""
        media = [
            recorded("mastodon", "media__ready") | {"id": number} for number in body.get("media_ids", [])
        ]
        post: dict[str, Any] = recorded("mastodon", "status__own") | {
            "id": str(9500 + len(self.posts)),
            "created_at": at.isoformat(),
            "content": f"<p>{status}</p>",
            "in_reply_to_id": body.get("in_reply_to_id"),
            "media_attachments": media,
            "typed": status,
        }
        self.posts.insert(0, post)
        return post

    def _listed(self, request: httpx.Request) -> httpx.Response:
        before = request.url.params.get("max_id")
        ids = [post["id"] for post in self.posts]
        if self.by_page is None:
            return httpx.Response(200, json=[shown(post) for post in self.posts])
        start = ids.index(before) + 1 if before in ids else 0
        page = self.posts[start : start + self.by_page]
        link = f'<{HOME}/x?max_id={page[-1]["id"]}>; rel="next"' if len(page) == self.by_page else ""
        return httpx.Response(200, json=[shown(post) for post in page], headers={"link": link})

    def _source(self, number: str) -> httpx.Response:
        post = next((post for post in self.posts if post["id"] == number), None)
        if post is None or not self.shows_source:
            return httpx.Response(404, json=recorded("mastodon", "error__not_found"))
        return httpx.Response(200, json={"id": number, "text": post["typed"], "spoiler_text": ""})

    def _one(self, method: str, number: str, request: httpx.Request) -> httpx.Response:
        if method == "GET" and number in self.others:
            return httpx.Response(200, json=self.others[number])
        post = next((post for post in self.posts if post["id"] == number), None)
        if post is None:
            return httpx.Response(404, json=recorded("mastodon", "error__not_found"))
        if method == "DELETE":
            self.posts.remove(post)
        if method == "PUT":
            post["typed"] = said(request)["status"]
        return httpx.Response(200, json=shown(post))

    def written(self, end: str = "") -> list[httpx.Request]:
        """What was sent to addresses that end so."""
        return [one for one in self.asked if one.method in WRITTEN and one.url.path.endswith(end)]


def said(request: httpx.Request) -> dict[str, Any]:
    """The JSON of a request."""
    return dict(httpx.Response(200, content=request.content).json())


def shown(post: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in post.items() if name != "typed"}


def keys(**secrets: str) -> HeldKeys:
    """The keys of the account on our server."""
    return HeldKeys(HOME, "1000", {"access_token": KEY, "client_id": "app", "client_secret": "s", **secrets})


class Pauses(list[float]):
    """Waits for nothing, and remembers how long it should have."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


def speak(
    instance: Callable[[httpx.Request], httpx.Response],
    job: Callable[[MastodonSpeaker], Awaitable[Any]],
    held: HeldKeys | None = None,
    pause: Pauses | None = None,
) -> Any:
    """The result of `job` for our account on `instance`."""

    async def running() -> Any:
        async with client(instance)() as door:
            return await job(
                MastodonSpeaker(held or keys(), door, pause=Pauses() if pause is None else pause)
            )

    return asyncio.run(running())


def draft(text: str = "Pass it on", **more: Any) -> Draft:
    return replace(Draft(key="k1", at=AT, text=text), **more)


def later(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def file(folder: Path, name: str = "hat.png", alt: str = "A red hat", kind: str = "image/png") -> Medium:
    """A file on our disk."""
    path = folder / name
    path.write_bytes(name.encode())
    medium_kind = "video" if kind.startswith("video") else "image"
    return Medium(path, medium_kind, kind, path.stat().st_size, name, alt)  # type: ignore[arg-type]  # one of two
