"""Reads an answer that never ends, line by line: nothing of it is kept, and silence ends it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from passaparola.http import faults
from passaparola.http.errors import BadAnswer, HttpError, TooLarge

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Mapping

    from passaparola.http.pace import Gate

SILENCE = 90.0  # seconds; servers that stream say something every 15 to 30, if only that they are there
LONGEST = 1024 * 1024  # bytes of one line


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer as it comes: `headers` have lower-case names, `lines` end when the server ends them."""

    status: int
    headers: Mapping[str, str]
    lines: AsyncIterator[str]


@asynccontextmanager
async def opened(
    line: httpx.AsyncClient, request: httpx.Request, *, gate: Gate, seconds: float, silence: float
) -> AsyncIterator[Stream]:
    """Open a stream within `seconds`; its lines raise `TimedOut` after `silence` seconds without a byte.

    Its turn is waited for like any other's, but no place is held at the gate while it is open.
    """
    host = request.url.host
    async with gate.passed():
        try:
            async with asyncio.timeout(seconds):
                response = await line.send(request, stream=True)
        except (*faults.BEFORE, *faults.AFTER, OSError) as error:
            raise faults.named(error, host) from error
    try:
        packed = response.headers.get("content-encoding", "identity").lower()
        if packed != "identity":
            raise BadAnswer(f"{host} sent an answer packed as {packed[:40]!r}, which we did not ask for")
        if not isinstance(response.stream, httpx.AsyncByteStream):
            raise BadAnswer(f"{host} gave an answer without a body to read")
        lines = read(response.stream, silence=silence, host=host)
        yield Stream(response.status_code, dict(response.headers), lines)
    finally:
        await response.aclose()


async def read(
    chunks: AsyncIterable[bytes], *, silence: float = SILENCE, host: str, longest: int = LONGEST
) -> AsyncIterator[str]:
    """Yield the lines of `chunks` without their ends; raises an `HttpError` where the line is cut."""
    source = aiter(chunks)
    begun = bytearray()
    while (chunk := await _next(source, silence, host)) is not None:
        first, *others = chunk.split(b"\n")
        begun += first
        for piece in others:
            yield begun.decode(errors="replace").removesuffix("\r")
            begun = bytearray(piece)
        if len(begun) > longest:
            raise TooLarge(f"{host} sent more than {longest:,} bytes")


async def _next(source: AsyncIterator[bytes], silence: float, host: str) -> bytes | None:
    try:
        async with asyncio.timeout(silence):
            return await anext(source, None)
    except HttpError:
        raise
    except (*faults.AFTER, OSError) as error:
        raise faults.named(error, host) from error
