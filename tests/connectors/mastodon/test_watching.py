"""A server's stream says at once that something happened; one without a stream says so."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.held import HeldKeys
from connectors.mastodon.instance import CONTRACTS, KEY, Instance, judge, speak
from connectors.recorded import recorded
from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.mastodon import own, watching
from passaparola.connectors.mastodon.speaker import MastodonSpeaker
from passaparola.connectors.wild import Wild
from streaming import END, HEAD, chunk, streaming

if TYPE_CHECKING:
    from streaming import Behaviour

NOTICE = b"event: notification\ndata: " + json.dumps({"id": "1", "text": "x" * 50_000}).encode() + b"\n\n"
UPDATE = b'event: update\ndata: {"id":"1"}\n\n'
FILTERS = b"event: filters_changed\ndata: undefined\n\n"
TELLING = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


def server(*pieces: bytes, head: bytes = HEAD, instance: Any = None) -> Behaviour:
    """Says what it is when asked first, and streams `pieces` when asked again."""
    asked = 0

    async def behave(writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            said = json.dumps({} if instance is None else instance).encode()
            writer.write(TELLING % (len(said), said))
            return
        writer.write(head)
        for piece in pieces:
            writer.write(chunk(piece))
            await writer.drain()
        writer.write(END)

    return behave


def watched(behave: Behaviour, seen: list[bytes] | None = None) -> int:
    """How often it was said that something happened until the line ended."""

    async def scene() -> int:
        async with (
            streaming(behave, seen) as url,
            http.Client(http.Policy(allow_private=True, attempts=1)) as client,
        ):
            speaker = MastodonSpeaker(HeldKeys(url, "1000", {"access_token": KEY}), client)
            return len([1 async for _ in speaker.watch()])

    return asyncio.run(scene())


@pytest.mark.enable_socket
def test_each_notification_is_announced_and_nothing_else() -> None:
    seen: list[bytes] = []
    pieces = [b":)\n\n", UPDATE, NOTICE[:70], NOTICE[70:], b":thump\n", FILTERS, NOTICE + NOTICE]
    assert watched(server(*pieces, b"event: notification\ndata: cut"), seen) == 3
    assert seen[1].startswith(b"GET /api/v1/streaming/user/notification HTTP/1.1\r\n")
    assert f"authorization: Bearer {KEY}\r\n".encode() in seen[1]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("head", "kind", "said"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", errors.Unreachable, "has no stream"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", errors.Unreachable, "has no stream"),
        (
            b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            errors.AuthExpired,
            "connect the channel",
        ),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", errors.Unreachable, "has no stream"),
        (b"nonsense\r\n\r\n", errors.Garbled, "Could not read 127.0.0.1"),
    ],
)
def test_a_server_without_a_stream_says_so(head: bytes, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        watched(server(head=head))


@pytest.mark.enable_socket
def test_a_line_that_is_cut_is_an_error_of_the_contract() -> None:
    async def cut(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunk(NOTICE))

    async def behave(writer: asyncio.StreamWriter) -> None:
        await (cut(writer) if seen[1:] else server()(writer))

    seen: list[bytes] = []
    with pytest.raises(errors.ConnectorError):
        watched(behave, seen)


def test_the_token_never_goes_where_the_line_is_open() -> None:
    instance = Instance()
    told = recorded("mastodon", "instance__quotes")
    told["configuration"]["urls"] = {"streaming": "ws://streaming.example"}
    instance.broken = {"GET /api/v2/instance": httpx.Response(200, json=told)}

    async def first(speaker: MastodonSpeaker) -> None:
        async for _ in speaker.watch():
            pass

    with pytest.raises(errors.Garbled, match="in the open"):
        speak(instance, first)
    assert len(instance.asked) == 1


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"configuration": {"urls": {"streaming": "wss://s.example/"}}}, "https://s.example"),
        ({"urls": {"streaming_api": "wss://s.example"}}, "https://s.example"),
        ({"urls": {"streaming_api": "javascript:x"}}, ""),
        ({"urls": {}}, ""),
        ({"configuration": {}}, ""),
    ],
)
def test_streams_may_be_at_an_address_of_their_own(said: dict[str, Any], address: str) -> None:
    assert own.standing(Wild(said)).streaming == address


def test_the_stream_is_one_the_vendor_describes() -> None:
    if not (CONTRACTS / "mastodon.json").is_file():
        pytest.skip("no description of the Mastodon API: put it at ../shared/contracts/mastodon.json")
    key = {"authorization": f"Bearer {KEY}"}
    judge()(httpx.Request("GET", f"https://social.example/{watching.PATH}", headers=key))
