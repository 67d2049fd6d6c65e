"""A post said again and again: its occurrences are made ahead of time, each a post of its own.

    recurrence.begin(post, rule="FREQ=WEEKLY;BYDAY=MO;COUNT=10", starts="2026-03-28T09:00",
                     zone="Europe/Rome", by=user, now=now)
    recurrence.make_due(now)               # again and again, by whoever keeps time; safe to run twice

Nine stays nine when the clocks change: an occurrence is a wall time, and becomes a moment by the rules of
planning.py. The occurrence at the post's own time is the post itself; every other is a clone, which can be
changed, moved or taken out like any post.

Where the brand asks for approval, nothing is made before the post is approved, and what is made of it then is
approved too: it says the same. Whoever approves knows that it comes again: saying so of a post that was
approved asks for approval anew.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import patterns, planning
from passaparola.web.publishing.models import Occurrence, Post, Recurrence, Stage, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, QUEUED
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.publishing.models import Delivery

log = logging.getLogger(__name__)

AHEAD = timedelta(days=60)
"""How long before their time occurrences are made."""

WAITS = timedelta(days=2)
"""The same where a channel is locked out: what is made by then goes without it."""

REPEATED = audit.verb("post.repeated", gettext_lazy("had a post come again"))
STOPPED = audit.verb("post.stopped", gettext_lazy("stopped a post from coming again"))


@transaction.atomic
def begin(  # noqa: PLR0913 - all by name
    post: Post, *, rule: str, starts: str, zone: str, by: User, now: datetime
) -> Recurrence:
    """Have `post` come again by `rule` from the wall time `starts`.

    Raises `Refused` for a rule without an end or sense, `planning.Unplannable` for what is no time.
    """
    patterns.check(rule, starts)
    if post.only_answers:
        raise Refused(_("An answer to somebody is said once: clone it to say it again and again."))
    if planning.moment(starts, zone) <= now:
        raise Refused(_("That time has passed: choose a first time to come."))
    if going(post, now):
        raise Refused(_("It comes again already: stop that first."))
    Recurrence.objects.filter(post=post).delete()
    made = Recurrence.objects.create(post=post, rule=rule, starts=starts, zone=zone)
    approving.changed(post, now=now)
    if post.brand.approval and post.stage in {Stage.DRAFT, Stage.CHANGES}:
        approving.submit(post, by=by, now=now)
    audit.record(post.brand, by, REPEATED, post.in_the_log, now, rule=rule, starts=starts, zone=zone)
    make(made, now)
    return made


def going(post: Post, now: datetime) -> Recurrence | None:
    """Return the rule by which `post` still comes again, also where all its posts are made already."""
    row = Recurrence.objects.filter(post=post).first()
    if row is None or (row.ended_at and row.made_until < planning.wall(now, row.zone)):
        return None
    return row


def make_due(now: datetime) -> int:
    """Make every occurrence that is less than `AHEAD` away and not made yet; return how many were made."""
    made = 0
    for each in Recurrence.objects.select_related("post__brand").filter(ended_at=None).order_by("pk"):
        try:
            made += make(each, now)
        except (Refused, planning.Unplannable) as error:
            # A zone may leave the tables of zones: that is no reason for all others to wait.
            log.warning("Post %s cannot come again: %s", each.post_id, error)
    return made


def make(recurrence: Recurrence, now: datetime) -> int:
    """Make the occurrences of one rule that are near; each in a transaction of its own. Return how many."""
    if recurrence.post.brand.approval and recurrence.post.stage != Stage.APPROVED:
        return 0
    # A post is made for channels that speak: one that is locked out may be connected again before its time.
    ahead = WAITS if recurrence.post.variants.filter(channel__locked_out=True).exists() else AHEAD
    end = planning.wall(now + ahead, recurrence.zone)
    made = 0
    for wall in patterns.occurrences(recurrence.rule, recurrence.starts):
        if wall > end:
            return made
        made += wall > recurrence.made_until and _make_one(recurrence.pk, wall, now)
    Recurrence.objects.filter(pk=recurrence.pk, ended_at=None).update(ended_at=now)
    return made


@transaction.atomic
def _make_one(pk: int, wall: str, now: datetime) -> bool:
    """Make the occurrence at `wall`; False where somebody made it meanwhile, or there is nothing to make."""
    rows = Recurrence.objects.select_for_update(of=("self",), no_key=True).select_related(
        "post__brand", "post__by"
    )
    row = rows.filter(pk=pk, ended_at=None).first()
    if row is None or row.made_until >= wall:
        return False
    row.made_until = wall
    row.save(update_fields=["made_until"])
    at = planning.moment(wall, row.zone)
    if at <= now or _is_the_post_itself(row.post, at):
        return False
    _clone(row, wall, now)
    return True


def _clone(row: Recurrence, wall: str, now: datetime) -> None:
    """Make a post of its own and plan it; where that is refused it stays a draft at its time, for people."""
    post = row.post
    clone = writing.clone(post, by=post.by, now=now)
    Occurrence.objects.create(recurrence=row, post=clone, wall=wall)
    Post.objects.filter(pk=clone.pk).update(
        stage=post.stage, steps_done=post.steps_done, approved_as=post.approved_as
    )
    try:
        with transaction.atomic():
            at = planning.moment(wall, row.zone)
            deliveries.schedule(clone, at, by=post.by, now=now, wall=wall, zone=row.zone)
    except Refused:
        Post.objects.filter(pk=clone.pk).update(planned=wall, zone=row.zone)


def _is_the_post_itself(post: Post, at: datetime) -> bool:
    own = post.deliveries.filter(verb=Verb.PUBLISH, planned_at=at).exclude(state=CANCELLED)
    return planning.meant(post) == at or own.exists()


@transaction.atomic
def stop(brand: Brand, post_id: int, *, take_out: bool, by: User, now: datetime) -> int:
    """Let a post come no more; with `take_out`, take out what was made and has not left. Return how many.

    Raises Recurrence.DoesNotExist.
    """
    rows = Recurrence.objects.select_for_update(of=("self",), no_key=True).select_related("post")
    row = rows.get(post__brand=brand, post=post_id)
    made = list(Post.objects.filter(occurrence__recurrence=row)) if take_out else []
    taken = sum(_take_out(each, by, now) for each in made)
    row.delete()
    audit.record(brand, by, STOPPED, row.post.in_the_log, now, taken_out=taken)
    return taken


def _take_out(clone: Post, by: User, now: datetime) -> bool:
    """Call off what of a clone waits; a draft of one loses its plan."""
    waiting = list(clone.deliveries.filter(verb=Verb.PUBLISH, state__in=QUEUED, sent=0))
    called_off = [delivery for delivery in waiting if _called_off(delivery, by, now)]
    gone = clone.deliveries.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).exists()
    dropped = not gone and Post.objects.filter(pk=clone.pk).exclude(planned="").update(planned="")
    return bool(called_off or dropped)


def _called_off(delivery: Delivery, by: User, now: datetime) -> bool:
    """Call off a delivery; False where it is leaving, which keeps no rule from ending."""
    try:
        deliveries.cancel(delivery, by, now)
    except Refused:
        # Claimed since it was listed: cancel undoes itself alone, and the rest is taken out all the same.
        return False
    return True
