"""Posts: listed, written, read, planned, put up for approval, corrected where they are published."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from passaparola.web.api import asked, checked, moments, posted, problems, repeats, told
from passaparola.web.api.access import actor, door
from passaparola.web.brands.models import Role
from passaparola.web.channels.queries import platform_name
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import scheduling
from passaparola.web.publishing.models import Delivery, Verb
from passaparola.web.publishing.models.delivery import CANCELLED
from passaparola.web.publishing.outbox import mending, preflight
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from passaparola.web.api.tokens import Asked
    from passaparola.web.publishing.models import Post

Where = Literal["", "trouble", "draft", "waiting", "planned", "published"]

router = Router(tags=["Posts"])


@router.get("/posts", **door(Role.ANALYST, name="api-posts", answer=posted.Posts, query=("where", "page")))
def list_posts(request: Asked, where: Where = "", page: asked.Page = 1) -> posted.Posts:
    """List posts by where they stand, those in trouble first."""
    return posted.page(queries.posts_of(request.auth.brand, where, page))


@router.post(
    "/posts",
    **door(Role.EDITOR, name="api-posts", answer=posted.PostTold, status=201, repeatable=True),
)
def create_post(request: Asked, post: asked.NewPost) -> Any:
    """Begin a draft."""

    def create() -> posted.PostTold:
        brand, now = request.auth.brand, timezone.now()
        content = checked.content(brand, post)
        made = writing.begin(brand, by=actor(request), now=now, content=content)
        return _read(request, made.pk, now)

    return repeats.once(request, create, HTTPStatus.CREATED)


@router.get("/posts/{int:post_id}", **door(Role.ANALYST, name="api-post", answer=posted.PostTold))
def get_post(request: Asked, post_id: int) -> posted.PostTold:
    """Read a post, whole, with every delivery and everything that was tried."""
    return _read(request, post_id, timezone.now())


@router.put("/posts/{int:post_id}", **door(Role.EDITOR, name="api-post", answer=posted.PostTold))
def change_post(request: Asked, post_id: int, post: asked.ChangedPost) -> posted.PostTold:
    """Say something else; 409 where somebody has saved it since you read it."""
    now = timezone.now()
    found = queries.post_of(request.auth.brand, post_id)
    writing.save(
        found,
        checked.content(request.auth.brand, post, found),
        by=actor(request),
        now=now,
        seen=post.version,
        correcting=post.correcting,
    )
    return _read(request, post_id, now)


@router.delete("/posts/{int:post_id}", **door(Role.EDITOR, name="api-post", answer=told.Gone))
def delete_post(request: Asked, post_id: int) -> told.Gone:
    """Delete a draft; of what is on platforms it says where it stays and how it goes."""
    found = queries.post_of(request.auth.brand, post_id)
    if faults := list(_on_platforms(found)):
        said = _("Nothing was deleted. %(why)s") % {"why": " ".join(each.detail for each in faults)}
        raise problems.Refusal(HTTPStatus.CONFLICT, said, faults)
    writing.drop(found, by=actor(request), now=timezone.now())
    return told.Gone(said=_("The draft is deleted. Nothing of it was on any platform."))


@router.post(
    "/posts/{int:post_id}/schedule",
    **door(Role.EDITOR, name="api-schedule", answer=posted.PostTold, repeatable=True),
)
def schedule_post(request: Asked, post_id: int, moment: asked.Moment) -> Any:
    """Plan it on all its channels, or move it; where the brand asks for approval, this asks for it."""

    def schedule() -> posted.PostTold:
        now = timezone.now()
        found = queries.post_of(request.auth.brand, post_id)
        when = moments.chosen(moment, found.brand.zone, now)
        scheduling.put_in(found, when.at, by=actor(request), now=now, wall=when.wall, zone=when.zone)
        return _read(request, post_id, now)

    return repeats.once(request, schedule)


@router.post(
    "/posts/{int:post_id}/submit",
    **door(Role.EDITOR, name="api-submit", answer=posted.PostTold, repeatable=True),
)
def submit_post(request: Asked, post_id: int) -> Any:
    """Ask for approval."""

    def submit() -> posted.PostTold:
        now = timezone.now()
        approving.submit(queries.post_of(request.auth.brand, post_id), by=actor(request), now=now)
        return _read(request, post_id, now)

    return repeats.once(request, submit)


@router.post(
    "/posts/{int:post_id}/change",
    **door(Role.EDITOR, name="api-change", answer=posted.PostTold, repeatable=True),
)
def correct_post(request: Asked, post_id: int) -> Any:
    """Make what is published say what the post says now, where its platforms allow it."""

    def change() -> posted.PostTold:
        now = timezone.now()
        mending.change(queries.post_of(request.auth.brand, post_id), actor(request), now)
        return _read(request, post_id, now)

    return repeats.once(request, change)


def _read(request: Asked, post_id: int, now: datetime) -> posted.PostTold:
    return posted.post(queries.post_of(request.auth.brand, post_id), now)


def _on_platforms(post: Post) -> Iterator[problems.Fault]:
    """Yield what becomes of each delivery of a post that is to be deleted."""
    for each in post.deliveries.all():
        if each.verb == Verb.PUBLISH and each.state != CANCELLED:
            yield problems.Fault(field=f"deliveries.{each.pk}", detail=_stays(each))


def _stays(delivery: Delivery) -> str:
    there = [each.url for each in delivery.pieces.all() if each.published_at and not each.deleted_at]
    shown = {
        "channel": f"{delivery.channel} ({platform_name(delivery.channel.platform)})",
        "url": next(iter(there), ""),
        "id": delivery.pk,
    }
    if not there:
        return (
            _("It is on its way to %(channel)s: POST /api/v1/deliveries/%(id)s/cancel takes it out.") % shown
        )
    if not preflight.can(delivery, "deleter"):
        return (
            _("It is on %(channel)s, %(url)s, where no program may delete: delete it there yourself.") % shown
        )
    return (
        _("It is on %(channel)s, %(url)s: POST /api/v1/deliveries/%(id)s/delete-there deletes it there.")
        % shown
    )
