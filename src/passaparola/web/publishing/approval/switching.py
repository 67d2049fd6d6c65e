"""What becomes of planned posts where a brand asks for more approval than before, or for less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from passaparola.web.brands.models import Approval, Brand
from passaparola.web.lifecycle.actions import move
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.models import Delivery, Post, Stage, Verb
from passaparola.web.publishing.models.delivery import REFUSED, SCHEDULED, WAITING
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from datetime import datetime

TOO_LATE = gettext_noop("Its time passed while it waited for approval: choose another, or try again.")


def follow_all(now: datetime) -> int:
    """Follow every brand whose policy has changed since the last time; return how many that was."""
    changed = list(Brand.objects.filter(approval_changed_at__isnull=False).order_by("pk"))
    for brand in changed:
        follow(brand, now)
    return len(changed)


@transaction.atomic
def follow(brand: Brand, now: datetime) -> None:
    """Put what waits and what is planned in `brand` under the approval it asks for now."""
    # Only this change: one that is made meanwhile is followed the next time.
    seen = brand.approval_changed_at
    Brand.objects.filter(pk=brand.pk, approval_changed_at=seen).update(approval_changed_at=None)
    if brand.approval == Approval.NONE:
        _free(brand, now)
    else:
        _bind(brand, now)
        _enough(brand, now)


def _free(brand: Brand, now: datetime) -> None:
    """Let go what waited for an approval that nobody asks for any more; what is late is left to people."""
    waits = Q(deliveries__state=WAITING) | Q(stage__in=[Stage.REVIEW, Stage.CHANGES])
    for post in Post.objects.filter(waits, brand=brand).distinct().order_by("pk"):
        deliveries.locked(post)
        Post.objects.filter(pk=post.pk).exclude(stage=Stage.APPROVED).update(stage=Stage.DRAFT, steps_done=0)
        deliveries.approved(post, now)
        for late in Delivery.objects.filter(post=post, state=WAITING):
            move(late, REFUSED, now, because=TOO_LATE)


def _bind(brand: Brand, now: datetime) -> None:
    """Ask for approval of what is planned without one: it would stop at its hour, and nobody would know."""
    planned = Q(deliveries__verb=Verb.PUBLISH, deliveries__state=SCHEDULED, deliveries__sent=0)
    rows = Post.objects.filter(planned, brand=brand, exempt=False).exclude(stage=Stage.APPROVED)
    for post in rows.distinct().order_by("pk"):
        deliveries.locked(post)
        if deliveries.withdraw(post, now):
            Post.objects.filter(pk=post.pk).update(stage=Stage.REVIEW, steps_done=0)


def _enough(brand: Brand, now: datetime) -> None:
    """Let go what as many people have approved as are asked for now."""
    done = Post.objects.filter(brand=brand, stage=Stage.REVIEW, steps_done__gte=brand.approval)
    for post in done.order_by("pk"):
        approving.let_through(deliveries.locked(post), post.steps_done, now)
