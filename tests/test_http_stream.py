"""Answers that never end, from a server on loopback, over real connections."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from passaparola import http
from streaming import END, HEAD, chunk, streaming

if TYPE_CHECKING:
    from streaming import Behaviour

pytestmark = pytest.mark.enable_socket
POLICY = http.Policy(deadline=1.0, allow_private=True, pace=http.Pace(together=1))


def read(
    behave: Behaviour, *, silence: float = 5.0, most: int = 10, seen: list[bytes] | None = None
) -> list[str]:
    """The first lines of what the server streams."""

    async def scene() -> list[str]:
        lines: list[str] = []
        async with (
            streaming(behave, seen) as url,
            http.Client(POLICY) as client,
            client.stream(f"{url}/x", headers={"authorization": "Bearer k"}, silence=silence) as stream,
        ):
            lines.append(str(stream.status))
            async for line in stream.lines:
                lines.append(line)
                if len(lines) > most:
                    break
        return lines

    return asyncio.run(scene())


def says(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        for piece in pieces:
            writer.write(chunk(piece))
            await writer.drain()
            await asyncio.sleep(pause)
        writer.write(END)

    return behave


def test_lines_come_as_they_are_said_however_they_are_cut() -> None:
    seen: list[bytes] = []
    lines = read(says(b"event: a\r\ndata: \xc3", b"\xa8 x\n\n:thu", b"mp\nunended"), seen=seen)
    assert lines == ["200", "event: a", "data: è x", "", ":thump"]
    assert b"authorization: Bearer k\r\n" in seen[0]
    assert b"accept-encoding: identity\r\n" in seen[0]


def test_a_stream_outlives_the_deadline_of_questions() -> None:
    assert read(says(*[b":thump\n"] * 6, pause=0.25)) == ["200", *[":thump"] * 6]


def test_silence_ends_it() -> None:
    before = time.monotonic()
    with pytest.raises(http.TimedOut):
        read(says(b"a\n", b"b\n", pause=30), silence=0.3)
    assert time.monotonic() - before < 3


def test_a_server_that_never_begins_is_left_at_the_deadline() -> None:
    async def behave(writer: asyncio.StreamWriter) -> None:
        _ = writer
        await asyncio.sleep(30)

    with pytest.raises(http.TimedOut):
        read(behave)


def test_a_line_without_end_is_not_kept() -> None:
    with pytest.raises(http.TooLarge, match="1,048,576 bytes"):
        read(says(*[b"x" * 60_000] * 40))


def test_a_line_that_is_cut_is_named() -> None:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + chunk(b"a\n"))

    with pytest.raises(http.HttpError):
        read(behave)


def test_a_packed_stream_is_not_taken() -> None:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD.replace(b"Cache-Control: no-store", b"Content-Encoding: gzip") + chunk(b"a\n"))

    with pytest.raises(http.BadAnswer, match="packed"):
        read(behave)


def test_a_redirect_is_not_followed() -> None:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")

    assert read(behave) == ["302"]


def test_private_networks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSAPAROLA_ALLOW_PRIVATE", raising=False)

    async def scene() -> None:
        async with http.Client() as client, client.stream("http://127.0.0.1:9/x"):
            pass

    with pytest.raises(http.Refused):
        asyncio.run(scene())


def test_an_open_stream_holds_up_no_question_to_the_same_host() -> None:
    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        await asyncio.sleep(30)

    async def scene() -> bytes:
        async with streaming(behave) as url, http.Client(POLICY) as client, client.stream(f"{url}/x"):
            return (await client.get(f"{url}/y")).body

    assert asyncio.run(scene()) == b"ok"
