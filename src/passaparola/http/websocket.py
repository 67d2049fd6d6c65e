"""Listens to a WebSocket: guarded like every request, with a deadline to open it and a cap for each message.

Nothing is opened again here: whoever listens knows whether the line is worth it.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError, InvalidHandshake, InvalidStatus, WebSocketException

from passaparola.http import addresses, faults, guard
from passaparola.http.errors import (
    BadAnswer,
    Busy,
    Failing,
    HttpError,
    Refused,
    TooLarge,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from websockets.asyncio.client import ClientConnection

    from passaparola.http.addresses import Params
    from passaparola.http.guard import Resolver

PING = (
    20.0  # seconds between two questions whether the other side is still there, and the time it has to answer
)
CLOSING = 2.0
WAITING = 64  # messages taken in before the server has to wait
PORTS = {"http": 80, "https": 443}
TOO_LARGE = 1009  # RFC 6455, 7.4.1
TOO_MANY, FAILS = 429, 500


@dataclass(frozen=True, slots=True)
class Line:
    """How a line is opened: within `deadline` seconds in all, `connect` for each address of the host.

    A message of more than `max_bytes` ends it. `agent` is who is calling.
    """

    agent: str
    allow_private: bool
    deadline: float = 30.0
    connect: float = 8.0
    max_bytes: int = 8 * 1024 * 1024
    resolver: Resolver = guard.resolve


async def messages(url: str, params: Params, line: Line) -> AsyncGenerator[str | bytes, None]:
    """Yield what the server at `url` (http or https) sends until it closes the line; raises `HttpError`."""
    target = addresses.target_of(url, params)
    async with _open(target, line) as opened:
        try:
            async for message in opened:
                yield message
        except ConnectionClosedError as error:
            if error.sent is not None and error.sent.code == TOO_LARGE:
                raise TooLarge(f"{target.host} sent more than {line.max_bytes:,} bytes") from error
            raise Unreachable(f"{target.host} broke off what it was telling") from error


@asynccontextmanager
async def _open(target: httpx.URL, line: Line) -> AsyncIterator[ClientConnection]:
    opened = await _opened(target, line)
    try:
        yield opened
    finally:
        await opened.close()


async def _opened(target: httpx.URL, line: Line) -> ClientConnection:
    try:
        async with asyncio.timeout(line.deadline):
            return await _shaken(target, line)
    except HttpError:
        raise
    except InvalidStatus as error:
        raise _status(error.response.status_code, target.host) from error
    except InvalidHandshake as error:
        raise BadAnswer(
            f"{target.host} broke off its answer or answered something that is not HTTP"
        ) from error
    except (OSError, WebSocketException) as error:
        raise faults.named(error, target.host) from error
    except ValueError as error:  # a redirect, which would lead past the guard
        raise Refused(f"{target.host} redirects what listens to it elsewhere") from error


async def _shaken(target: httpx.URL, line: Line) -> ClientConnection:
    secure = target.scheme == "https"
    sock = await _dialled(target.host, target.port or PORTS[target.scheme], line)
    return await connect(
        str(target.copy_with(scheme="wss" if secure else "ws")),
        sock=sock,
        ssl=httpx.create_ssl_context() if secure else None,
        proxy=None,
        compression=None,
        user_agent_header=line.agent,
        open_timeout=None,
        ping_interval=PING,
        ping_timeout=PING,
        close_timeout=CLOSING,
        max_size=line.max_bytes,
        max_queue=WAITING,
    )


async def _dialled(host: str, port: int, line: Line) -> socket.socket:
    """Connect to the first address of `host` that answers, once all of them have been checked."""
    last: Exception = Unreachable(f"{host} cannot be reached")
    found = await guard.checked(host, port, allow_private=line.allow_private, resolver=line.resolver)
    for address in found:
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        sock.setblocking(False)
        try:
            async with asyncio.timeout(line.connect):
                await asyncio.get_running_loop().sock_connect(sock, (address, port))
        except (OSError, TimeoutError) as error:
            sock.close()
            last = error
        except BaseException:
            sock.close()
            raise
        else:
            return sock
    raise last


def _status(status: int, host: str) -> HttpError:
    if status == TOO_MANY:
        return Busy(f"{host} asks for fewer requests")
    if status >= FAILS:
        return Failing(f"{host} answers {status}: it is failing or overloaded")
    return BadAnswer(f"{host} answers {status} where it should begin to tell")
