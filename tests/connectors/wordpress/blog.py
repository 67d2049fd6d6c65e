"""A WordPress of our own: it answers as one did, and only to what one says its routes take."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors.wordpress.connector import WordPressSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")
ROOT = "https://blog.example.org/wp-json/"
SECRETS = {"root": ROOT, "user": "author2", "password": "abcdABCD1234"}
BASIC = "Basic " + base64.b64encode(b"author2:abcdABCD1234").decode()
ANY = {"_fields", "_method", "context"}  # what every route takes (wp-includes/rest-api, 6.1)
KINDS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) or re.fullmatch(r"-?\d+", value) is not None,
    "boolean": lambda value: value in {True, False, "true", "false"},
    "array": lambda value: isinstance(value, list | str),
    "object": lambda value: isinstance(value, dict | str),  # a title may come as a string (prepare_item)
}


def error(name: str) -> httpx.Response:
    """The answer that was recorded as the error `name`."""
    said = recorded("wordpress", f"error__{name}")
    return httpx.Response(said["data"]["status"], json=said)


@dataclass
class Blog:
    """Answers "METHOD route" as told, else as a site with nothing on it that takes everything."""

    answers: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == BASIC
        assert str(request.url).startswith(f"{ROOT}wp/v2/")
        route = request.url.path.removeprefix("/wp-json/wp/v2/")
        call = f"{request.method} {route}"
        given = self.judged(request, route)
        self.calls.append((call, given))
        answer = self.answers.get(call, self.usual(call, given))
        if isinstance(answer, list) and answer and isinstance(answer[0], list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(201 if request.method == "POST" else 200, json=answer)

    @staticmethod
    def usual(call: str, given: dict[str, Any]) -> Any:
        if call == "POST posts":
            return recorded("wordpress", "post__published") | {"slug": given["slug"]}
        if call.startswith("POST media"):
            return recorded("wordpress", "file__image") | {"slug": given.get("slug", "p0-abc")}
        if call == "GET categories":
            return recorded("wordpress", "categories__some")
        if call == "GET users/me":
            return recorded("wordpress", "user__author")
        if call.startswith(("POST", "DELETE", "GET posts/")):
            return recorded("wordpress", "post__published") | {"name": "a tag"}
        return []

    @staticmethod
    def judged(request: httpx.Request, route: str) -> dict[str, Any]:
        """What a call gives; fails where the routes do not know it."""
        described = recorded("wordpress", "routes__6.1")
        path = "/wp/v2/" + re.sub(r"\d+$", "(?P<id>[\\\\d]+)", route)
        arguments = described[path][request.method]
        given = dict(request.url.params) | sent(request)
        for name, value in given.items():
            if name in ANY or name == "file":
                continue
            assert name in arguments, f"{name} is no argument of {request.method} {path}"
            kind = arguments[name].get("type", "string")
            kinds = [kind] if isinstance(kind, str) else kind
            assert any(KINDS[one](value) for one in kinds if one != "null"), f"{name}={value!r} is no {kind}"
            if "enum" in arguments[name]:
                assert value in arguments[name]["enum"], f"{name}={value!r}"
        return given

    def made(self) -> list[dict[str, Any]]:
        """The posts it was asked to make."""
        return [given for call, given in self.calls if call == "POST posts"]


def sent(request: httpx.Request) -> dict[str, Any]:
    """The fields of a body: JSON, or a form with a file."""
    content = request.read()
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/"):
        return dict(json.loads(content)) if content else {}
    parts = BytesParser(policy=HTTP).parsebytes(f"content-type: {kind}\r\n\r\n".encode() + content)
    found: dict[str, Any] = {}
    for part in parts.iter_parts():
        name = part.get_param("name", header="content-disposition")
        body = part.get_payload(decode=True)
        assert isinstance(body, bytes)
        found[str(name)] = (
            (part.get_filename(), part.get_content_type(), body) if name == "file" else body.decode()
        )
    return found


async def told(blog: Blog, act: Callable[[WordPressSpeaker], Awaitable[T]]) -> T:
    """What comes of `act` by one who speaks for the author."""
    async with client(blog)() as door:
        return await act(speaker(HeldKeys("https://blog.example.org", "2", SECRETS), door))
