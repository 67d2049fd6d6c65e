"""Reads an answer's body, unpacking as it goes, and stops at the cap: a bomb is never unpacked whole."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from passaparola.http.errors import BadAnswer, TooLarge

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

ENCODINGS = "gzip"
_AUTO = 32 + zlib.MAX_WBITS  # zlib finds out by itself whether it is gzip or deflate


async def read(chunks: AsyncIterable[bytes], *, encoding: str, limit: int, host: str) -> bytes:
    """Return the whole body, at most `limit` bytes when unpacked; raises `TooLarge` or `BadAnswer`."""
    unpack = _unpacker(encoding, host)
    parts: list[bytes] = []
    left = limit
    async for chunk in chunks:
        part = chunk if unpack is None else _unpacked(unpack, chunk, left, host)
        left -= len(part)
        if left < 0:
            raise TooLarge(f"{host} sent more than {limit:,} bytes")
        parts.append(part)
    if unpack is not None and not unpack.eof and any(parts):
        raise BadAnswer(f"{host} sent a packed answer that ends too early")
    return b"".join(parts)


def _unpacker(encoding: str, host: str) -> zlib._Decompress | None:
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return None
    if name in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(_AUTO)
    raise BadAnswer(f"{host} sent an answer packed as {name[:40]!r}, which we did not ask for")


def _unpacked(unpack: zlib._Decompress, chunk: bytes, left: int, host: str) -> bytes:
    """Unpack up to one byte more than is `left`: that byte tells that it is too much."""
    try:
        return unpack.decompress(chunk, left + 1)
    except zlib.error as error:
        raise BadAnswer(f"{host} sent an answer that cannot be unpacked") from error
