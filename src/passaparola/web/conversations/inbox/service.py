"""What a brand promises those who write, how long they waited, and the labels it sorts them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import F, Min
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import Conversation, Label, SavedReply, Service
from passaparola.web.publishing.models import Delivery, Verb
from passaparola.web.publishing.models.delivery import PUBLISHED

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

PROMISED = audit.verb("service.changed", gettext_lazy("changed what is promised to those who write"))
LABEL = audit.verb("label.kept", gettext_lazy("changed the label"))
UNLABEL = audit.verb("label.dropped", gettext_lazy("deleted the label"))
UNREPLY = audit.verb("reply.dropped", gettext_lazy("deleted the saved reply"))

WINDOW = timedelta(days=30)
LONGEST = 30 * 24 * 60
"""Minutes of a promise at most."""
NAME = 60


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """How long people waited for a first answer: the `median` in seconds of `n` (None: none was given)."""

    median: float | None
    n: int
    kept: int | None
    """How many of them were answered within what is promised; None where nothing is."""

    waiting: int
    """How many wait now."""


def first_answers_of(brand: Brand, now: datetime) -> FirstAnswers:
    """Return how long people waited whose first answer was written in the last 30 days and is published.

    From the first word of the conversation to the moment its platform took the answer.
    """
    sent = Delivery.objects.filter(
        brand=brand, verb=Verb.PUBLISH, state=PUBLISHED, post__only_answers=True, done_at__isnull=False
    )
    written = sent.filter(post__answer__conversation__answered_at__gt=now - WINDOW)
    shown_in = Coalesce("post__answer__conversation__merged_into", "post__answer__conversation")
    firsts = written.annotate(talk=shown_in).values("talk").annotate(first=Min("done_at"))
    opened = F("post__answer__conversation__opened_at")
    rows = firsts.annotate(opened=Min(opened)).values_list("first", "opened")
    waited = [max(0.0, (first - began).total_seconds()) for first, began in rows]
    minutes = Service.objects.filter(brand=brand).values_list("minutes", flat=True).first()
    waiting = Conversation.objects.filter(brand=brand, merged_into=None, waits_since__isnull=False).count()
    kept = sum(each <= minutes * 60 for each in waited) if minutes else None
    return FirstAnswers(median(waited) if waited else None, len(waited), kept, waiting)


def promise(brand: Brand, minutes: int | None, *, approval: bool, by: User, now: datetime) -> Service:
    """Promise a first answer within `minutes` (None: nothing), and say whether answers need approval."""
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise Refused(_("Promise between one minute and thirty days, or nothing."))
    row, _made = Service.objects.update_or_create(
        brand=brand, defaults={"minutes": minutes, "approval": approval}
    )
    audit.record(brand, by, PROMISED, brand.name, now, minutes=minutes, approval=approval)
    return row


def keep_label(brand: Brand, name: str, *, by: User, now: datetime, label_id: int | None = None) -> Label:
    """Make a label, or call one otherwise; raises `Refused`, Label.DoesNotExist."""
    name = " ".join(name.split())
    if not name or len(name) > NAME:
        raise Refused(_("Give the label a short name."))
    row = Label.objects.get(brand=brand, pk=label_id) if label_id else Label(brand=brand)
    if Label.objects.filter(brand=brand, name=name).exclude(pk=row.pk).exists():
        raise Refused(_("There is a label of that name already."))
    row.name = name
    row.save()
    audit.record(brand, by, LABEL, name, now)
    return row


def drop_label(brand: Brand, label_id: int, *, by: User, now: datetime) -> None:
    """Delete a label, from all conversations; raises Label.DoesNotExist."""
    row = Label.objects.get(brand=brand, pk=label_id)
    audit.record(brand, by, UNLABEL, row.name, now)
    row.delete()


def drop_reply(brand: Brand, reply_id: int, *, by: User, now: datetime) -> None:
    """Delete a saved reply; what was sent of it stays. Raises SavedReply.DoesNotExist."""
    row = SavedReply.objects.get(brand=brand, pk=reply_id)
    audit.record(brand, by, UNREPLY, row.name, now)
    row.delete()
