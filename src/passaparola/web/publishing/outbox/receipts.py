"""What is published, for whoever follows it from here on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.publishing.models.delivery import Piece, Verb

if TYPE_CHECKING:
    from datetime import datetime

SOME = 100
READABLE = [key for key, row in PLATFORMS.items() if "reader" in row.capabilities]


def unfollowed() -> list[Piece]:
    """Return the oldest first posts nobody follows yet, on platforms whose posts can be read."""
    first = Piece.objects.filter(number=0, delivery__verb=Verb.PUBLISH, published_at__isnull=False)
    new = first.filter(followed_at=None, deleted_at=None, delivery__channel__platform__in=READABLE)
    related = new.select_related("delivery__brand", "delivery__post__campaign")
    return list(related.order_by("published_at")[:SOME])


def mark_followed(piece: Piece, now: datetime) -> None:
    """Keep that `piece` has been handed on to be followed."""
    Piece.objects.filter(pk=piece.pk).update(followed_at=now)
