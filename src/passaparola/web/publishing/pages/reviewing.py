"""What there is to approve: the posts that wait, and one as it will be sent, with all that was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Prefetch, Q

from passaparola.web.channels import queries as channels
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import patterns, planning, recurrence
from passaparola.web.publishing.models import Attached, Delivery, Post, Stage, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, PUBLISHED, WAITING
from passaparola.web.publishing.outbox import wording
from passaparola.web.publishing.outbox.states import WORDS
from passaparola.web.publishing.words import pieces

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.connectors.contract import Draft
    from passaparola.web.brands.models import Brand, Guest, User
    from passaparola.web.publishing.models import Comment, Review, Variant

MOST = 200
"""Posts on the page of approvals; the oldest, and how many there are is said."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that waits: `at` is when it is planned for, `overdue` that this passed, `why_not` in words.

    `correction` says that it is out already, and what waits is another wording of it.
    """

    post: Post
    channels: list[str]
    at: datetime | None
    wall: str
    overdue: bool
    correction: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """What waits for the reader, what for others, and what somebody wants changed; `total` of all of it."""

    mine: list[Waiting]
    others: list[Waiting]
    changes: list[Waiting]
    total: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a channel is sent: the post, the parts that follow it, and how its deliveries stand, in words."""

    variant: Variant
    platform: str
    colour: str
    drafts: list[Draft]
    deliveries: list[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One post as it will be sent, with a mark of just that, and all that was said of it."""

    post: Post
    waiting: Waiting
    previews: list[Preview]
    media: list[Attached]
    mark: str
    reviews: list[Review]
    comments: list[Comment]
    comes_again: str


def approvals_for(brand: Brand, user: User, now: datetime, *, approves: bool) -> Approvals:
    """Return what waits in `brand`, the oldest first; as many queries for ten posts as for a hundred."""
    asked = Post.objects.filter(brand=brand, stage__in=[Stage.REVIEW, Stage.CHANGES])
    rows = [_waiting(post, user, now) for post in _shown(asked)[:MOST]]
    reviewed = [row for row in rows if row.post.stage == Stage.REVIEW]
    mine = [row for row in reviewed if approves and not row.why_not]
    return Approvals(
        mine=mine,
        others=[row for row in reviewed if row not in mine],
        changes=[row for row in rows if row.post.stage == Stage.CHANGES],
        total=asked.count() if len(rows) == MOST else len(rows),
    )


def for_guest(brand: Brand, guest: Guest, now: datetime) -> list[Waiting]:
    """Return what an outsider may see of `brand`: the posts in review, the oldest first."""
    return [_waiting(post, guest, now) for post in _shown(_in_review(brand))[:MOST]]


def review_of(brand: Brand, post_id: int, user: User, now: datetime) -> Reviewed:
    """Return a post of `brand` with everything said of it; raises Post.DoesNotExist."""
    return _reviewed(_whole(Post.objects.filter(brand=brand)).get(pk=post_id), user, now, internal=True)


def open_review_of(brand: Brand, post_id: int, guest: Guest, now: datetime) -> Reviewed:
    """Return a post in review as an outsider may see it; raises Post.DoesNotExist for any other."""
    return _reviewed(_whole(_in_review(brand)).get(pk=post_id), guest, now, internal=False)


def asset_of(brand: Brand, post_id: int, asset_id: int) -> Attached:
    """Return an asset of a post in review, for an outsider; raises Attached.DoesNotExist."""
    shown = Attached.objects.select_related("asset").filter(post__in=_in_review(brand))
    return shown.get(post=post_id, asset=asset_id)


def _in_review(brand: Brand) -> QuerySet[Post]:
    return Post.objects.filter(brand=brand, stage=Stage.REVIEW)


def _shown(posts: QuerySet[Post]) -> QuerySet[Post]:
    due = Q(deliveries__verb=Verb.PUBLISH) & ~Q(deliveries__state=CANCELLED)
    dated = posts.annotate(due=Min("deliveries__planned_at", filter=due)).order_by("changed_at", "pk")
    waits = Count("deliveries", filter=Q(deliveries__state=WAITING))
    out = Count("deliveries", filter=Q(deliveries__state=PUBLISHED, deliveries__verb=Verb.PUBLISH))
    return approving.judged(dated.annotate(waits=waits, out=out)).prefetch_related("variants__channel")


def _whole(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Have `posts` fetched with all that is shown of one: as many queries for ten channels as for one."""
    media = Attached.objects.select_related("asset").order_by("position")
    sent = Delivery.objects.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).order_by("planned_at", "pk")
    return (
        _shown(posts)
        .select_related("brand", "by", "campaign")
        .prefetch_related("brand__mentions", Prefetch("attached", media), Prefetch("deliveries", sent))
    )


def _waiting(post: Post, by: User | Guest, now: datetime) -> Waiting:
    zone = post.brand.zone
    at = post.due or planning.meant(post)  # type: ignore[attr-defined]
    names = [channels.platform_name(variant.channel.platform) for variant in post.variants.all()]
    correction = bool(post.out and not post.waits)  # type: ignore[attr-defined]
    waits = post.stage in {Stage.REVIEW, Stage.CHANGES} or post.waits  # type: ignore[attr-defined]
    return Waiting(
        post=post,
        channels=list(dict.fromkeys(names)),
        at=at,
        wall=planning.wall(at, zone) if at else "",
        overdue=bool(at and at <= now and waits and not correction and post.planned),
        correction=correction and post.stage != Stage.APPROVED,
        why_not=approving.reason(post, by),
    )


def _reviewed(post: Post, by: User | Guest, now: datetime, *, internal: bool) -> Reviewed:
    comments = post.comments.order_by("at", "pk")
    return Reviewed(
        post=post,
        waiting=_waiting(post, by, now),
        previews=[_preview(variant, post) for variant in post.variants.all()],
        media=list(post.attached.all()),
        mark=wording.mark(post.variants.all()),
        reviews=list(post.reviews.all()),
        comments=list(comments if internal else comments.filter(internal=False)),
        comes_again=patterns.in_words(rule.rule) if (rule := recurrence.going(post, now)) else "",
    )


def _preview(variant: Variant, post: Post) -> Preview:
    variant.post = post
    assets = {each.asset_id: each.asset for each in post.attached.all()}
    sent = [each for each in post.deliveries.all() if each.variant_id == variant.pk]
    return Preview(
        variant=variant,
        platform=channels.platform_name(variant.channel.platform),
        colour=channels.platform_colour(variant.channel.platform),
        drafts=pieces.drafts(variant, assets),
        deliveries=[(WORDS[each.state], each.trouble) for each in sent],
    )
