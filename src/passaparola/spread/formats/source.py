"""source: a file's bytes and lines, every way of not getting them said in one sentence."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from pathlib import Path

Progress = Callable[[str, int, int | None], None]
"""Called with (what is being read, how much so far, how much there is or None)."""

Note = Callable[[str], None]
"""Called with a sentence on something the reader had to decide."""

EVERY = 4096
"""Lines between two calls of a `Progress`."""

UNPACKED = 4 << 30
"""How many bytes a packed file may unpack to: a few kilobytes can hold more than any memory."""

_GZIP = b"\x1f\x8b"


def refuse_no_file(path: Path) -> None:
    """Refuse a path at which no file stands."""
    if path.is_dir():
        raise SpreadError(f"{path} is a directory; name the file in it that is to be read.")
    if not path.exists():
        raise SpreadError(f"There is no file {path}; check the path.")
    if not path.is_file():
        raise SpreadError(f"{path} is a pipe or a device; save what comes out of it as a file first.")


def content(path: Path) -> bytes:
    """Read the whole file, unpacked where it is gzip."""
    refuse_no_file(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpreadError(f"{path} cannot be read ({error.strerror}); check its permissions.") from error
    if data.startswith(_GZIP):
        try:
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(UNPACKED + 1)
        except (EOFError, OSError, zlib.error) as error:
            raise SpreadError(f"{path} is gzip that breaks off or is damaged; copy it again.") from error
        if len(data) > UNPACKED:
            raise SpreadError(f"{path} unpacks to more than {UNPACKED:,} bytes; write it as Parquet.")
    if not data.strip():
        raise SpreadError(f"{path} is empty; give a file with at least one act.")
    return data


def text(path: Path, data: bytes) -> str:
    """Decode UTF-8, a byte order mark dropped; the first line that is something else is named."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = data[error.start]
        raise SpreadError(
            f"Line {line} of {path} is not UTF-8 (byte 0x{wrong:02x}); save the file as UTF-8."
        ) from error


def lines(path: Path) -> list[str]:
    """Read the file as lines of text, whichever way its lines end.

    Only line ends end a line: the form feeds and line separators of Unicode may stand within a name.
    """
    return [line.rstrip("\n") for line in io.StringIO(text(path, content(path)), newline=None)]
