"""Hears what simulated people have done towards an account since the last time, in the order of time.

Each look is at a span: what is new until now. It is told in batches, each of which goes on behind the last
act that was told, so that a post deleted in between, or a process that dies, hides nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Batch
from passaparola.connectors.errors import CursorExpired, Garbled
from passaparola.connectors.sandbox import heard
from passaparola.connectors.sandbox.network import EPOCH, MICROSECOND, Span
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from passaparola.connectors.sandbox.heard import Place
    from passaparola.connectors.sandbox.network import Network

FORM = 1
MANY = 500  # events in a batch
START: Place = (-1, 0, 0)


@dataclass(frozen=True, slots=True)
class _Stand:
    """All is told up to `since` (µs) of posts up to `known`; of the `span` one is in, all up to `last`."""

    since: int = 0
    known: int = 0
    span: Span | None = None
    last: Place = START


def hear(network: Network, account: str, cursor: str, now: int) -> Batch:
    """Return what comes after `cursor`, up to `now` (µs); raises `CursorExpired`."""
    stand = _read(cursor)
    span = stand.span or Span(stand.since, stand.known, now, network.newest())
    found = heard.found(network, account, span, after=stand.last, most=MANY + 1)
    events = tuple(heard.event(network, account, one) for one in found[:MANY])
    if len(found) > MANY:
        going = _Stand(stand.since, stand.known, span, found[MANY - 1].place)
        return Batch(events, _written(going), more=True)
    return Batch(events, _written(_Stand(span.until, span.top)), up_to=EPOCH + span.until * MICROSECOND)


def _written(stand: _Stand) -> str:
    kept = {"form": FORM, "since": stand.since, "known": stand.known}
    if stand.span is None:
        return json.dumps(kept)
    at, number, row = stand.last
    going = {"until": stand.span.until, "top": stand.span.top, "at": at, "number": number, "row": row}
    return json.dumps(kept | going)


def _read(cursor: str) -> _Stand:
    if not cursor:
        return _Stand()
    try:
        return _stand(Wild(json.loads(cursor)))
    except (ValueError, RecursionError, Garbled) as error:
        raise CursorExpired("Where hearing left off is not known any more; it begins anew.") from error


def _stand(wild: Wild) -> _Stand:
    if wild["form"].count() != FORM:
        raise Garbled("form")
    since, known = wild["since"].count(), wild["known"].count()
    if wild.get("until") is None:
        return _Stand(since, known)
    span = Span(since, known, wild["until"].count(), wild["top"].count())
    return _Stand(since, known, span, (wild["at"].count(), wild["number"].count(), wild["row"].count()))
