"""What a person can ask to be read: a post by its address, a file; again; or no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import transaction

from passaparola.connectors.errors import Unrecognised
from passaparola.web.cascades.models import Message
from passaparola.web.conversations.following import door, uploads
from passaparola.web.conversations.models import (
    ASKED,
    CANCELLED,
    FOLLOWING,
    GONE,
    QUIET,
    READING,
    UNPACKING,
    Reading,
)
from passaparola.web.lifecycle import room
from passaparola.web.lifecycle.actions import begin, move, wake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.campaigns.models import Campaign

ADDRESS_ROOM = 1000
NAME_ROOM = 255
MEGABYTE = 1024 * 1024


class Refused(ValueError):
    """What was asked for cannot be read; the message is one sentence that says what to do."""


class File(Protocol):
    """What a browser handed in: Django's UploadedFile is one."""

    @property
    def name(self) -> str | None:
        """Return what it was called where it came from."""
        ...

    @property
    def size(self) -> int | None:
        """Return how many bytes it has."""
        ...

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, some at a time."""
        ...


def follow(
    brand: Brand, address: str, *, by: User | None, now: datetime, campaign: Campaign | None = None
) -> Reading:
    """Have the post at `address` read and followed; raises `Refused` where no platform knows such an address.

    Asking twice for what is already asked for, or followed under the same address, gives that reading.
    """
    address = address.strip()
    if not 0 < len(address) <= ADDRESS_ROOM:
        raise Refused("Paste the address of one public post.")
    try:
        door.reader_for(address)
    except Unrecognised as error:
        raise Refused(str(error)) from error
    same = Reading.objects.filter(brand=brand, address=address, state__in=[ASKED, FOLLOWING, QUIET])
    if reading := same.order_by("-asked_at").first():
        read_again(reading, now)
        return reading
    return Reading.objects.create(
        brand=brand, address=address, campaign=campaign, by=by, asked_at=now, **begin(READING, now)
    )


def upload(  # noqa: PLR0913 - what a file has to say for itself, all by name
    brand: Brand,
    file: File,
    *,
    by: User | None,
    now: datetime,
    format: str = "",  # noqa: A002 - the word the command line uses too
    graph: File | None = None,
    repair: bool = False,
    campaign: Campaign | None = None,
) -> Reading:
    """Have `file` read: a table of acts, or one of the other formats; `graph` says who follows whom.

    Without `format` it is told from the name. Raises `Refused` for one empty, too large, or without room.
    """
    for given in (file, graph):
        _refuse_unfit(given)
    uploads.sweep()
    return Reading.objects.create(
        brand=brand,
        file_name=(file.name or "file")[-NAME_ROOM:],
        stored_as=_store(file),
        graph_stored_as=_store(graph) if graph else "",
        format=format,
        repair=repair,
        campaign=campaign,
        by=by,
        asked_at=now,
        **begin(READING, now) | {"state": UNPACKING},
    )


def read_again(reading: Reading, now: datetime) -> bool:
    """Have the post of `reading` read now; False where it is over for good, as for a file."""
    if reading.state == ASKED:
        return wake(reading, now)
    if reading.state not in {FOLLOWING, QUIET, GONE}:
        return False
    with transaction.atomic():
        Message.objects.filter(readings=reading).update(next_reading_at=now)
        if reading.state == FOLLOWING:
            return wake(reading, now)
        move(reading, FOLLOWING, now)
    return True


def cancel(reading: Reading, now: datetime) -> bool:
    """Stop reading; what was heard stays. False where there is nothing to stop."""
    if READING[reading.state].final:
        return False
    with transaction.atomic():
        Message.objects.filter(readings=reading).update(next_reading_at=None)
        move(reading, CANCELLED, now)
    uploads.drop(reading)
    return True


def _store(file: File) -> str:
    try:
        return uploads.store(file)
    except OSError as error:
        if not room.ran_out(error):
            raise
        raise Refused(
            "There is no room left for the file: ask whoever runs this installation to free some."
        ) from error


def _refuse_unfit(file: File | None) -> None:
    if file is None:
        return
    if not file.size:
        raise Refused(f"The file {file.name} is empty; choose one with a line for each act.")
    if file.size > settings.UPLOAD_LIMIT:
        limit = settings.UPLOAD_LIMIT // MEGABYTE
        raise Refused(
            f"The file {file.name} is larger than {limit} MB; trace it on the command line instead: "
            "passaparola trace FILE --map map.html"
        )
