"""Files handed in: kept under random names until they have been read, then gone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from passaparola.web.conversations.models import READING, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator


class Chunks(Protocol):
    """Bytes that come some at a time."""

    @property
    def name(self) -> str | None:
        """Return what it was called where it came from."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""
        ...


def store(file: Chunks) -> str:
    """Write `file` where only this installation's owner may read it; return the name it is kept under.

    Raises OSError, leaving nothing there, where it cannot be written.

    The name is random: of what a stranger chose only a plain ending, which says the format, joins the path.
    """
    ending = Path(file.name or "").suffix.lower()
    name = secrets.token_hex(16) + (ending if ending.isascii() and ending[1:].isalnum() else "")
    settings.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(settings.UPLOADS / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    except OSError:
        path_of(name).unlink(missing_ok=True)
        raise
    return name


def path_of(name: str) -> Path:
    """Return where the file kept under `name` is."""
    return Path(settings.UPLOADS) / name


def drop(reading: Reading) -> None:
    """Delete the files of `reading`; those already gone are gone."""
    for name in (reading.stored_as, reading.graph_stored_as):
        if name:
            with suppress(FileNotFoundError):
                path_of(name).unlink()
    Reading.objects.filter(pk=reading.pk).update(stored_as="", graph_stored_as="")


def sweep() -> None:
    """Delete the files of readings that are over but were given up before they could clean up."""
    over = [name for name, state in READING.states.items() if state.final]
    for reading in Reading.objects.filter(state__in=over).exclude(stored_as=""):
        drop(reading)
