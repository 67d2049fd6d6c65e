"""How deliveries are planned: when they go, what is frozen in them, what waits for approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.lifecycle.actions import begin, move
from passaparola.web.publishing.models.delivery import (
    CANCELLED,
    DELIVERING,
    PUBLISHED,
    REFUSED,
    SCHEDULED,
    SENDING,
    UNDECIDED,
    UNKNOWN,
    WAITING,
    Delivery,
    Piece,
    Verb,
)
from passaparola.web.publishing.models.post import Post, Stage
from passaparola.web.publishing.outbox import preflight
from passaparola.web.publishing.words import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.publishing.models.post import Variant

PLANNED = audit.verb("delivery.planned", gettext_lazy("planned a post"))
CALLED_OFF = audit.verb("delivery.cancelled", gettext_lazy("took a post out of the plan"))

MOVABLE = (WAITING, SCHEDULED, REFUSED)
CANCELLABLE = (*MOVABLE, UNDECIDED)


class Unfit(Refused):
    """A post cannot be sent as it is; `sentences` say for each channel what to mend."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


@transaction.atomic
def schedule(  # noqa: PLR0913 - all by name
    post: Post,
    at: datetime | None,
    *,
    by: User | None,
    now: datetime,
    wall: str = "",
    zone: str = "",
) -> list[Delivery]:
    """Plan all variants of `post` for `at` (None: now) and return their deliveries.

    What is sent is frozen here. Where the brand's approval is still missing they wait for it. Raises `Unfit`
    where a variant breaks a rule of its platform, `Refused` where it is too late or there is nothing to send.
    """
    post = locked(post)
    if at is not None and at < now:
        raise Refused(_("That time has passed: choose a later one, or send it now."))
    variants = _unsent(post)
    if sentences := preflight.faults(post, variants, at or now):
        raise Unfit(sentences)
    made = [_plan(post, variant, at or now, now) for variant in variants]
    Post.objects.filter(pk=post.pk).update(planned=wall, zone=zone)
    audit.record(
        post.brand, by, PLANNED, post.in_the_log, now, at=(at or now).isoformat(), channels=len(made)
    )
    return made


def locked(post: Post) -> Post:
    """Return `post` as it stands, locked with its deliveries: a worker that has one of them is waited for.

    The post before its deliveries, everywhere, so that two people never wait for each other.
    """
    post = (
        Post.objects.select_for_update(of=("self",), no_key=True)
        .select_related("brand", "campaign")
        .get(pk=post.pk)
    )
    list(Delivery.objects.select_for_update(of=("self",), no_key=True).filter(post=post).order_by("pk"))
    return post


def _unsent(post: Post) -> list[Variant]:
    """Return the variants that have not left yet; raises `Refused` where there is none."""
    gone = Delivery.objects.filter(post=post, verb=Verb.PUBLISH).exclude(state__in=[*MOVABLE, CANCELLED])
    left = post.variants.exclude(deliveries__in=gone).select_related(
        "channel", "post__brand", "post__campaign"
    )
    variants = list(left.prefetch_related("post__attached__asset").order_by("pk"))
    if not variants and post.variants.exists():
        raise Refused(_("It has been sent, or is being sent: clone it to say it again."))
    if not variants:
        raise Refused(_("Choose at least one channel first."))
    return variants


def _plan(post: Post, variant: Variant, at: datetime, now: datetime) -> Delivery:
    delivery = variant.deliveries.filter(verb=Verb.PUBLISH, state__in=MOVABLE).first()
    if delivery is None:
        delivery = Delivery.objects.create(
            brand=post.brand,
            post=post,
            variant=variant,
            channel=variant.channel,
            planned_at=at,
            created_at=now,
            **begin(DELIVERING, now),
        )
    freeze(delivery, variant)
    return send_at(delivery, at, now)


def freeze(delivery: Delivery, variant: Variant) -> None:
    """Keep what is sent. A piece that was ever tried keeps its key: the same key is the same post.

    Raises `Refused` where what was published of it before has been deleted since.
    """
    refuse_the_rest_of_what_is_deleted(delivery)
    kept = {piece.number: piece for piece in delivery.pieces.all()}
    made = pieces.begin(delivery, pieces.contents(variant))
    for piece in made[delivery.sent :]:
        if piece.number in kept:
            piece.key = kept[piece.number].key
    delivery.pieces.filter(number__gte=delivery.sent).delete()
    Piece.objects.bulk_create(made[delivery.sent :])


def refuse_the_rest_of_what_is_deleted(delivery: Delivery) -> None:
    """Raise `Refused` where parts of `delivery` were published and deleted: the rest would answer nothing."""
    if delivery.pieces.filter(deleted_at__isnull=False).exists():
        raise Refused(_("What was published of it is deleted: cancel the rest, then plan it anew."))


