"""Faults as faults: a server on loopback that misbehaves, over real connections."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from passaparola import http

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Behaviour = Callable[[asyncio.StreamWriter, int], Awaitable[None]]

pytestmark = pytest.mark.enable_socket

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
FAST = http.Policy(deadline=1.0, attempts=2, patience=5, max_bytes=100_000, allow_private=True)


def faced(behave: Behaviour, *, policy: http.Policy = FAST, host: str = "127.0.0.1") -> http.Answer:
    """Ask a server that answers its n-th connection (from 0) as `behave` does."""

    async def scene() -> http.Answer:
        connections = 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            number, connections = connections, connections + 1
            try:
                await reader.readuntil(b"\r\n\r\n")
                await behave(writer, number)
                await writer.drain()
            except (ConnectionError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            async with http.Client(policy) as client:
                return await client.get(f"http://{host}:{port}/x")
        finally:
            server.close()

    return asyncio.run(scene())


def saying(*answers: bytes) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(answers[min(number, len(answers) - 1)])

    return behave


def head(body: bytes, *more: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *more, b"", body])


def test_a_plain_answer_arrives() -> None:
    assert faced(saying(OK)).body == b"ok"


def test_garbage_instead_of_http_is_a_bad_answer() -> None:
    with pytest.raises(http.BadAnswer, match="not HTTP"):
        faced(saying(b"\x00\xff garbage \r\n\r\n"))


def test_a_429_and_then_an_answer_is_an_answer() -> None:
    busy = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
    assert faced(saying(busy, OK)).body == b"ok"


def test_a_server_that_never_answers_is_left_at_the_deadline() -> None:
    async def silent(writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(3)

    with pytest.raises(http.TimedOut, match=r"did not answer in time"):
        faced(silent, policy=http.Policy(deadline=0.3, attempts=1, allow_private=True))


def test_a_slow_drip_does_not_stretch_the_deadline() -> None:
    async def drip(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    with pytest.raises(http.TimedOut):
        faced(drip, policy=http.Policy(deadline=0.4, attempts=1, allow_private=True))


def test_a_line_cut_within_the_body_is_tried_anew() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nonly this"
    assert faced(saying(cut, OK)).body == b"ok"
    with pytest.raises(http.BadAnswer, match="broke off"):
        faced(saying(cut))


def test_a_connection_closed_without_a_word_is_tried_anew() -> None:
    assert faced(saying(b"", OK)).body == b"ok"


def test_a_huge_body_is_not_taken() -> None:
    with pytest.raises(http.TooLarge):
        faced(saying(head(b"x" * 200_000)))


def test_a_body_that_never_ends_is_not_taken() -> None:
    async def endless(writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(1000):
            writer.write(b"400\r\n" + b"x" * 1024 + b"\r\n")
            await writer.drain()

    with pytest.raises(http.TooLarge):
        faced(endless)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(http.TooLarge):
        faced(saying(head(gzip.compress(bytes(80_000_000)), b"Content-Encoding: gzip")))


def test_a_redirect_that_goes_round_is_left() -> None:
    with pytest.raises(http.Refused, match="redirects more than"):
        faced(saying(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::ffff:127.0.0.1]"]
)
def test_loopback_is_refused_however_it_is_written(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSAPAROLA_ALLOW_PRIVATE", raising=False)
    with pytest.raises(http.Refused, match="private network"):
        faced(saying(OK), policy=http.Policy(), host=host)


def test_the_operator_may_open_private_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSAPAROLA_ALLOW_PRIVATE", "1")
    assert faced(saying(OK), policy=http.Policy()).body == b"ok"


def test_a_host_that_does_not_exist_is_named() -> None:
    async def scene() -> None:
        async with http.Client(FAST) as client:
            await client.get("http://no-such-host.invalid/")

    with pytest.raises(http.NoSuchHost, match=r"there is no host no-such-host\.invalid"):
        asyncio.run(scene())


def test_a_port_where_nobody_listens_is_unreachable() -> None:
    async def scene() -> None:
        async with http.Client(FAST) as client:
            await client.get("http://127.0.0.1:9/")

    with pytest.raises(http.Unreachable, match=r"127\.0\.0\.1 cannot be reached"):
        asyncio.run(scene())


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert faced(saying(OK)).body == b"ok"
