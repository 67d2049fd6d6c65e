"""A post that comes again: by wall time, with an end, made ahead of time and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passaparola.web.brands.models import Approval
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import planning, recurrence
from passaparola.web.publishing.models import Delivery, Post, Recurrence, Stage
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words.content import content_of
from passaparola.web.publishing.writing import writing
from web.publishing.plans import NOW, a_channel, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

ROME = "Europe/Rome"
DAILY = "FREQ=DAILY;COUNT=5"


def planned(brand: Brand, by: User, wall: str = "2026-03-02T09:00") -> Post:
    """A post planned for a wall time in Rome."""
    post = a_post(brand, a_channel(brand), by=by)
    deliveries.schedule(post, planning.moment(wall, ROME), by=by, now=NOW, wall=wall, zone=ROME)
    return Post.objects.select_related("brand").get(pk=post.pk)


def begun(post: Post, rule: str = DAILY, starts: str = "2026-03-02T09:00") -> Recurrence:
    return recurrence.begin(post, rule=rule, starts=starts, zone=ROME, by=post.by, now=NOW)  # type: ignore[arg-type]


def walls(brand: Brand) -> list[str]:
    rows = Delivery.objects.filter(brand=brand).exclude(state="cancelled").order_by("planned_at")
    return [planning.wall(row.planned_at, ROME) for row in rows]


def test_the_post_itself_is_its_first_time_and_every_other_is_a_clone(brand: Brand, anna: User) -> None:
    begun(planned(brand, anna))
    assert walls(brand) == [f"2026-03-0{day}T09:00" for day in range(2, 7)]
    assert Recurrence.objects.get().ended_at == NOW
    assert Post.objects.filter(text="Good morning").count() == 5


def test_a_draft_is_no_occurrence_of_itself(brand: Brand, anna: User) -> None:
    begun(a_post(brand, a_channel(brand), by=anna))
    assert len(walls(brand)) == 5


def test_making_twice_makes_nothing_twice(brand: Brand, anna: User) -> None:
    begun(planned(brand, anna), "FREQ=WEEKLY;COUNT=20")
    before = walls(brand)
    assert recurrence.make_due(NOW) == 0
    assert walls(brand) == before
    assert before[-1] < planning.wall(NOW + recurrence.AHEAD, ROME)


def test_what_is_far_ahead_is_made_when_it_comes_near(brand: Brand, anna: User) -> None:
    begun(planned(brand, anna), "FREQ=WEEKLY;COUNT=20")
    near = len(walls(brand))
    assert recurrence.make_due(NOW + timedelta(days=14)) == 2
    recurrence.make_due(NOW + timedelta(days=200))
    assert near < len(walls(brand)) < 20
    assert Recurrence.objects.get().ended_at


def test_one_rule_that_cannot_be_followed_holds_up_no_other(
    brand: Brand, anna: User, caplog: pytest.LogCaptureFixture
) -> None:
    begun(planned(brand, anna), "FREQ=WEEKLY;COUNT=20")
    begun(a_post(brand, a_channel(brand), by=anna), "FREQ=WEEKLY;COUNT=20")
    Recurrence.objects.filter(pk=Recurrence.objects.earliest("pk").pk).update(zone="Mars/Olympus")
    assert recurrence.make_due(NOW + timedelta(days=14)) == 2
    assert "Mars/Olympus is no time zone" in caplog.text


def test_what_was_made_keeps_its_words_and_what_is_made_later_has_the_new_ones(
    brand: Brand, anna: User
) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    begun(post, "FREQ=WEEKLY;COUNT=12")
    writing.save(post, replace(content_of(post), text="New words"), by=anna, now=NOW, seen=post.version)
    made = recurrence.make_due(NOW + timedelta(days=14))
    assert made == 2
    assert Post.objects.filter(text="New words", occurrence__isnull=False).count() == 2


def test_what_cannot_be_planned_stays_a_draft_at_its_time(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    post = a_post(brand, channel, by=anna, text="")
    begun(post, "FREQ=DAILY;COUNT=2")
    drafts = Post.objects.filter(occurrence__isnull=False).order_by("planned")
    assert [draft.planned for draft in drafts] == ["2026-03-02T09:00", "2026-03-03T09:00"]
    assert not Delivery.objects.exists()


def test_nothing_is_made_before_approval_and_what_is_made_then_is_approved(
    brand: Brand, anna: User, bruno: User
) -> None:
    brand.approval = Approval.ONE
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna)
    approving.submit(post, by=anna, now=NOW)
    post = Post.objects.select_related("brand").get(pk=post.pk)
    begun(post)
    assert walls(brand) == []
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert recurrence.make_due(NOW) == 5
    assert set(Delivery.objects.values_list("state", flat=True)) == {"scheduled"}


def test_a_channel_that_is_locked_out_is_waited_for_until_shortly_before(brand: Brand, anna: User) -> None:
    there, locked = a_channel(brand), a_channel(brand, "forno")
    post = a_post(brand, there, locked, by=anna)
    type(locked).objects.filter(pk=locked.pk).update(locked_out=True)
    made = begun(post)
    first = len(walls(brand))
    assert 0 < first < 5
    type(locked).objects.filter(pk=locked.pk).update(locked_out=False)
    recurrence.make(Recurrence.objects.select_related("post__brand").get(pk=made.pk), NOW)
    assert len(walls(brand)) == first + 2 * (5 - first)


def test_saying_that_a_draft_comes_again_asks_for_the_approval_it_needs(
    brand: Brand, anna: User, bruno: User
) -> None:
    brand.approval = Approval.ONE
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna)
    made = begun(post)
    assert Post.objects.get(pk=post.pk).stage == Stage.REVIEW
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    assert recurrence.make(Recurrence.objects.select_related("post__brand").get(pk=made.pk), NOW) == 5


def test_saying_that_an_approved_post_comes_again_asks_for_approval_anew(
    brand: Brand, anna: User, bruno: User
) -> None:
    brand.approval = Approval.ONE
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna)
    approving.submit(post, by=anna, now=NOW)
    approving.approve(post, seen=post.version, by=bruno, now=NOW)
    post = Post.objects.select_related("brand").get(pk=post.pk)
    begun(post)
    assert (post.stage, walls(brand)) == (Stage.REVIEW, [])


def test_a_post_that_is_stopped_takes_out_what_has_not_left_and_keeps_other_clones(
    brand: Brand, anna: User
) -> None:
    post = planned(brand, anna)
    begun(post)
    by_hand = writing.clone(post, by=anna, now=NOW)
    deliveries.schedule(by_hand, NOW + timedelta(days=20), by=anna, now=NOW)
    assert recurrence.stop(brand, post.pk, take_out=True, by=anna, now=NOW) == 4
    assert walls(brand) == ["2026-03-02T09:00", "2026-03-21T13:00"]
    assert recurrence.make_due(NOW) == 0


def test_a_rule_ends_also_while_one_of_its_posts_is_leaving(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = planned(brand, anna)
    begun(post)
    leaving = Delivery.objects.get(planned_at=planning.moment("2026-03-04T09:00", ROME))
    cancel = deliveries.cancel

    def claimed_first(delivery: Delivery, by: User, now: datetime) -> Delivery:
        Delivery.objects.filter(pk=leaving.pk).update(state="sending")
        return cancel(delivery, by, now)

    monkeypatch.setattr(deliveries, "cancel", claimed_first)
    assert recurrence.stop(brand, post.pk, take_out=True, by=anna, now=NOW) == 3
    assert walls(brand) == ["2026-03-02T09:00", "2026-03-04T09:00"]
    assert not Recurrence.objects.exists()


def test_a_first_time_that_has_passed_is_refused(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="first time to come"):
        begun(a_post(brand, a_channel(brand), by=anna), starts="2026-02-01T09:00")


def test_a_post_of_another_brand_is_not_stopped(brand: Brand, rival: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    begun(post)
    with pytest.raises(Recurrence.DoesNotExist):
        recurrence.stop(rival, post.pk, take_out=True, by=anna, now=NOW)


@pytest.mark.parametrize("starts", ["9999-01-01T09:00", "9990-12-31T09:00"])
def test_a_rule_that_leads_beyond_the_calendar_is_refused_in_words(
    brand: Brand, anna: User, starts: str
) -> None:
    client = Client()
    client.force_login(anna)
    address = reverse("repeat-post", args=[brand.slug, a_post(brand, a_channel(brand), by=anna).pk])
    answer = client.post(address, {"starts": starts, "every": "day", "count": "3"})
    assert answer.status_code == 422
    assert "is beyond the calendar" in answer.content.decode()


def test_the_dates_are_shown_before_anything_is_made(brand: Brand, anna: User) -> None:
    client = Client()
    client.force_login(anna)
    post = a_post(brand, a_channel(brand), by=anna)
    address = reverse("repeat-post", args=[brand.slug, post.pk])
    monday = timezone.now().date() + timedelta(days=14 - timezone.now().weekday())
    form = {"starts": f"{monday}T09:00", "every": "week", "ends": "count", "count": "3", "do": "look"}
    page = client.post(address, form).content.decode()
    assert all(str(monday + timedelta(days=7 * week)) in page for week in range(3))
    assert not Recurrence.objects.exists()
    assert "Made so far" in client.post(address, form | {"do": "begin"}, follow=True).content.decode()
    assert client.post(address, form | {"starts": "soon"}).status_code == 422
    stopped = client.post(reverse("repeat-stop", args=[brand.slug, post.pk]), {"take_out": "1"}, follow=True)
    assert "3 posts are taken out" in stopped.content.decode()


@pytest.mark.parametrize(
    ("wall", "zone"), [("", ROME), ("2026-03-02T09:00", "Europe/Nowhere"), ("0001-01-01T00:00", ROME)]
)
def test_what_is_meant_for_no_time_that_can_be_told_breaks_no_page(
    brand: Brand, anna: User, wall: str, zone: str
) -> None:
    post = a_post(brand, a_channel(brand), by=anna, planned=wall, zone=zone)
    assert planning.meant(post) is None
    reader = Client()
    reader.force_login(anna)
    for name in ("post", "review-post"):
        assert reader.get(reverse(name, args=[brand.slug, post.pk])).status_code == 200
