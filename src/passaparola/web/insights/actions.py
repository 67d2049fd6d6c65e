"""How a message's figures are worked out: likely parents, hops, roots, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from django.db import connection, transaction

from passaparola.spread import infer, promoters
from passaparola.spread.cascade import UNKNOWN
from passaparola.spread.summary import summary
from passaparola.web.cascades.models import Message
from passaparola.web.conversations.keeping import crediting
from passaparola.web.insights import relation
from passaparola.web.insights.pace import pace_of
from passaparola.web.lifecycle.actions import hold, in_turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.spread.cascade import Cascade
    from passaparola.web.insights.relation import Stored

PROMOTERS = 10


def settle(message: Message, now: datetime) -> int:
    """Work out parents, hops, roots and the summary of `message`; return how many acts changed.

    Acts whose parent nobody told are given a likely one, as *inferred*; a told parent is never touched.
    Doing it again changes nothing. Raises `LeaseLost`, without a summary, where new acts came meanwhile.
    """
    before = relation.stored(message)
    after = _completed(message, relation.told(before))
    told = summary(after, top=PROMOTERS) | {"pace": pace_of(after)}
    rows = _changes(before, after)
    in_turns(message, rows, _write)
    with transaction.atomic():
        hold(message)
        Message.objects.filter(pk=message.pk).update(summary=told, summarised_at=now)
        crediting.brought(message, _brought(after))
    message.summary, message.summarised_at = told, now
    return len(rows)


def _completed(message: Message, told: Cascade) -> Cascade:
    if not (told.parent == UNKNOWN).any():
        return told
    return infer.complete(told, relation.follow_graph(message))


def _brought(after: Cascade) -> dict[str, int]:
    """Return how many people each one brought, by native id, of those who brought anybody."""
    subtree = promoters.weigh(after).subtree
    carriers = np.flatnonzero(subtree)
    names = after.people.take(carriers).to_pylist()
    return dict(zip(names, subtree[carriers].tolist(), strict=True))


Row = tuple[int | None, int, int, int, float, int]


def _changes(before: Stored, after: Cascade) -> list[Row]:
    """Return, for the acts that differ from what is stored, the columns of the statement that writes them."""
    pk = before.pk
    parent = np.where(after.parent >= 0, pk[np.maximum(after.parent, 0)], 0) if len(pk) else pk
    root = pk[after.shape.root]
    differs = (
        (parent != before.parent)
        | (root != before.root)
        | (after.shape.hop != before.hop)
        | (after.evidence != before.cascade.evidence)
        | (after.probability != before.cascade.probability)
    )
    columns = (parent, root, after.shape.hop, after.evidence, after.probability, pk)
    chosen = zip(*(column[differs].tolist() for column in columns), strict=True)
    return [(above or None, top, hop, kind, chance, key) for above, top, hop, kind, chance, key in chosen]


def _write(rows: Sequence[Row]) -> None:
    """Write many acts with one prepared statement, as cascades.actions.write_links does and why."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE cascades_act SET parent_id = %s, root_id = %s, hop = %s, evidence = %s, probability = %s"
            " WHERE id = %s",
            rows,
        )
