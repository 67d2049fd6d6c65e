"""The brand's own posts, followed past their first receiver from the moment they are published."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from passaparola.web.conversations.following import actions
from passaparola.web.publishing.outbox import receipts

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)


def follow(now: datetime) -> int:
    """Have what was published since the last time read and followed; return how many posts that was."""
    found = 0
    for piece in receipts.unfollowed():
        delivery = piece.delivery
        if delivery.post.only_answers:
            # An answer is heard of in its conversation; nobody passes it on from there.
            receipts.mark_followed(piece, now)
            continue
        try:
            address = piece.url or piece.native_id
            actions.follow(delivery.brand, address, by=None, now=now, campaign=delivery.post.campaign)
            found += 1
        except actions.Refused as refusal:
            log.info("%s is not followed: %s", piece, refusal)
        receipts.mark_followed(piece, now)
    return found
