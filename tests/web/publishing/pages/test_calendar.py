"""What the calendar shows, in the brand's own time, and how something on it is moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Approval, Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns import actions as campaigning
from passaparola.web.publishing.calendar import agenda, almanac, grids
from passaparola.web.publishing.calendar.chips import Chip
from passaparola.web.publishing.calendar.narrowing import Narrowed, narrowed
from passaparola.web.publishing.models import DELIVERING, Asset, Attached, Delivery, Post
from passaparola.web.publishing.templatetags import composing
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

MARCH = date(2026, 3, 1)
AT_NINE = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


@pytest.fixture
def inside(brand: Brand, anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def shown(brand: Brand, asked: Narrowed | None = None, *, most: int = 10) -> agenda.Board:
    return agenda.board(brand, date(2026, 2, 23), 42, NOW, asked or Narrowed(), most=most)


def chips_of(board: agenda.Board) -> list[tuple[str, str]]:
    return [(chip.wall, chip.state) for day in board.days for chip in day.chips]


def test_a_post_on_two_channels_at_one_minute_is_one_chip_with_two_signs(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    a_delivery(post, AT_NINE)
    (chip,) = [chip for day in shown(brand).days for chip in day.chips]
    assert (chip.wall, chip.words, [sign.name for sign in chip.signs]) == (
        "2026-03-10T09:00",
        "Good morning",
        ["aurora", "forno"],
    )


def test_a_chip_says_first_what_failed(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    first, second = a_delivery(post, AT_NINE)
    Delivery.objects.filter(pk=first.pk).update(state="published")
    Delivery.objects.filter(pk=second.pk).update(state="refused")
    board = shown(brand)
    assert chips_of(board) == [("2026-03-10T09:00", "refused")]
    assert board.failed == 1


@pytest.mark.parametrize("state", DELIVERING.states)
def test_a_state_has_one_word_and_one_sign_in_the_calendar_and_on_the_post(state: str) -> None:
    delivery = Delivery(state=state, verb="publish")
    chip = Chip(1, AT_NINE, "2026-03-10T09:00", state)
    assert (str(chip.said), chip.icon) == (composing.in_words(delivery), composing.icon(state))


def test_a_day_begins_at_midnight_of_the_brand_also_when_the_clocks_change(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    for at in (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, tzinfo=UTC)):
        a_delivery(a_post(brand, channel, by=anna), at)
    assert [wall for wall, _ in chips_of(shown(brand))] == ["2026-03-28T23:59", "2026-03-29T23:59"]
    assert shown(brand).zones == "CET, CEST"


def test_a_draft_with_a_plan_is_shown_and_gives_way_to_its_deliveries(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna, planned="2026-03-10T09:00", zone="Europe/Rome")
    assert chips_of(shown(brand)) == [("2026-03-10T09:00", "draft")]
    a_delivery(post, AT_NINE)
    assert chips_of(shown(brand)) == [("2026-03-10T09:00", "scheduled")]


def test_a_draft_planned_in_another_zone_is_shown_at_the_brand_s_hour(brand: Brand, anna: User) -> None:
    a_post(brand, by=anna, planned="2026-03-10T23:30", zone="America/New_York")
    assert chips_of(shown(brand)) == [("2026-03-11T04:30", "draft")]


def test_what_was_cancelled_is_shown_only_when_asked_for(brand: Brand, anna: User) -> None:
    a_delivery(a_post(brand, a_channel(brand), by=anna), AT_NINE, "cancelled")
    assert chips_of(shown(brand)) == []
    assert chips_of(shown(brand, Narrowed(state="cancelled"))) == [("2026-03-10T09:00", "cancelled")]


def test_a_calendar_is_narrowed_down_to_a_channel_a_campaign_and_a_state(brand: Brand, anna: User) -> None:
    ours, other = a_channel(brand), a_channel(brand, "forno")
    spring = campaigning.create_campaign(brand, "Spring")
    a_delivery(a_post(brand, ours, by=anna, campaign=spring), AT_NINE)
    a_delivery(a_post(brand, other, by=anna), AT_NINE + timedelta(hours=1), "refused")
    a_post(brand, other, by=anna, planned="2026-03-12T09:00", zone="Europe/Rome")
    assert len(chips_of(shown(brand, Narrowed(channel=other.pk)))) == 2
    assert [state for _, state in chips_of(shown(brand, Narrowed(campaign=spring.pk)))] == ["scheduled"]
    assert [state for _, state in chips_of(shown(brand, Narrowed(state="failed")))] == ["refused"]


def test_an_address_that_makes_no_sense_asks_for_nothing() -> None:
    assert narrowed({"channel": "x", "campaign": "²", "state": "gone"}) == Narrowed()
    assert narrowed({"channel": "3", "state": "failed"}).tail == "&channel=3&state=failed"


def test_the_first_are_shown_and_all_are_counted(brand: Brand, anna: User) -> None:
    channel = a_channel(brand)
    for minute in range(6):
        state = "refused" if minute == 5 else "scheduled"
        a_delivery(a_post(brand, channel, by=anna), AT_NINE + timedelta(minutes=minute), state)
    day = next(day for day in shown(brand, most=4).days if day.total)
    assert (len(day.chips), day.more, day.failed) == (4, 2, 1)


def test_a_list_shows_the_first_picture_of_a_post_and_a_month_none(
    brand: Brand, anna: User, inside: Client
) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, AT_NINE)
    for place, kind in enumerate(("video", "image", "gif")):
        asset = Asset.objects.create(
            brand=brand, name=kind, digest=kind, kind=kind, mime="image/gif", size=1, added_at=NOW
        )
        Attached.objects.create(post=post, asset=asset, position=place)
    picture = reverse("asset-picture", args=[brand.slug, Asset.objects.get(kind="image").pk])
    given = {"on": "2026-03-10"}
    assert picture in inside.get(reverse("calendar-list", args=[brand.slug]), given).content.decode()
    assert picture not in inside.get(reverse("calendar", args=[brand.slug]), given).content.decode()


def test_holidays_are_named_in_the_reader_s_language(brand: Brand) -> None:
    almanac.settle(brand, "IT", "")
    with translation.override("en"):
        english = almanac.holidays_between(almanac.of(brand), date(2026, 1, 1), date(2026, 1, 6))
    with translation.override("it"):
        italian = almanac.holidays_between(almanac.of(brand), date(2026, 1, 1), date(2026, 1, 6))
    assert english[date(2026, 1, 1)] == "New Year's Day"
    assert italian[date(2026, 1, 6)] == "Epifania"


def test_a_region_has_its_own_holidays(brand: Brand) -> None:
    epiphany = date(2026, 1, 6)
    almanac.settle(brand, "DE", "BY")
    assert epiphany in almanac.holidays_between(almanac.of(brand), epiphany, epiphany)
    almanac.settle(brand, "DE", "HH")
    assert not almanac.holidays_between(almanac.of(brand), epiphany, epiphany)


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("IT", "Bavaria"), ("", "BY")])
def test_a_place_without_known_holidays_is_refused(brand: Brand, country: str, region: str) -> None:
    with pytest.raises(Refused, match="choose one of the list"):
        almanac.settle(brand, country, region)


def test_a_campaign_spans_its_days_and_says_its_name_once_a_week(brand: Brand) -> None:
    campaigning.create_campaign(brand, "Spring", starts=date(2026, 3, 6), ends=date(2026, 3, 10))
    spans = {day.date: day.spans[0] for day in shown(brand).days if day.spans}
    assert list(spans) == [date(2026, 3, 6) + timedelta(days=n) for n in range(5)]
    assert [span.named for span in spans.values()] == [True, False, False, True, False]


def test_a_month_is_shown_in_whole_weeks() -> None:
    assert grids.month_span(date(2026, 3, 15)) == (date(2026, 2, 23), 42)
    assert grids.month_span(date(2027, 2, 1)) == (date(2027, 2, 1), 28)
    assert (grids.preceding(date(2026, 1, 9)), grids.following(date(2026, 12, 9))) == (
        date(2025, 12, 1),
        date(2027, 1, 1),
    )


def test_a_week_shows_the_hours_of_the_day_and_of_the_night_what_holds_something(
    brand: Brand, anna: User
) -> None:
    at_five = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
    a_delivery(a_post(brand, a_channel(brand), by=anna), at_five)
    board = agenda.board(brand, date(2026, 3, 9), 7, NOW, Narrowed(), most=3, by_hour=True)
    rows = grids.hours(board.days, "2026-03-01T13:00", every=False)
    assert (rows[0].hour, rows[-1].hour) == (5, 21)
    assert len(grids.hours(board.days, "2026-03-01T13:00", every=True)) == 24


@pytest.mark.parametrize("name", ["calendar", "calendar-week", "calendar-list", "calendar-day"])
def test_a_page_takes_as_many_queries_for_sixty_posts_as_for_six(
    brand: Brand, anna: User, inside: Client, name: str
) -> None:
    channel = a_channel(brand)

    def fill(count: int) -> None:
        for n in range(count):
            a_delivery(a_post(brand, channel, by=anna), AT_NINE + timedelta(minutes=n))
        a_post(brand, channel, by=anna, planned="2026-03-10T09:00", zone="Europe/Rome")

    def queries() -> int:
        with CaptureQueriesContext(connection) as count:
            assert inside.get(reverse(name, args=[brand.slug]), {"on": "2026-03-10"}).status_code == 200
        return len(count)

    fill(6)
    few = queries()
    fill(60)
    assert queries() == few


@pytest.mark.parametrize(
    "on",
    ["", "2026-02-30", "0001-01-01", "1970-01-01", "9989-12-31", "9990-12-31", "9999-12-31", "2026-03-10'--"],
)
@pytest.mark.parametrize("name", ["calendar", "calendar-week", "calendar-list", "calendar-day"])
def test_any_day_in_the_address_gives_a_page(brand: Brand, inside: Client, name: str, on: str) -> None:
    assert inside.get(reverse(name, args=[brand.slug]), {"on": on}).status_code == 200


def test_every_post_of_a_day_is_on_its_page(brand: Brand, anna: User, inside: Client) -> None:
    channel = a_channel(brand)
    for n in range(30):
        a_delivery(a_post(brand, channel, by=anna, text=f"Number {n}."), AT_NINE + timedelta(minutes=n))
    page = inside.get(reverse("calendar-day", args=[brand.slug]), {"on": "2026-03-10"}).content.decode()
    assert all(f"Number {n}." in page for n in range(30))
    month = inside.get(reverse("calendar", args=[brand.slug]), {"on": "2026-03-10"}).content.decode()
    assert "26 more" in month


def test_a_post_begun_on_the_page_of_a_day_to_come_is_meant_for_it(
    brand: Brand, anna: User, inside: Client
) -> None:
    a_channel(brand)
    day = later().date()
    page = inside.get(reverse("calendar-day", args=[brand.slug]), {"on": f"{day}"}).content.decode()
    assert f'name="at" value="{day}T09:00"' in page
    inside.post(reverse("new-post", args=[brand.slug]), {"at": f"{day}T09:00"})
    (chip,) = [
        chip for day in agenda.board(brand, day, 1, NOW, Narrowed(), most=9).days for chip in day.chips
    ]
    assert (chip.wall, chip.state) == (f"{day}T09:00", "draft")
    past = inside.get(reverse("calendar-day", args=[brand.slug]), {"on": "2026-03-10"}).content.decode()
    assert 'name="at"' not in past


def later() -> datetime:
    """A time far enough ahead for what is really now."""
    return (timezone.now() + timedelta(days=30)).replace(hour=8, minute=0, second=0, microsecond=0)


def moved(inside: Client, brand: Brand, post: int, came: datetime, **to: str) -> str:
    answer = inside.post(
        reverse("move-post", args=[brand.slug, post]), {"came": f"{came:%Y-%m-%dT%H:%M}", **to}, follow=True
    )
    return str(answer.content.decode())


def test_what_is_moved_keeps_its_hour_and_the_page_says_where_it_went(
    brand: Brand, anna: User, inside: Client
) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    came = later()
    (delivery,) = a_delivery(post, came)
    day = (came + timedelta(days=3)).date()
    page = moved(inside, brand, post.pk, came, day=day.isoformat())
    delivery.refresh_from_db()
    assert f"/calendar/day/?on={day}" in page
    assert delivery.planned_at.astimezone().date() == day
    assert delivery.due_at == delivery.planned_at


def test_a_draft_is_moved_by_its_plan(brand: Brand, anna: User, inside: Client) -> None:
    came = later()
    post = a_post(brand, a_channel(brand), by=anna, planned=f"{came:%Y-%m-%d}T09:00", zone="UTC")
    moved(inside, brand, post.pk, came.replace(hour=9), day=f"{came:%Y-%m-%d}", time="15:30")
    post.refresh_from_db()
    assert post.planned.endswith("T15:30")


def test_a_time_that_has_passed_is_refused_and_nothing_moves(
    brand: Brand, anna: User, inside: Client
) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    (delivery,) = a_delivery(post, later())
    page = moved(inside, brand, post.pk, delivery.planned_at, day="2026-03-10", time="10:00")
    assert "That time has passed" in page
    assert Delivery.objects.get(pk=delivery.pk).planned_at == delivery.planned_at


def test_what_was_published_stays_where_it_is(brand: Brand, anna: User, inside: Client) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    (delivery,) = a_delivery(post, AT_NINE, "published")
    page = moved(inside, brand, post.pk, AT_NINE, day=f"{later():%Y-%m-%d}", time="10:00")
    assert "cannot be moved any more" in page
    assert Delivery.objects.get(pk=delivery.pk).planned_at == AT_NINE


def test_who_only_looks_or_approves_moves_nothing(brand: Brand, anna: User, bruno: User) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    a_delivery(post, later())
    client = Client()
    client.force_login(bruno)
    for role in (Role.ANALYST, Role.APPROVER):
        brands.add_member(brand, bruno, role)
        assert client.post(reverse("move-post", args=[brand.slug, post.pk]), {}).status_code == 403
        assert "draggable" not in client.get(reverse("calendar", args=[brand.slug])).content.decode()


@pytest.mark.parametrize("came", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_minute_beyond_the_calendar_leads_back_to_it(
    brand: Brand, anna: User, inside: Client, came: str
) -> None:
    brand.zone = "America/New_York"
    brand.save()
    post = a_post(brand, a_channel(brand), by=anna)
    answer = inside.get(reverse("move-post", args=[brand.slug, post.pk]), {"came": came})
    assert answer.headers["Location"] == reverse("calendar", args=[brand.slug])


def test_a_draft_is_meant_for_no_day_beyond_the_calendar(brand: Brand, inside: Client) -> None:
    brand.approval = Approval.ONE
    brand.save()
    a_channel(brand)
    inside.post(reverse("new-post", args=[brand.slug]), {"at": "0001-01-01T00:00"})
    post = Post.objects.get()
    inside.post(reverse("submit-post", args=[brand.slug, post.pk]))
    assert not post.planned
    assert inside.get(reverse("approvals", args=[brand.slug])).status_code == 200


def test_back_leads_nowhere_but_to_this_site(brand: Brand, anna: User, inside: Client) -> None:
    post = a_post(brand, a_channel(brand), by=anna)
    came = later()
    a_delivery(post, came)
    answer = inside.post(
        reverse("move-post", args=[brand.slug, post.pk]),
        {"came": f"{came:%Y-%m-%dT%H:%M}", "time": "10:00", "back": "//evil.example/"},
    )
    assert answer.headers["Location"] == reverse("calendar", args=[brand.slug])
