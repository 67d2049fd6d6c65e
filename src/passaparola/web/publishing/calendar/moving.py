"""Giving something of the calendar another time: what waits to be sent, or a draft's plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Post, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, QUEUED
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User
    from passaparola.web.publishing.models import Delivery

MINUTE = timedelta(minutes=1)


def movable(brand: Brand, post_id: int, at: datetime) -> tuple[Post, list[Delivery]]:
    """Return a post of `brand` and what of it waits for the minute `at`; raises Post.DoesNotExist."""
    post = Post.objects.get(brand=brand, pk=post_id)
    waiting = post.deliveries.select_related("channel").filter(
        verb=Verb.PUBLISH, state__in=QUEUED, planned_at__gte=at, planned_at__lt=at + MINUTE
    )
    return post, list(waiting)


@transaction.atomic
def move(brand: Brand, post_id: int, came: datetime, wall: str, *, by: User, now: datetime) -> datetime:  # noqa: PLR0913
    """Have what a post has at the minute `came` go at `wall` in the brand's zone; return that moment.

    Raises `Refused` where nothing of it can be moved or the time has passed, `planning.Unplannable` for what
    is no time.
    """
    post, waiting = movable(brand, post_id, came)
    at = planning.moment(wall, brand.zone)
    if at <= now:
        raise Refused(_("That time has passed: choose a later one, or send it now from its page."))
    for delivery in waiting:
        deliveries.reschedule(delivery, at, by=by, now=now, wall=wall, zone=brand.zone)
    if not waiting:
        _plan_again(post, wall, brand.zone)
    return at


def _plan_again(post: Post, wall: str, zone: str) -> None:
    """Give a draft another plan."""
    begun = post.deliveries.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).exists()
    if begun or not post.planned:
        raise Refused(
            _("It is on its way or has been sent: it cannot be moved any more. Clone it to say it again.")
        )
    Post.objects.filter(pk=post.pk).update(planned=wall, zone=zone)


def minute(text: str) -> datetime:
    """Read the minute a chip names ("2026-03-29T07:30", UTC); raises `planning.Unplannable`."""
    return planning.parsed(text).replace(tzinfo=UTC)
