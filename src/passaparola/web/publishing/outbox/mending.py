"""What people do with a delivery once it was tried: again, decided, changed or deleted on its platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
    Attempt,
    Delivery,
    Piece,
    Verb,
    What,
)
from passaparola.web.publishing.models.post import Stage
from passaparola.web.publishing.outbox import preflight
from passaparola.web.publishing.outbox.deliveries import (
    Unfit,
    freeze,
    in_state,
    locked,
    refuse_the_rest_of_what_is_deleted,
    send_at,
)
from passaparola.web.publishing.words import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.publishing.models.post import Post

AGAIN = audit.verb("delivery.again", gettext_lazy("had a post tried again"))
DECIDED = audit.verb("delivery.decided", gettext_lazy("said what became of a post"))
CHANGED = audit.verb("delivery.changed", gettext_lazy("corrected a published post"))
DELETED = audit.verb("delivery.deleted", gettext_lazy("deleted a published post"))

UNFINISHED = (SCHEDULED, SENDING, UNKNOWN, UNDECIDED)
"""Where a correction or a deletion stands that may still change what is out."""

LONGEST = 500
"""Letters of an address; a platform's own name for a post is no longer."""


@transaction.atomic
def retry(delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Try again what was refused, a post as it now stands; raises `Refused` or `Unfit`."""
    delivery = in_state(delivery, (REFUSED,))
    if delivery.verb == Verb.PUBLISH:
        variant = delivery.variant
        if sentences := preflight.faults(delivery.post, [variant], now):
            raise Unfit(sentences)
        freeze(delivery, variant)
    elif delivery.of and delivery.of.changes.filter(pk__gt=delivery.pk).exists():
        raise Refused(_("It was changed or deleted again since: look at what became of that."))
    _note(delivery, by, _("Tried again."), now)
    send_at(delivery, now, now)
    audit.record(delivery.brand, by, AGAIN, delivery.post.in_the_log, now, channel=str(delivery.channel))
    return delivery


@transaction.atomic
def decide(delivery: Delivery, *, there: bool, url: str, by: User, now: datetime) -> Delivery:
    """Settle by a person's word what no platform could tell: it is there (at `url`), or it is not: send it.

    Raises `Refused` where nobody asked, or where it is there and nobody says at which address.
    """
    delivery = in_state(delivery, (UNDECIDED,))
    if there and not (url.startswith(("https://", "http://")) and len(url) <= LONGEST):
        raise Refused(_("Paste the address of the post, so that it can be followed and corrected later."))
    if not there:
        refuse_the_rest_of_what_is_deleted(delivery)
        # A person's word stands above a receipt that came late: with one it would not be sent again.
        delivery.pieces.filter(number=delivery.sent).update(native_id="", url="", extra={}, published_at=None)
    _note(delivery, by, _("It is there: %(url)s") % {"url": url} if there else _("It is not there."), now)
    if there:
        delivery.pieces.filter(number=delivery.sent).update(native_id=url, url=url, published_at=now)
        Delivery.objects.filter(pk=delivery.pk).update(sent=delivery.sent + 1, tried=0, first_tried_at=None)
    done = there and delivery.sent + 1 >= delivery.pieces.count()
    move(delivery, PUBLISHED if done else SCHEDULED, now)
    Delivery.objects.filter(pk=delivery.pk).update(done_at=now if done else None, looks=0)
    audit.record(delivery.brand, by, DECIDED, delivery.post.in_the_log, now, there=there)
    return delivery


@transaction.atomic
def change(post: Post, by: User, now: datetime) -> list[Delivery]:
    """Make what is published say what `post` says now; raises `Refused` and `Unfit`."""
    post = locked(post)
    out = _out(post)
    if post.brand.approval and post.stage != Stage.APPROVED:
        raise Refused(_("A correction has to be approved as well: once it is, open it and correct it there."))
    able = [each for each in out if preflight.can(each, "editor")]
    if not able:
        raise Refused(
            _("None of its platforms lets a published post be changed: delete it, and say it again.")
        )
    if sentences := preflight.faults(post, [each.variant for each in able], now):
        raise Unfit(sentences)
    made = [_change(each, now) for each in able]
    audit.record(post.brand, by, CHANGED, post.in_the_log, now, channels=len(made))
    return made


def _change(delivery: Delivery, now: datetime) -> Delivery:
    fresh = pieces.contents(delivery.variant)
    there = list(delivery.pieces.filter(deleted_at=None))
    if len(fresh) != len(there):
        raise Refused(
            ngettext(
                "There is %(n)d part there: a thread cannot be made longer or shorter, only reworded.",
                "There are %(n)d parts there: a thread cannot be made longer or shorter, only reworded.",
                len(there),
            )
            % {"n": len(there)}
        )
    return _after(delivery, Verb.EDIT, [content for _, content in fresh], there, now)


@transaction.atomic
def delete_there(delivery: Delivery, by: User, now: datetime) -> Delivery:
    """Delete on its platform what `delivery` published, the last part first; raises `Refused`."""
    delivery = in_state(delivery, (PUBLISHED, REFUSED, UNDECIDED))
    there = list(delivery.pieces.filter(deleted_at=None, published_at__isnull=False).order_by("-number"))
    if delivery.verb != Verb.PUBLISH or not there:
        raise Refused(_("There is nothing of it to delete."))
    if not preflight.can(delivery, "deleter"):
        raise Refused(_("Its platform lets nobody delete through a program: delete it there yourself."))
    made = _after(delivery, Verb.DELETE, [{} for _ in there], there, now)
    audit.record(delivery.brand, by, DELETED, delivery.post.in_the_log, now, channel=str(delivery.channel))
    return made


@transaction.atomic
def delete_everywhere(post: Post, by: User, now: datetime) -> tuple[list[Delivery], list[Delivery]]:
    """Delete what is published of `post` on every platform that lets a program delete.

    A correction that has not left is called off. Returns the deletions, and what stays as something
    is under way there at this moment. Raises `Refused` where nothing can be deleted.
    """
    post = locked(post)
    there = Q(pieces__deleted_at=None, pieces__published_at__isnull=False)
    out = post.deliveries.filter(there, verb=Verb.PUBLISH, state__in=[PUBLISHED, REFUSED, UNDECIDED])
    going = Delivery.objects.filter(verb=Verb.DELETE, state__in=UNFINISHED).values("of")
    found = out.exclude(pk__in=going).select_related("channel").distinct().order_by("pk")
    able = [each for each in found if preflight.can(each, "deleter")]
    for change in post.deliveries.filter(of__in=able, verb=Verb.EDIT, state__in=[SCHEDULED, REFUSED]):
        move(change, CANCELLED, now)
    left = [each for each in able if each.changes.filter(state__in=UNFINISHED).exists()]
    made = [delete_there(each, by, now) for each in able if each not in left]
    if not made and not left:
        raise Refused(_("There is nothing of it that can be deleted from here."))
    return made, left


def _after(
    of: Delivery, verb: Verb, contents: Sequence[pieces.Content], there: Sequence[Piece], now: datetime
) -> Delivery:
    """Return a delivery that does `verb` to the pieces `there`, one after the other, from now."""
    if of.changes.filter(state__in=UNFINISHED).exists():
        raise Refused(_("It is being changed or deleted at this moment: wait for that first."))
    made = Delivery.objects.create(
        brand=of.brand,
        post=of.post,
        variant=of.variant,
        channel=of.channel,
        verb=verb,
        of=of,
        planned_at=now,
        created_at=now,
        **begin(DELIVERING, now),
    )
    move(made, SCHEDULED, now)
    rows = pieces.begin(
        made, [(Piece.Part(piece.part), content) for piece, content in zip(there, contents, strict=True)]
    )
    for row, piece in zip(rows, there, strict=True):
        row.native_id, row.url, row.extra = piece.native_id, piece.url, piece.extra
    Piece.objects.bulk_create(rows)
    return made


def _out(post: Post) -> list[Delivery]:
    """Return what is published of `post` and still there; raises `Refused` where nothing is."""
    rows = post.deliveries.filter(verb=Verb.PUBLISH, state=PUBLISHED, pieces__deleted_at=None).distinct()
    found = list(
        rows.select_related("channel", "brand", "post__brand", "post__campaign", "variant__post__brand")
    )
    if not found:
        raise Refused(_("Nothing of it is published yet."))
    return found


def _note(delivery: Delivery, by: User, said: str, now: datetime) -> None:
    Attempt.objects.create(
        delivery=delivery,
        piece=delivery.sent,
        at=now,
        what=What.DECIDED,
        said=said,
        fence=delivery.fence,
        who=str(by),
    )
