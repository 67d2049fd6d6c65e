"""A Bot API server on loopback whose line is cut, over real connections: what it took is never sent twice."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from connectors.held import HeldKeys
from connectors.recorded import recorded
from connectors.telegram.test_connector import CHAT, DRAFT, TOKEN, medium
from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.telegram.connector import speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from passaparola.connectors.contract import Draft, Medium, Receipt

__all__ = ["medium"]

pytestmark = pytest.mark.enable_socket

FAST = http.Policy(deadline=1.0, allow_private=True)
NO_LINGER = struct.pack("ii", 1, 0)


@dataclass
class BotApi:
    """Takes messages, and then answers as it is told to."""

    answer: Callable[[asyncio.StreamWriter], Awaitable[None]]
    taken: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            size = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if b"ength:" in line)
            self.taken.append(head + await reader.readexactly(size))
            await self.answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def told(api: BotApi, draft: Draft = DRAFT) -> Receipt:
    """Publish `draft` through a server that answers as `api` does."""

    async def scene() -> Receipt:
        server = await asyncio.start_server(api.serve, "127.0.0.1", 0, limit=2**20)
        place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            async with http.Client(FAST) as client:
                return await speaker(HeldKeys(place, CHAT, {"token": TOKEN}), client).publish(draft)
        finally:
            server.close()

    return asyncio.run(scene())


async def whole(writer: asyncio.StreamWriter) -> None:
    body = json.dumps(recorded("telegram", "message__in_channel")).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()


async def half(writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok": true, "res')
    await writer.drain()


async def reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)


async def nothing(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3)


def test_a_message_and_its_file_arrive_whole_and_no_log_has_the_token(
    medium: Callable[..., Medium], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api, file = BotApi(whole), medium()
    assert told(api, replace(DRAFT, media=(file,))).native_id == "77"
    assert file.path.read_bytes() in api.taken[0]
    assert api.taken[0].startswith(f"POST /bot{TOKEN}/sendPhoto ".encode())
    assert "secret" not in caplog.text


@pytest.mark.parametrize("answer", [half, reset, nothing])
def test_a_line_cut_after_the_message_was_taken_leaves_it_to_a_person(
    answer: Callable[[asyncio.StreamWriter], Awaitable[None]],
) -> None:
    api = BotApi(answer)
    with pytest.raises(errors.UnknownOutcome, match="look in the chat") as caught:
        told(api)
    assert "secret" not in str(caught.value)
    assert len(api.taken) == 1


def test_a_server_that_is_not_there_took_nothing() -> None:
    async def scene() -> None:
        async with http.Client(FAST) as client:
            await speaker(HeldKeys("http://127.0.0.1:9", CHAT, {"token": TOKEN}), client).publish(DRAFT)

    with pytest.raises(errors.Unreachable):
        asyncio.run(scene())
