"""A brand that asks for more approval, or for less: nothing planned before leaves or stays by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Approval
from passaparola.web.publishing.approval import approving, switching
from passaparola.web.publishing.models import Post, Stage
from passaparola.web.publishing.outbox import deliveries
from web.publishing.plans import NOW, a_channel, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

HOUR = timedelta(hours=1)


@pytest.fixture
def post(brand: Brand, anna: User) -> Post:
    return a_post(brand, a_channel(brand), by=anna)


def plan(post: Post, by: User) -> None:
    at = NOW + HOUR
    deliveries.schedule(post, at, by=by, now=NOW, wall=at.isoformat()[:16], zone="UTC")


def switch(brand: Brand, steps: Approval, by: User, now: object = NOW) -> None:
    brands.change(brand, {"approval": steps}, by=by, now=now)  # type: ignore[arg-type]  # a datetime
    assert switching.follow_all(now) == 1  # type: ignore[arg-type]


def stands(post: Post) -> tuple[str, str]:
    post.refresh_from_db()
    return post.stage, post.deliveries.get().state


def test_what_is_planned_is_asked_for_where_approval_is_wanted_from_now_on(
    post: Post, brand: Brand, anna: User, bruno: User
) -> None:
    plan(post, anna)
    switch(brand, Approval.ONE, anna)
    assert stands(post) == (Stage.REVIEW, "waiting")
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert stands(post) == (Stage.APPROVED, "scheduled")


def test_what_waited_goes_at_its_time_where_nobody_asks_any_more(
    post: Post, brand: Brand, anna: User
) -> None:
    switch(brand, Approval.ONE, anna)
    plan(Post.objects.get(pk=post.pk), anna)
    approving.submit(post, by=anna, now=NOW)
    switch(brand, Approval.NONE, anna)
    assert stands(post) == (Stage.DRAFT, "scheduled")
    assert post.deliveries.get().due_at == NOW + HOUR


def test_what_waited_past_its_time_is_left_to_a_person(post: Post, brand: Brand, anna: User) -> None:
    switch(brand, Approval.ONE, anna)
    plan(Post.objects.get(pk=post.pk), anna)
    switch(brand, Approval.NONE, anna, NOW + 2 * HOUR)
    assert stands(post) == (Stage.DRAFT, "refused")
    assert "Its time passed" in post.deliveries.get().trouble


def test_who_has_approved_is_enough_where_one_step_is_dropped(
    post: Post, brand: Brand, anna: User, bruno: User
) -> None:
    switch(brand, Approval.TWO, anna)
    plan(Post.objects.get(pk=post.pk), anna)
    approving.submit(post, by=anna, now=NOW)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert stands(post) == (Stage.REVIEW, "waiting")
    switch(brand, Approval.ONE, anna)
    assert stands(post) == (Stage.APPROVED, "scheduled")


def test_other_settings_leave_everything_as_it_is(post: Post, brand: Brand, anna: User) -> None:
    plan(post, anna)
    brands.change(brand, {"name": "Aurora"}, by=anna, now=NOW)
    assert switching.follow_all(NOW) == 0
    assert stands(post) == (Stage.DRAFT, "scheduled")
