"""Putting a whole post into the plan, and taking it out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.models import Stage, Verb
from passaparola.web.publishing.models.delivery import QUEUED
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.publishing.models import Delivery, Post


@transaction.atomic
def put_in(  # noqa: PLR0913 - all by name
    post: Post, at: datetime | None, *, by: User | None, now: datetime, wall: str = "", zone: str = ""
) -> list[Delivery]:
    """Plan `post` for `at` (None: now) on all its channels, and ask for the approval that its brand wants.

    Raises `deliveries.Unfit` where it breaks a rule of a platform, `Refused` where it cannot be planned.
    """
    if approving.outdated(post):
        approving.submit(post, by=by, now=now)
        post.refresh_from_db()
    made = deliveries.schedule(post, at, by=by, now=now, wall=wall, zone=zone)
    if post.needs_approval and post.stage != Stage.APPROVED:
        approving.submit(post, by=by, now=now)
    return made


@transaction.atomic
def take_out(post: Post, *, by: User, now: datetime) -> None:
    """Take out of the plan what of `post` waits; raises `Refused`, nothing taken out, where it is leaving."""
    for delivery in post.deliveries.all():
        if delivery.verb == Verb.PUBLISH and delivery.state in QUEUED:
            deliveries.cancel(delivery, by, now)