def send_at(delivery: Delivery, at: datetime, now: datetime) -> Delivery:
    """Have `delivery` sent at `at`, or wait for approval with that time in mind."""
    post = delivery.post
    if not delivery.pieces.filter(number__gte=delivery.sent).exists():
        return _whole(delivery, now)
    free = delivery.verb != Verb.PUBLISH or post.brand.approval == 0 or post.stage == Stage.APPROVED
    anew = delivery.state == REFUSED
    move(delivery, SCHEDULED if free else WAITING, now)
    due = now if preflight.hands_over(delivery.variant) else at
    delivery.planned_at, delivery.due_at = at, due if free else None
    if anew:
        # What was refused was certainly not published: its tries are counted anew.
        delivery.tried, delivery.first_tried_at = 0, None
    delivery.save(update_fields=["planned_at", "due_at", "tried", "first_tried_at"])
    return delivery


def _whole(delivery: Delivery, now: datetime) -> Delivery:
    """Call `delivery` published: it was made shorter, and all that is left of it is out."""
    move(delivery, PUBLISHED, now)
    delivery.done_at = now
    delivery.save(update_fields=["done_at"])
    return delivery


@transaction.atomic
def reschedule(  # noqa: PLR0913 - all by name
    delivery: Delivery, at: datetime, *, by: User, now: datetime, wall: str = "", zone: str = ""
) -> Delivery:
    """Give what waits another time; raises `Refused` where it is out, under way, or the time has passed."""
    delivery = in_state(delivery, MOVABLE)
    if at < now:
        raise Refused(_("That time has passed: choose a later one, or send it now."))
    if sentences := list(preflight.too_late(delivery.post, at)):
        raise Unfit(sentences)
    send_at(delivery, at, now)
    Post.objects.filter(pk=delivery.post_id).update(planned=wall, zone=zone)
    audit.record(delivery.brand, by, PLANNED, delivery.post.in_the_log, now, at=at.isoformat())
    return delivery


@transaction.atomic
def cancel(delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Take `delivery` out; raises `Refused` where a part of it is out, or it is being sent or looked for.

    What a person was asked to decide can be left undecided: its history says that nobody knows.
    """
    delivery = in_state(delivery, CANCELLABLE)
    there = delivery.pieces.filter(published_at__isnull=False, deleted_at=None)
    if delivery.verb == Verb.PUBLISH and there.exists():
        raise Refused(_("A part of it is published: try the rest again, or delete what is there."))
    move(delivery, CANCELLED, now)
    audit.record(delivery.brand, by, CALLED_OFF, delivery.post.in_the_log, now)
    return delivery


def in_state(delivery: Delivery, states: Sequence[str]) -> Delivery:
    """Return `delivery` as it stands, locked; raises `Refused` unless it is in one of `states`."""
    locked(delivery.post)
    rows = Delivery.objects.select_for_update(of=("self",), no_key=True)
    related = rows.select_related("brand", "channel", "post__brand", "post__campaign", "variant__post__brand")
    row = related.get(pk=delivery.pk)
    if row.state in states:
        return row
    if row.state in {SENDING, UNKNOWN}:
        raise Refused(_("It is being sent at this moment: wait until it is known what became of it."))
    raise Refused(_("That cannot be done with it any more: load the page again to see how it stands."))


@transaction.atomic
def approved(post: Post, now: datetime) -> list[Delivery]:
    """Let what waited for approval go at its time, or now where no time was chosen.

    What is late by now waits for a person to choose another time.
    """
    held = post.deliveries.select_for_update(of=("self",), no_key=True).select_related("post__brand")
    rows = [each for each in held.filter(state=WAITING) if each.planned_at >= now or not each.post.planned]
    for delivery in rows:
        delivery.post.stage = Stage.APPROVED
        send_at(delivery, max(delivery.planned_at, now), now)
    return rows


@transaction.atomic
def withdraw(post: Post, now: datetime) -> int:
    """Take back what was approved and has not left, as the post was changed; return how many that was."""
    held = post.deliveries.select_for_update(of=("self",), no_key=True)
    rows = list(held.filter(verb=Verb.PUBLISH, state=SCHEDULED, sent=0))
    for delivery in rows:
        move(delivery, WAITING, now)
    return len(rows)


def wake(brand: Brand, now: datetime) -> int:
    """Have everything of `brand` that is due and waited for a hold or a channel sent now."""
    late = Delivery.objects.filter(brand=brand, state=SCHEDULED, planned_at__lte=now, lease_until=None)
    return late.filter(due_at__gt=now).update(due_at=now)
