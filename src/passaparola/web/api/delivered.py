"""How deliveries are answered: a line of a list, or in full with what was sent and all that was tried."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from passaparola.web.publishing.outbox import states

if TYPE_CHECKING:
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing import models


class Piece(BaseModel):
    """One post on the platform: the first, a part of its thread, or the first comment; with its receipt."""

    number: int
    part: str = Field(description="post, thread or comment.")
    key: str = Field(description="What names it for ever, chosen before anything was tried.")
    sent: dict[str, Any] = Field(description="What is sent, as it was frozen when it was planned.")
    native_id: str = Field(description="What the platform calls it; empty until it is there.")
    url: str
    published_at: datetime | None
    deleted_at: datetime | None


class Attempt(BaseModel):
    """A line of a delivery's history; lines are added and never changed."""

    at: datetime
    piece: int
    what: str = Field(
        description="intent, published, refused, unknown, later, found, missing, unclear or decided."
    )
    said: str
    who: str


class Delivery(BaseModel):
    """A post on its way to one channel."""

    id: int
    post: int
    channel: int
    platform: str
    handle: str
    verb: str = Field(description="publish, edit or delete.")
    of: int | None = Field(description="The delivery that an edit or a deletion changes.")
    state: str = Field(
        description="waiting, scheduled, sending, unknown, undecided, published, refused or cancelled."
    )
    said: str = Field(description="The state in words.")
    trouble: str = Field(description="What its platform said last, where something went wrong.")
    planned_at: datetime
    due_at: datetime | None = Field(description="When it is looked at next.")
    done_at: datetime | None


class DeliveryInFull(Delivery):
    """A delivery with everything that was sent, what the platform gave for it, and all that was tried."""

    sent: int = Field(description="How many pieces are done.")
    pieces: list[Piece]
    attempts: list[Attempt]


class Deliveries(BaseModel):
    """One page of deliveries, the next to leave first."""

    items: list[Delivery]
    page: int
    more: bool


def line(row: models.Delivery) -> Delivery:
    """Return a delivery whose channel was fetched with it."""
    return Delivery(**_delivery(row, row.channel))


def in_full(row: models.Delivery) -> DeliveryInFull:
    """Return a delivery whose pieces and history were fetched with it."""
    return DeliveryInFull(
        **_delivery(row, row.channel),
        sent=row.sent,
        pieces=[_piece(each) for each in row.pieces.all()],
        attempts=[_attempt(each) for each in row.history.all()],
    )


def _delivery(row: models.Delivery, channel: Channel) -> dict[str, Any]:
    return {
        "id": row.pk,
        "post": row.post_id,
        "channel": channel.pk,
        "platform": channel.platform,
        "handle": channel.handle,
        "verb": row.verb,
        "of": row.of_id,
        "state": row.state,
        "said": states.words(row.state),
        "trouble": row.trouble,
        "planned_at": row.planned_at,
        "due_at": row.due_at,
        "done_at": row.done_at,
    }


def _piece(row: models.Piece) -> Piece:
    # What a platform gave beyond its name and address is for the connectors alone: it may hold a secret.
    return Piece(
        number=row.number,
        part=row.part,
        key=row.key,
        sent=row.content,
        native_id=row.native_id,
        url=row.url,
        published_at=row.published_at,
        deleted_at=row.deleted_at,
    )


def _attempt(row: models.Attempt) -> Attempt:
    return Attempt(at=row.at, piece=row.piece, what=row.what, said=row.said, who=row.who)
