"""A wiki of our own: it answers as one did, and only to what one says its modules take."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors.mediawiki.connector import MediaWikiSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")
API = "https://wiki.example.org/api.php"
SECRETS = {"api": API, "user": "Alice@passaparola", "password": "0123456789abcdef"}
COOKIES = {"tokens": "wiki_session=abc; path=/; HttpOnly", "login": "wiki_BPsession=def; path=/; HttpOnly"}
USUAL = {
    "tokens": "tokens__login",
    "login": "login__done",
    "contributions": "usercontribs__none",
    "page": "page__talk",
    "person": "page__talk",
    "now": "words__now",
    "then": "words__then",
    "edit": "edit__done",
    "revisions": "revisions__talk",
}


def error(code: str, **headers: str) -> httpx.Response:
    """A refusal as a wiki gives it: with status 200."""
    said = {"error": {"code": code, "info": f"The wiki says {code}."}}
    return httpx.Response(200, json=said, headers={"mediawiki-api-error": code, **headers})


def step(given: dict[str, str]) -> str:
    """What a call is for."""
    if given["action"] != "query":
        return given["action"]
    if given.get("type") == "login":
        return "tokens"
    if given.get("rvdir"):
        return "revisions"
    names = {"list": "contributions", "titles": "page", "pageids": "now", "revids": "then"}
    return next((name for key, name in names.items() if key in given), "person")


@dataclass
class Wiki:
    """Answers each step as told, else as a wiki with one talk page that takes everything."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bearer: str = ""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert str(request.url).startswith(API)
        given = dict(request.url.params) or dict(httpx.QueryParams(request.read().decode()))
        now = step(given)
        self.judge(request, given, now)
        self.calls.append((now, given))
        answer = self.answers.get(now, recorded("mediawiki", USUAL[now]))
        if callable(answer):
            answer = answer(given)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer, headers={"set-cookie": COOKIES.get(now, "")})

    def judge(self, request: httpx.Request, given: dict[str, str], now: str) -> None:
        """Fail where no wiki would understand the call, or would not know who makes it."""
        described = recorded("mediawiki", "paraminfo__1.39")
        module = given["action"]
        # formatversion is an argument of the JSON printer, which describes itself elsewhere
        known = described["main"] | described[module] | {"formatversion": {"type": ["2"]}}
        if module == "query":
            for part in ("tokens", "usercontribs", "userinfo", "siteinfo", "revisions", "info"):
                known |= described[f"query+{part}"]
        for name, value in given.items():
            assert name in known, f"{module} takes no {name}"
            kinds = known[name].get("type")
            if isinstance(kinds, list) and name != "ucprop":
                assert set(value.split("|")) <= set(kinds), f"{name}={value}"
        assert given["format"] == "json"
        assert (request.method == "POST") == (module in {"login", "edit"})
        if self.bearer:
            assert request.headers["authorization"] == f"Bearer {self.bearer}"
        elif now not in {"tokens", "login"}:
            assert request.headers["cookie"] == "wiki_session=abc; wiki_BPsession=def"
        if now not in {"tokens", "login"}:
            assert given["assert"] == "user"
            assert given["maxlag"] == "5"

    def saved(self) -> list[dict[str, str]]:
        """The edits it was asked for."""
        return [given for now, given in self.calls if now == "edit"]


def spoken(
    wiki: Wiki, act: Callable[[MediaWikiSpeaker], Awaitable[T]], secrets: dict[str, str] | None = None
) -> T:
    """What comes of `act` by one who speaks for Alice."""

    async def scene() -> T:
        async with client(wiki)() as door:
            return await act(speaker(HeldKeys("https://wiki.example.org", "3", secrets or SECRETS), door))

    return asyncio.run(scene())
