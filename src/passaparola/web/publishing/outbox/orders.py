"""What a worker needs in hand to send or to look for a delivery, fetched for many at once."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels.queries import row_of
from passaparola.web.publishing.models.delivery import Delivery, Piece, Verb
from passaparola.web.publishing.words import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from passaparola.connectors.contract import Draft, Receipt
    from passaparola.connectors.row import Platform
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models.asset import Asset


@dataclass(frozen=True, slots=True)
class Order:
    """A delivery, its pieces in order, the assets they name, which piece is in hand, and since when."""

    delivery: Delivery
    pieces: Sequence[Piece]
    assets: Mapping[int, Asset]
    at: int
    since: float = field(default_factory=time.monotonic)

    @property
    def channel(self) -> Channel:
        """Return the channel it goes through."""
        return self.delivery.channel

    @property
    def spoken(self) -> bool:
        """Say whether there is still a connector for its platform."""
        return self.delivery.channel.platform in PLATFORMS

    @property
    def row(self) -> Platform:
        """Return its platform's row."""
        return row_of(self.delivery.channel.platform)

    @property
    def piece(self) -> Piece:
        """Return the piece in hand: the first that was not done when the row was claimed."""
        return self.pieces[self.at]

    def known(self) -> Receipt | None:
        """Return what the platform gave for the piece in hand where it came too late to settle anything."""
        late = self.delivery.verb == Verb.PUBLISH and self.piece.published_at is not None
        return pieces.receipt_of(self.piece) if late else None

    def afresh(self) -> Order:
        """Return the same order with a delivery of its own: written in vain, nothing of it is changed."""
        return replace(self, delivery=copy(self.delivery))

    def receipt(self) -> Receipt | None:
        """Return what is changed or deleted; None where something new is published."""
        return None if self.delivery.verb == Verb.PUBLISH else pieces.receipt_of(self.piece)

    def draft(self) -> Draft | None:
        """Return what the piece in hand says; None for a deletion."""
        if self.delivery.verb == Verb.DELETE:
            return None
        first = pieces.receipt_of(self.pieces[0]) if self.piece.number else None
        return pieces.draft_of(
            self.piece.content,
            self.assets,
            key=self.piece.key,
            # One after the other, also where only the time tells their order.
            at=self.delivery.planned_at + self.piece.number * timedelta(milliseconds=1),
            before=self._before(),
            thread=first,
        )

    def _before(self) -> Receipt | None:
        """Return the post this piece answers: the one before it; of a first comment, the first."""
        if not self.piece.number:
            return None
        comment = self.piece.part == Piece.Part.COMMENT
        return pieces.receipt_of(self.pieces[0 if comment else self.piece.number - 1])


def orders(deliveries: Sequence[Delivery]) -> list[Order]:
    """Return the orders of `deliveries`; as many queries for one as for many."""
    prefetch_related_objects(deliveries, "channel", "brand", "post", "pieces")
    assets = pieces.assets_of(piece.content for each in deliveries for piece in each.pieces.all())
    return [Order(each, list(each.pieces.all()), assets, each.sent) for each in deliveries]
