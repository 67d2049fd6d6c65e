"""What a team does with its conversations, one or many at once, and always within one brand.

The log names a conversation by its number: neither names nor words of those who write stand in it.

    handling.assign(brand, [12, 13], carla, by=anna, now=now)
    handling.set_status(brand, [12], Status.DONE, by=anna, now=now)
    handling.snooze(brand, [12], until, by=anna, now=now)       # it comes back by itself: see queries.awake
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.models import Member, Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import waiting
from passaparola.web.conversations.models import Conversation, Label, Note, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand, User

ASSIGNED = audit.verb("conversation.assigned", gettext_lazy("assigned the conversation"))
LABELLED = audit.verb("conversation.labelled", gettext_lazy("changed the labels of the conversation"))
TURNED = audit.verb("conversation.status", gettext_lazy("changed whose turn it is in the conversation"))
SNOOZED = audit.verb("conversation.snoozed", gettext_lazy("put off the conversation"))
NOTED = audit.verb("conversation.noted", gettext_lazy("left a note in the conversation"))

MOST = 500
"""Conversations that are handled at once."""

LONGEST = 10_000
"""Letters of a note."""

FARTHEST = timedelta(days=366)
"""How long a conversation can be put off."""


@transaction.atomic
def assign(brand: Brand, ids: Sequence[int], to: User | None, *, by: User | None, now: datetime) -> int:
    """Give conversations to `to`, or to nobody; return how many changed. Raises `Refused`."""
    if to is not None and not _answers(brand, to):
        raise Refused(_("Only somebody who may write for this brand can be given a conversation."))
    changed = own(brand, ids).exclude(assignee=to)
    return _log(brand, by, ASSIGNED, now, _update(changed, assignee=to), to=to.pk if to else None)


def _answers(brand: Brand, user: User) -> bool:
    member = Member.objects.filter(brand=brand, user=user).first()
    return member is not None and member.may(Role.EDITOR)


@transaction.atomic
def label(  # noqa: PLR0913 - all by name
    brand: Brand, ids: Sequence[int], label_id: int, *, on: bool, by: User | None, now: datetime
) -> int:
    """Put a label on conversations, or take it off; return how many changed. Raises Label.DoesNotExist."""
    wanted = Label.objects.get(brand=brand, pk=label_id)
    rows = own(brand, ids)
    changed = list((rows.exclude(labels=wanted) if on else rows.filter(labels=wanted)).order_by("pk"))
    if on:
        wanted.conversations.add(*changed)
    else:
        wanted.conversations.remove(*changed)
    return _log(brand, by, LABELLED, now, [each.pk for each in changed], label=wanted.pk, on=on)


@transaction.atomic
def set_status(brand: Brand, ids: Sequence[int], status: str, *, by: User | None, now: datetime) -> int:
    """Say whose turn it is in conversations; return how many changed. Raises `Refused`.

    Opened again, somebody waits in it since the first word that nobody answered.
    """
    if status not in Status.values:
        raise Refused(_("Choose open, waiting or done."))
    changed = own(brand, ids).exclude(status=status)
    if status == Status.OPEN:
        done = [_reopen(each) for each in changed.order_by("pk")]
    else:
        done = _update(changed, status=status, waits_since=None, unread=False, snoozed_until=None)
    return _log(brand, by, TURNED, now, done, status=status)


def _reopen(conversation: Conversation) -> int:
    conversation.status, conversation.snoozed_until = Status.OPEN, None
    conversation.waits_since = waiting.since(conversation)
    conversation.save(update_fields=["status", "waits_since", "snoozed_until"])
    return conversation.pk


@transaction.atomic
def snooze(
    brand: Brand, ids: Sequence[int], until: datetime | None, *, by: User | None, now: datetime
) -> int:
    """Show conversations no more before `until` (None: at once); return how many. Raises `Refused`."""
    if until is not None and until <= now:
        raise Refused(_("That time has passed: choose a later one."))
    if until is not None and until > now + FARTHEST:
        raise Refused(_("That is more than a year away: choose an earlier time."))
    done = _update(own(brand, ids).exclude(snoozed_until=until), snoozed_until=until)
    return _log(brand, by, SNOOZED, now, done, until=until.isoformat() if until else None)


def mark(brand: Brand, ids: Sequence[int], *, unread: bool) -> int:
    """Mark conversations as unread, or as read; return how many changed."""
    return own(brand, ids).exclude(unread=unread).update(unread=unread)


@transaction.atomic
def note(brand: Brand, conversation_id: int, text: str, *, by: User, now: datetime) -> Note:
    """Leave a remark that only the team sees; raises `Refused` for an empty one."""
    if not text.strip():
        raise Refused(_("Write something first."))
    conversation = Conversation.objects.get(brand=brand, pk=conversation_id)
    made = Note.objects.create(conversation=conversation, at=now, by=by, text=text.strip()[:LONGEST])
    _log(brand, by, NOTED, now, [conversation.pk])
    return made


def own(brand: Brand, ids: Sequence[int]) -> QuerySet[Conversation]:
    """Return those of the brand's conversations that `ids` name, at most `MOST`; raises `Refused` beyond."""
    if len(ids) > MOST:
        raise Refused(_("That is more than %(most)s at once: choose fewer.") % {"most": MOST})
    return Conversation.objects.filter(brand=brand, pk__in=ids)


def _update(rows: QuerySet[Conversation], **fields: Any) -> list[int]:
    done = list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=done).update(**fields)
    return done


def _log(brand: Brand, by: User | None, verb: str, now: datetime, done: list[int], **detail: Any) -> int:
    if done:
        audit.record(brand, by, verb, numbered(done), now, conversations=done, **detail)
    return len(done)


def numbered(ids: Sequence[int]) -> str:
    """Return what the log calls conversations: their numbers."""
    return ", ".join(f"#{each}" for each in ids)
