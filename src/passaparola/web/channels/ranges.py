"""Gives a file whole, or the part a player asks for: some play no video from a server that cannot do this."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http.response import HttpResponseBase

CHUNK = 256 * 1024
_ASKED = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def given(path: Path, kind: str, asked: str) -> HttpResponseBase:
    """Answer with the file at `path`; `asked` is the request's Range (RFC 9110, 14), of one part at most."""
    size = path.stat().st_size
    wanted = _ASKED.fullmatch(asked)
    if wanted is None or wanted[1] == wanted[2] == "":
        response: HttpResponseBase = FileResponse(path.open("rb"), content_type=kind)
    else:
        response = _part(path, kind, size, *_bounds(wanted[1], wanted[2], size))
    response["Accept-Ranges"] = "bytes"
    return response


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(int(last) + 1 if last else size, size)


def _part(path: Path, kind: str, size: int, start: int, end: int) -> HttpResponseBase:
    if start >= end:
        headers = {"Content-Range": f"bytes */{size}"}
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    return StreamingHttpResponse(
        _read(path, start, end),
        status=HTTPStatus.PARTIAL_CONTENT,
        content_type=kind,
        headers={"Content-Range": f"bytes {start}-{end - 1}/{size}", "Content-Length": str(end - start)},
    )


def _read(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk
