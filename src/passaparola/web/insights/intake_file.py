"""What a worker does with a file that was handed in: read it, keep its acts, delete it.

It stands here, above the other readings, because only this folder may read spread, and spread reads formats.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.db import transaction
from pyarrow import parquet

from passaparola.spread import formats, infer
from passaparola.spread.cascade import EVIDENCE, ROOT
from passaparola.spread.errors import SpreadError
from passaparola.web.cascades.actions import Heard, forget_arriving, record_in_turns
from passaparola.web.cascades.models import ARRIVING, Evidence, Kind, Message, Source
from passaparola.web.conversations import taming
from passaparola.web.conversations.following import uploads
from passaparola.web.conversations.models import CANCELLED, READ, REFUSED, Reading
from passaparola.web.lifecycle.actions import LeaseLost, hold, in_turns, move
from passaparola.web.lifecycle.graph import Next
from passaparola.web.people import actions as people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from passaparola.spread.cascade import Cascade
    from passaparola.web.lifecycle.graph import Outcome

PLATFORM = "file"
MESSAGES = 200
ACTS = 500_000
UNPACKED = 20
"""How many times the size of an upload it may unpack to."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INFERRED = EVIDENCE.index("inferred")
NAME_ROOM, CHANNEL_ROOM, CHUNK = 500, 100, 1 << 20
TAKEN_AS_FIRST = "The file does not hold the acts these came from; they were taken as first ones."
NOT_HERE = "The file is not where this worker looks; hand it in again."
COMMAND_LINE = "trace it on the command line instead: passaparola trace FILE --map map.html"


def unpack(reading: Reading, now: datetime) -> Outcome:
    """Read the file of `reading` into messages, or refuse it with the sentence that says what is wrong."""
    notes: list[str] = []
    try:
        cascade = _cascade(reading, notes.append)
        _moment(int(cascade.at.min()))
        _moment(int(cascade.at.max()))
    except SpreadError as error:
        uploads.drop(reading)
        return Next(REFUSED, _sentence(error, reading))
    except FileNotFoundError:
        return Next(REFUSED, NOT_HERE)
    space = _fingerprint(uploads.path_of(reading.stored_as))
    try:
        _keep(reading, cascade, space, notes, now)
    except LeaseLost:
        _let_go(reading, space)
        raise
    uploads.drop(reading)
    return READ


def _cascade(reading: Reading, note: formats.Note) -> Cascade:
    path = uploads.path_of(reading.stored_as)
    _refuse_swollen(path)
    cascade = formats.read(
        path,
        format=reading.format or None,
        repair=reading.repair,
        progress=_progress(reading),
        note=note,
    )
    if len(cascade) > ACTS or len(cascade.messages) > MESSAGES:
        raise SpreadError(
            f"The file holds {len(cascade):,} acts on {len(cascade.messages):,} messages, more than the "
            f"{ACTS:,} on {MESSAGES:,} that are read here; {COMMAND_LINE}"
        )
    if reading.graph_stored_as:
        graph = uploads.path_of(reading.graph_stored_as)
        _refuse_swollen(graph)
        cascade = infer.complete(cascade, formats.read_graph(graph))
    return cascade


def _keep(reading: Reading, cascade: Cascade, space: str, notes: list[str], now: datetime) -> None:
    """Store every message of the file, and show all of them at once or none."""
    kept = [_keep_one(reading, cascade.one(name), space, notes, now) for name in cascade.messages.to_pylist()]
    with transaction.atomic():
        hold(reading)
        for message, news in kept:
            if news or message.state == ARRIVING:
                move(message, "changed", now)
        Reading.objects.filter(pk=reading.pk).update(message=kept[0][0], messages_found=len(kept), what="")


def _keep_one(
    reading: Reading, cascade: Cascade, space: str, notes: list[str], now: datetime
) -> tuple[Message, bool]:
    """Store one message of the file; return it and whether any of its acts is new."""
    heard = _heard(cascade)
    handles: dict[str, int] = {}

    def know(some: Sequence[str]) -> None:
        profiles = [people.Profile(native_id=who, handle=taming.name(who)) for who in some]
        known = people.know(reading.brand, PLATFORM, space, profiles)
        handles.update((native_id, handle.pk) for native_id, handle in known.items())

    in_turns(reading, dict.fromkeys(act.who for act in heard), know)
    first = min((act for act in heard if act.first), key=lambda act: act.at, default=heard[0])
    with transaction.atomic():
        hold(reading)
        message = _message(reading, cascade, space, first, handles, now)
        message.gaps = _gaps(cascade, notes)
        message.save(update_fields=["gaps"])
    return message, record_in_turns(message, heard, handles, reading)


