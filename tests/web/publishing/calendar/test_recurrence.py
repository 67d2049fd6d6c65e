"""A post that comes again: by wall time, with an end, made ahead of time and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from passaparola.web.brands.models import Approval
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import patterns, planning, recurrence
from passaparola.web.publishing.calendar.patterns import Asked
from passaparola.web.publishing.models import Delivery, Post, Recurrence, Stage
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words.content import content_of
from passaparola.web.publishing.writing import writing
from web.publishing.plans import NOW, a_channel, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

ROME = "Europe/Rome"
DAILY = "FREQ=DAILY;COUNT=5"


@pytest.mark.parametrize(
    ("zone", "starts", "offsets"),
    [
        ("Europe/Rome", "2026-03-28T09:00", [1, 2, 2]),
        ("Europe/Rome", "2026-10-24T09:00", [2, 1, 1]),
        ("America/New_York", "2026-03-07T09:00", [-5, -4, -4]),
        ("America/New_York", "2026-10-31T09:00", [-4, -5, -5]),
        ("Australia/Lord_Howe", "2026-04-04T09:00", [11, 10.5, 10.5]),
        ("Australia/Lord_Howe", "2026-10-03T09:00", [10.5, 11, 11]),
    ],
)
def test_nine_stays_nine_when_the_clocks_change(zone: str, starts: str, offsets: list[float]) -> None:
    walls = list(patterns.occurrences("FREQ=DAILY;COUNT=3", starts))
    moments = [planning.moment(wall, zone) for wall in walls]
    assert [planning.wall(at, zone)[11:] for at in moments] == ["09:00"] * 3
    naive = [datetime.fromisoformat(wall).replace(tzinfo=UTC) for wall in walls]
    assert [(wall - at) / timedelta(hours=1) for wall, at in zip(naive, moments, strict=True)] == offsets


def test_an_occurrence_in_the_gap_is_the_first_moment_after_and_none_is_lost() -> None:
    walls = list(patterns.occurrences("FREQ=DAILY;COUNT=3", "2026-03-28T02:30"))
    shown = [planning.wall(planning.moment(wall, ROME), ROME) for wall in walls]
    assert shown == ["2026-03-28T02:30", "2026-03-29T03:00", "2026-03-30T02:30"]


@pytest.mark.parametrize(
    ("asked", "starts", "rule", "words"),
    [
        (Asked("day", count=5), "2026-03-02T09:00", "FREQ=DAILY;COUNT=5", "every day, 5 times"),
        (
            Asked("week", weekdays=[0, 3], interval=2, count=4),
            "2026-03-02T09:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4",
            "every 2 weeks on Monday, Thursday, 4 times",
        ),
        (
            Asked("month", nth=True, until="2026-12-31"),
            "2026-03-10T09:00",
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261231T235959",
            "every month on Tuesday number 2 of the month, until 31 December 2026",
        ),
        (
            Asked("month", nth=True, count=2),
            "2026-03-31T09:00",
            "FREQ=MONTHLY;BYDAY=-1TU;COUNT=2",
            "every month on the last Tuesday, 2 times",
        ),
    ],
)
def test_what_a_form_asks_for_is_a_rule_and_can_be_said_in_words(
    asked: Asked, starts: str, rule: str, words: str
) -> None:
    assert patterns.written(asked, starts) == rule
    assert patterns.in_words(rule) == words


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    rule = patterns.written(Asked("month", count=4), "2026-01-31T09:00")
    assert [wall[:10] for wall in patterns.occurrences(rule, "2026-01-31T09:00")] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "needs an end"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260401", "needs an end"),
        ("FREQ=HOURLY;COUNT=3", "FREQ=DAILY, WEEKLY"),
        ("FREQ=DAILY;COUNT=2000", "three years"),
        ("FREQ=DAILY;UNTIL=20400101", "three years"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "never comes"),
        ("FREQ=DAILY;UNTIL=20250101", "never comes"),
        ("FREQ=DAILY;BYHOUR=9,10;COUNT=3", "not understood"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=3", "from 1 to 99"),
        ("FREQ=DAILY;BYDAY=XX;COUNT=3", "is written like"),
        ("FREQ=DAILY;COUNT=-3", "is written like"),
        ("every day", "is written like"),
        ("FREQ=DAILY;UNTIL=soon", "Write the last day"),
        ("FREQ=DAILY;UNTIL=20260401T000000+0200", "Write the last day"),
    ],
)
def test_a_rule_without_an_end_or_sense_is_refused_in_words(rule: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        patterns.check(rule, "2026-03-02T09:00")


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


@given(
    text=st.text(max_size=60)
    | st.from_regex(r"FREQ=(DAILY|WEEKLY|MONTHLY);[A-Z]{2,8}=[-0-9A-Z,]{1,8};COUNT=[0-9]{1,3}")
)
def test_no_text_makes_a_rule_fail_but_in_words(text: str) -> None:
    try:
        patterns.check(text, "2026-03-02T09:00")
    except Refused:
        return
    walls = list(patterns.occurrences(text, "2026-03-02T09:00"))
    assert walls
    assert all(earlier < later for earlier, later in pairwise(walls))


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
