"""Putting two conversations together, and taking them apart again: no word changes its place for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.inbox import handling
from passaparola.web.conversations.keeping import waiting
from passaparola.web.conversations.models import Conversation, Status

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand, User

MERGED = audit.verb("conversation.merged", gettext_lazy("put together the conversations"))
PARTED = audit.verb("conversation.parted", gettext_lazy("took apart the conversations"))


@transaction.atomic
def merge(brand: Brand, conversation_id: int, into: int, *, by: User, now: datetime) -> Conversation:
    """Show one conversation in another of the same channel or person from now on; return that other.

    What had been put together with the one goes along. Raises `Refused`, Conversation.DoesNotExist.
    """
    _quiet(brand)
    gone, kept = _both(brand, conversation_id, into)
    if gone.pk == kept.pk:
        raise Refused(_("It is one conversation already."))
    if gone.merged_into_id or kept.merged_into_id:
        raise Refused(_("One of them is part of another conversation: take it apart there first."))
    if not _akin(gone, kept):
        raise Refused(_("Only conversations of one channel, or with one person, can be put together."))
    Conversation.objects.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    kept.unread = kept.unread or gone.unread
    kept.status = Status.OPEN if Status.OPEN in {kept.status, gone.status} else kept.status
    kept.opened_at = min(kept.opened_at, gone.opened_at)
    waits = [each.waits_since for each in (kept, gone) if each.waits_since]
    kept.waits_since, kept.last_at = min(waits, default=None), max(kept.last_at, gone.last_at)
    waiting.tell_last(kept)
    kept.save(update_fields=["unread", "status", "opened_at", "waits_since", "last_at", "language", "tone"])
    audit.record(brand, by, MERGED, handling.numbered([gone.pk, kept.pk]), now)
    return kept


def _akin(one: Conversation, other: Conversation) -> bool:
    person = one.handle.person_id
    return one.channel_id == other.channel_id or (person is not None and person == other.handle.person_id)


@transaction.atomic
def part(brand: Brand, conversation_id: int, *, by: User, now: datetime) -> Conversation:
    """Take a conversation out of the one it was put together with; raises `Refused` where it is in none."""
    _quiet(brand)
    gone = _locked(brand).get(pk=conversation_id)
    if gone.merged_into_id is None:
        raise Refused(_("It is not part of another conversation."))
    kept = _locked(brand).get(pk=gone.merged_into_id)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    for each in (kept, gone):
        waiting.tell_last(each)
        each.opened_at = waiting.opened(each) or each.opened_at
        each.waits_since = waiting.since(each) if each.status == Status.OPEN else None
        each.save(update_fields=["last_at", "opened_at", "waits_since", "language", "tone"])
    audit.record(brand, by, PARTED, handling.numbered([gone.pk, kept.pk]), now)
    return gone


def _quiet(brand: Brand) -> None:
    """Hold the ears of the brand: what they hear puts conversations together too, and never in a circle."""
    list(Channel.objects.select_for_update(no_key=True).filter(brand=brand).order_by("pk").values_list("pk"))


def _both(brand: Brand, one: int, other: int) -> tuple[Conversation, Conversation]:
    # In one order, so that two people who put the same together never wait for each other.
    found = {pk: _locked(brand).get(pk=pk) for pk in sorted({one, other})}
    return found[one], found[other]


def _locked(brand: Brand) -> QuerySet[Conversation]:
    rows = Conversation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("handle").filter(brand=brand)