def _let_go(reading: Reading, space: str) -> None:
    """Forget what has come of a file whose reading a person stopped: it was shown nowhere."""
    stopped = Reading.objects.filter(pk=reading.pk, state__in=[CANCELLED, REFUSED]).exists()
    if stopped:
        forget_arriving(reading.brand, PLATFORM, space)


def _gaps(cascade: Cascade, notes: list[str]) -> list[dict[str, str | int | None]]:
    """Return what whoever reads the figures must know of the file they come from."""
    gaps: list[dict[str, str | int | None]] = [
        {"what": "the whole file", "why": note, "count": None} for note in notes
    ]
    if cascade.repaired:
        gaps.append({"what": "missing sources", "why": TAKEN_AS_FIRST, "count": cascade.repaired})
    return gaps


def _message(  # noqa: PLR0913, PLR0917 - what makes the row
    reading: Reading, cascade: Cascade, space: str, first: Heard, handles: dict[str, int], now: datetime
) -> Message:
    name = cascade.messages[0].as_py()
    title = f"{reading.file_name} · {name}" if name else reading.file_name
    message, _ = Message.objects.get_or_create(
        brand=reading.brand,
        platform=PLATFORM,
        space=space,
        native_id=taming.identity(name),
        defaults={
            "source": Source.FILE,
            "text": taming.words(title),
            "author_id": handles[first.who],
            "campaign": reading.campaign,
            "published_at": first.at,
            "added_at": now,
            "heard_at": now,
            "last_act_at": _moment(int(cascade.at.max())),
            "state": ARRIVING,
            "state_since": now,
        },
    )
    return message


def _heard(cascade: Cascade) -> list[Heard]:
    ids = [taming.identity(name) for name in cascade.names.to_pylist()]
    who = [taming.identity(name) for name in cascade.people.to_pylist()]
    channels = [taming.words(name, CHANNEL_ROOM) for name in cascade.channels.to_pylist()]
    columns = (cascade.who, cascade.at, cascade.kind, cascade.channel, cascade.parent)
    rows = zip(*(np.asarray(column).tolist() for column in columns), strict=True)
    evidence, probability = cascade.evidence.tolist(), cascade.probability.tolist()
    return [
        Heard(
            native_id=ids[row],
            who=who[actor],
            at=_moment(at),
            kind=Kind(kind),
            channel=channels[channel],
            first=parent == ROOT,
            parent=ids[parent] if parent >= 0 else "",
            evidence=Evidence(evidence[row]),
            probability=probability[row],
        )
        for row, (actor, at, kind, channel, parent) in enumerate(rows)
    ]


def _moment(microseconds: int) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=microseconds)
    except OverflowError as error:
        raise SpreadError(
            "An act's time lies beyond the calendar; write seconds since 1970 or ISO 8601."
        ) from error


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_swollen(path: Path) -> None:
    """Refuse a file that unpacks to far more than it is: it would fill the machine's memory."""
    most = UNPACKED * settings.UPLOAD_LIMIT
    with path.open("rb") as file:
        opening = file.read(4)
    if opening.startswith(b"\x1f\x8b"):
        size = _unpacked_size(path, most)
    elif opening == b"PAR1":
        size = _parquet_size(path)
    else:
        return
    if size > most:
        raise SpreadError(f"The file unpacks to more than {most // CHUNK:,} MB; {COMMAND_LINE}")


def _unpacked_size(path: Path, most: int) -> int:
    """Return how much gzip unpacks to, counted until it is more than `most`."""
    size, unpacker = 0, zlib.decompressobj(wbits=31)
    with path.open("rb") as file:
        try:
            while size <= most and (packed := unpacker.unconsumed_tail or file.read(CHUNK)):
                size += len(unpacker.decompress(packed, CHUNK))
        except zlib.error:
            return size  # damaged: the reader of the format has the sentence for it
    return size


def _parquet_size(path: Path) -> int:
    try:
        described = parquet.read_metadata(path)
    except (pa.ArrowException, OSError):
        return 0  # damaged: the reader of the format has the sentence for it
    return sum(described.row_group(group).total_byte_size for group in range(described.num_row_groups))


def _progress(reading: Reading) -> formats.Progress:
    def tell(what: str, so_far: int, of: int | None) -> None:
        ours = Reading.objects.filter(pk=reading.pk, fence=reading.fence, state=reading.state)
        if not ours.update(what=what, so_far=so_far, of=of):
            raise LeaseLost(f"Reading {reading.pk} was stopped.")

    return tell


def _sentence(error: SpreadError, reading: Reading) -> str:
    """Return what to tell the person, the file by the name they gave it."""
    sentence = str(error).replace(str(uploads.path_of(reading.stored_as)), reading.file_name)
    if reading.graph_stored_as:
        sentence = sentence.replace(str(uploads.path_of(reading.graph_stored_as)), "the file of follows")
    return sentence
