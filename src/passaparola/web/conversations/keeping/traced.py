"""What a reading of a post of ours shows was done towards us: the same rows as if its channel had told it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Q

from passaparola.connectors.contract import Actor, Event
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.keeping import keeping
from passaparola.web.people.queries import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.connectors.contract import EventKind, Trace
    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.keeping.keeping import Kept


def channel_of(brand: Brand, trace: Trace) -> Channel | None:
    """Return the channel of `brand` whose account published what was traced; None for others' posts."""
    author = next(act.actor for act in trace.acts if act.id == trace.root)
    actor = trace.actors.get(author, Actor(author, author))
    ours = Q(native_id=author) | (Q(url=actor.url) & ~Q(url=""))
    return Channel.objects.filter(
        ours, brand=brand, platform=trace.platform, connected_at__isnull=False
    ).first()


def keep(channel: Channel, trace: Trace, now: datetime) -> Kept:
    """Store what was done with the post of `channel` that was traced, at any hop."""
    return keeping.keep(channel, _events(trace), now)


def _events(trace: Trace) -> Iterator[Event]:
    root = next(act for act in trace.acts if act.id == trace.root)
    for act in trace.acts:
        actor = trace.actors.get(act.actor, Actor(act.actor, act.actor))
        # Who was erased stays a nameless act in the cascade, and is nobody who did something towards us.
        if act.actor == root.actor or actor.handle == ERASED:
            continue
        said = act.kind in {"reply", "quote", "mention"}
        yield Event(
            id=act.id,
            kind=cast("EventKind", act.kind),
            actor=actor,
            at=act.at,
            text=act.text,
            url=act.url,
            # What is said elsewhere than on the network itself is answered by its own address.
            address=(act.url or act.id) if said else "",
            about=act.parent or trace.root,
            thread=trace.root,
            ours=act.parent in {None, trace.root},
            at_known=act.at_known,
        )
