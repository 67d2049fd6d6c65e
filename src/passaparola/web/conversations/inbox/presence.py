"""Who else has a conversation open, and who is writing an answer there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.web.conversations.models import Presence

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.conversations.models import Conversation

GONE = timedelta(seconds=60)
"""Whoever has not been heard of for so long has left."""

TOLD = timedelta(seconds=15)
"""A page that is open asks every few seconds; that somebody is there is written this often."""

WRITES = timedelta(seconds=4)
TYPED = timedelta(seconds=15)
"""Whoever typed so short a time ago is writing."""


def tell(conversation: Conversation, user: User, now: datetime, *, writing: bool = False) -> None:
    """Keep that `user` has `conversation` open, and whether they are writing; most calls write nothing."""
    row = Presence.objects.filter(conversation=conversation, user=user).first()
    if row is None:
        fresh = Presence(
            conversation=conversation, user=user, seen_at=now, writing_at=now if writing else None
        )
        # Two tabs of one person may be the first at once.
        Presence.objects.bulk_create([fresh], ignore_conflicts=True)
        return
    stale = now - row.seen_at >= TOLD
    typed = writing and (row.writing_at is None or now - row.writing_at >= WRITES)
    if stale or typed:
        row.seen_at, row.writing_at = now, now if writing else row.writing_at
        row.save(update_fields=["seen_at", "writing_at"])


def leave(conversation: Conversation, user: User) -> None:
    """Keep that `user` no longer writes there: the answer is on its way."""
    Presence.objects.filter(conversation=conversation, user=user).update(writing_at=None)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else of the team, and whether they are writing."""

    user: User
    writes: bool


def others(conversation: Conversation, user: User, now: datetime) -> list[Other]:
    """Return who else has `conversation` open; one query."""
    there = Presence.objects.filter(conversation=conversation, seen_at__gt=now - GONE).exclude(user=user)
    rows = there.select_related("user").order_by("user__name", "user__email", "pk")
    typed = now - TYPED
    return [Other(each.user, each.writing_at is not None and each.writing_at > typed) for each in rows]
