"""From a message's rows to the relation's arrays, and to what is drawn of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from passaparola.spread import picture
from passaparola.spread.cascade import EVIDENCE, ROOT, UNKNOWN, Cascade
from passaparola.spread.graph import FollowGraph
from passaparola.web.cascades.models import Act, Message, Source
from passaparola.web.channels import queries as channels
from passaparola.web.people.models import Handle
from passaparola.web.people.queries import follows_among

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from numpy.typing import NDArray

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OBSERVED = EVIDENCE.index("observed")
MICROSECOND = timedelta(microseconds=1)
COLUMNS = (
    "pk",
    "native_id",
    "handle_id",
    "at",
    "kind",
    "channel",
    "parent_id",
    "parent_known",
    "evidence",
    "probability",
    "root_id",
    "hop",
)


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A message's acts as they are stored, in the order of time; `cascade` holds the same rows.

    `pk`, `parent` and `root` are keys of acts, 0 for none; `given` says whose parent was told from outside.
    """

    pk: NDArray[np.int64]
    parent: NDArray[np.int64]
    root: NDArray[np.int64]
    hop: NDArray[np.int32]
    given: NDArray[np.bool_]
    cascade: Cascade


def stored(message: Message) -> Stored:
    """Return the acts on `message`; two queries, however many acts."""
    rows = Act.objects.filter(message=message).order_by("at", "pk").values_list(*COLUMNS)
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    pk = np.array(columns["pk"], np.int64)
    parent = _keys(columns["parent_id"])
    known = np.array(columns["parent_known"], np.bool_)
    people, who = _people(message, columns["handle_id"])
    names, channel = _codes(columns["channel"])
    cascade = Cascade.from_arrays(
        who=who,
        at=np.array([(at - EPOCH) // MICROSECOND for at in columns["at"]], np.int64),
        parent=_parents(pk, parent, known),
        kind=np.array(columns["kind"], np.uint8),
        channel=channel,
        message=np.zeros(len(pk), np.int32),
        evidence=np.array(columns["evidence"], np.uint8),
        probability=np.array(columns["probability"], np.float32),
        ids=pa.array(columns["native_id"], pa.string()),
        people=people,
        messages=pa.array([message.native_id], pa.string()),
        channels=names,
    )
    hop = np.array(columns["hop"], np.int32)
    # Parents that a file says were inferred are the file's word.
    given = known | ((parent > 0) & (message.source == Source.FILE))
    return Stored(pk, parent, _keys(columns["root_id"]), hop, given, cascade)


def told(acts: Stored) -> Cascade:
    """Return the cascade with only the parents that were told; those worked out here are UNKNOWN again."""
    cascade, given = acts.cascade, acts.given
    return replace(
        cascade,
        parent=np.where(given, cascade.parent, UNKNOWN).astype(np.int32),
        evidence=np.where(given, cascade.evidence, OBSERVED).astype(np.uint8),
        probability=np.where(given, cascade.probability, 1).astype(np.float32),
    )


def follow_graph(message: Message) -> FollowGraph:
    """Return who follows whom among those who acted on `message`, as far as it was seen."""
    names = dict(_acted(message).values_list("pk", "native_id"))
    pairs = follows_among(list(names))
    follower, followed = ([names[pair[side]] for pair in pairs] for side in (0, 1))
    return FollowGraph.from_edges(pa.array(follower, pa.string()), pa.array(followed, pa.string()))


def handles_of(message: Message) -> dict[str, Handle]:
    """Return those who acted on `message` by native id."""
    return {handle.native_id: handle for handle in _acted(message)}


def picture_of(message: Message) -> dict[str, Any]:
    """Return the map of `message`: the JSON that spread.picture describes, with names and addresses."""
    cascade = stored(message).cascade
    names = {
        native_id: picture.Name(handle.name or handle.handle, handle.url or None)
        for native_id, handle in handles_of(message).items()
    }
    return picture.picture(
        cascade,
        names=names,
        platforms={
            key: picture.Channel(str(channels.platform_name(key)), channels.platform_colour(key))
            for key in cascade.channels.to_pylist()
        },
        title=message.title,
        simulated=channels.is_simulated(message.platform),
    )


def _acted(message: Message) -> QuerySet[Handle]:
    # By key, because a join would give everyone once per act.
    return Handle.objects.filter(pk__in=Act.objects.filter(message=message).values("handle_id"))


def _keys(values: Iterable[int | None]) -> NDArray[np.int64]:
    return np.array([value or 0 for value in values], np.int64)


def _parents(pk: NDArray[np.int64], parent: NDArray[np.int64], known: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the row of each act's parent: ROOT for a first act, UNKNOWN where nobody said."""
    order = np.argsort(pk, kind="stable")
    place = np.searchsorted(pk, parent, sorter=order)
    row = order[np.minimum(place, max(len(pk) - 1, 0))] if len(pk) else place
    return np.where(parent > 0, row, np.where(known, ROOT, UNKNOWN)).astype(np.int32)


def _people(message: Message, handle_ids: Iterable[int]) -> tuple[pa.Array, NDArray[np.int32]]:
    """Return the native ids of those who acted, and each act's place among them."""
    unique, who = np.unique(np.array(handle_ids, np.int64), return_inverse=True)
    names = dict(_acted(message).values_list("pk", "native_id"))
    return pa.array([names[pk] for pk in unique.tolist()], pa.string()), who.astype(np.int32)


def _codes(words: Iterable[str]) -> tuple[pa.Array, NDArray[np.int32]]:
    encoded = pa.array(words, pa.string()).dictionary_encode()
    return encoded.dictionary, np.asarray(encoded.indices, np.int32)
