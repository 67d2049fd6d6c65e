"""Listening, over real connections to a server on loopback that may misbehave."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.server import ServerConnection, serve

from passaparola import http
from passaparola.http import websocket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from websockets.http11 import Request, Response

    Behaviour = Callable[[ServerConnection], Awaitable[None]]

pytestmark = pytest.mark.enable_socket

FAST = http.Policy(deadline=1.0, max_bytes=1_000, allow_private=True)


def heard(
    behave: Behaviour,
    *,
    policy: http.Policy = FAST,
    most: int = 10,
    answer: Callable[[ServerConnection, Request], Response | None] | None = None,
) -> list[str | bytes]:
    """Up to `most` messages of a server that does as `behave` does, or gives `answer` instead of a line."""

    async def scene() -> list[str | bytes]:
        async with serve(behave, "127.0.0.1", 0, process_request=answer) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            async with http.Client(policy) as client:
                found: list[str | bytes] = []
                messages = client.listen(f"http://127.0.0.1:{port}/told", params=[("a", "b c")])
                async for message in messages:
                    found.append(message)
                    if len(found) == most:
                        break
                await messages.aclose()
                return found

    return asyncio.run(scene())


def refusing(status: int, headers: dict[str, str] | None = None) -> Callable[..., Response]:
    def answer(connection: ServerConnection, request: Request) -> Response:
        response = connection.respond(status, "no")
        for name, value in (headers or {}).items():
            response.headers[name] = value
        return response

    return answer


async def nothing(line: ServerConnection) -> None:
    await line.wait_closed()


def test_messages_come_as_they_are_sent_and_end_when_the_server_closes() -> None:
    paths: list[str] = []
    agents: list[str] = []

    async def behave(line: ServerConnection) -> None:
        assert line.request is not None
        paths.append(line.request.path)
        agents.append(line.request.headers["user-agent"])
        await line.send("one")
        await line.send(b"\xa1two")

    assert heard(behave) == ["one", b"\xa1two"]
    assert paths == ["/told?a=b+c"]
    assert agents[0].startswith("Passaparola/")


def test_whoever_stops_listening_closes_the_line() -> None:
    closed: list[int | None] = []

    async def behave(line: ServerConnection) -> None:
        await line.send("one")
        await line.wait_closed()
        closed.append(line.close_code)

    assert heard(behave, most=1) == ["one"]
    assert closed == [1000]


def test_a_message_larger_than_the_cap_ends_it() -> None:
    async def behave(line: ServerConnection) -> None:
        await line.send(b"x" * 1_001)
        await line.wait_closed()

    with pytest.raises(http.TooLarge, match="1,000 bytes"):
        heard(behave)


def test_a_line_that_is_cut_is_said_to_be() -> None:
    async def behave(line: ServerConnection) -> None:
        await line.send("one")
        line.transport.abort()

    with pytest.raises(http.Unreachable, match="broke off"):
        heard(behave)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, http.BadAnswer),
        (401, http.BadAnswer),
        (429, http.Busy),
        (500, http.Failing),
        (503, http.Failing),
    ],
)
def test_a_server_that_refuses_is_named(status: int, error: type[http.HttpError]) -> None:
    with pytest.raises(error, match=r"^127\.0\.0\.1 "):
        heard(nothing, answer=refusing(status))


def test_a_redirect_is_not_followed() -> None:
    with pytest.raises(http.Refused, match="redirects"):
        heard(nothing, answer=refusing(302, {"Location": "/elsewhere"}))


def test_a_private_address_is_refused_before_connecting() -> None:
    reached: list[ServerConnection] = []

    async def behave(line: ServerConnection) -> None:
        reached.append(line)

    with pytest.raises(http.Refused, match="PASSAPAROLA_ALLOW_PRIVATE=1"):
        heard(behave, policy=http.Policy(deadline=1.0, allow_private=False))
    assert reached == []


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    """A name that answers differently the second time (DNS rebinding) is not asked a second time."""
    asks: list[str] = []

    async def scene() -> list[str | bytes]:
        async def behave(line: ServerConnection) -> None:
            assert line.request is not None
            await line.send(line.request.headers["host"])

        async with serve(behave, "127.0.0.1", 0) as server:
            port = next(iter(server.sockets)).getsockname()[1]

            async def resolver(host: str, port: int) -> list[str]:
                asks.append(host)
                return ["127.0.0.1"]

            line = websocket.Line("x", allow_private=True, deadline=1.0, resolver=resolver)
            return [each async for each in websocket.messages(f"http://host.example:{port}/", (), line)]

    (host,) = asyncio.run(scene())
    assert str(host).startswith("host.example:")
    assert asks == ["host.example"]


def test_a_server_that_never_answers_is_left_at_the_deadline() -> None:
    async def scene() -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            port = silent.getsockname()[1]
            async with http.Client(http.Policy(deadline=0.3, allow_private=True)) as client:
                async for _ in client.listen(f"http://127.0.0.1:{port}/"):
                    pass

    with pytest.raises(http.TimedOut):
        asyncio.run(scene())


@pytest.mark.parametrize(
    "said", [b"\x00garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", b""]
)
def test_what_is_no_websocket_is_a_bad_answer(said: bytes) -> None:
    async def scene() -> None:
        async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            writer.close()

        async with await asyncio.start_server(behave, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            async with http.Client(FAST) as client:
                async for _ in client.listen(f"http://127.0.0.1:{port}/"):
                    pass

    with pytest.raises(http.BadAnswer):
        asyncio.run(scene())


def test_nobody_at_the_address_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    async def scene() -> None:
        async with http.Client(FAST) as client:
            async for _ in client.listen(f"http://127.0.0.1:{port}/"):
                pass

    with pytest.raises(http.Unreachable, match="cannot be reached"):
        asyncio.run(scene())


@pytest.mark.parametrize(
    "url", ["ws://host.example/", "file:///etc/passwd", "https://a:b@host.example/", "x"]
)
def test_only_plain_web_addresses_are_listened_to(url: str) -> None:
    async def scene() -> None:
        async with http.Client(FAST) as client:
            async for _ in client.listen(url):
                pass

    with pytest.raises(http.Refused):
        asyncio.run(scene())
