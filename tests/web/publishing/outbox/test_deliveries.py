"""Planning, moving, cancelling, approving: what may be done with a delivery, by whom, and when no more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors.errors import Invalid
from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns.models import Campaign, Identity
from passaparola.web.channels.actions import disconnect
from passaparola.web.publishing.models import Delivery, Post, Stage, Variant
from passaparola.web.publishing.outbox import deliveries, mending
from web.publishing.square import NOON, Square, begin_at, round_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def post(post_on: Callable[..., Post], channel_on: Callable[..., Channel]) -> Post:
    return post_on(channel_on())


@pytest.fixture
def strict(brand: Brand) -> Brand:
    """A brand in which one other person approves."""
    brand.approval = 1
    brand.save()
    return brand


def plan(post: Post, by: User, at: timedelta = HOUR) -> Delivery:
    wall = (NOON + at).isoformat()[:16]
    (delivery,) = deliveries.schedule(post, NOON + at, by=by, now=NOON, wall=wall, zone="UTC")
    return delivery


def texts(delivery: Delivery) -> list[str]:
    return [piece.content["text"] for piece in delivery.pieces.all()]


def write(post: Post, **words: object) -> None:
    Post.objects.filter(pk=post.pk).update(**words)


def test_a_plan_has_a_delivery_for_each_channel_and_says_in_the_log_who_made_it(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"))
    at = NOON + HOUR
    made = deliveries.schedule(post, at, by=anna, now=NOON, wall="2026-03-02T13:00", zone="Europe/Rome")
    assert [(each.state, each.planned_at, each.due_at) for each in made] == [("scheduled", at, at)] * 2
    post.refresh_from_db()
    assert (post.planned, post.zone) == ("2026-03-02T13:00", "Europe/Rome")
    line = Entry.objects.get(verb=deliveries.PLANNED)
    assert (line.who, line.detail) == (anna, {"at": at.isoformat(), "channels": 2})


def test_what_is_sent_is_what_stood_there_when_it_was_planned(post: Post, anna: User, square: Square) -> None:
    plan(post, anna)
    write(post, text="Changed behind its back")
    round_at(NOON + HOUR)
    assert square.texts == ["Buongiorno"]


def test_planning_again_moves_the_plan_and_freezes_the_new_words_under_the_same_key(
    post: Post, anna: User
) -> None:
    first = plan(post, anna)
    key = first.pieces.get().key
    write(post, text="Buonasera")
    again = plan(post, anna, at=DAY)
    assert (again.pk, again.due_at) == (first.pk, NOON + DAY)
    assert (again.pieces.get().key, texts(again)) == (key, ["Buonasera"])


def test_a_time_that_has_passed_is_refused_and_changes_nothing(post: Post, anna: User) -> None:
    with pytest.raises(Refused, match="choose a later one, or send it now"):
        deliveries.schedule(post, NOON - MINUTE, by=anna, now=NOON)
    assert not Delivery.objects.exists()


def test_this_very_moment_has_not_passed(post: Post, anna: User) -> None:
    assert plan(post, anna, at=timedelta(0)).due_at == NOON


def test_a_post_for_no_channel_is_refused(post_on: Callable[..., Post], anna: User) -> None:
    with pytest.raises(Refused, match="Choose at least one channel first"):
        plan(post_on(), anna)


def test_a_post_that_breaks_a_rule_is_refused_for_all_channels_with_a_sentence_for_each(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User
) -> None:
    post = post_on(channel_on(), channel_on("bluesky", "bianca"), text="x" * 20_000)
    with pytest.raises(deliveries.Unfit) as refused:
        plan(post, anna)
    assert any(said.startswith("Bianca (Bluesky): ") for said in refused.value.sentences)
    assert not Delivery.objects.exists()


def test_a_channel_that_cannot_speak_is_refused_with_what_to_do(post: Post, anna: User) -> None:
    disconnect(post.variants.get().channel, NOON)
    with pytest.raises(deliveries.Unfit, match="connect it again under Channels"):
        plan(post, anna)


@pytest.mark.parametrize(("answer", "state"), [("take", "published"), ("cut", "unknown"), ("die", "sending")])
def test_what_has_left_is_not_planned_again(
    post: Post, anna: User, square: Square, answer: str, state: str
) -> None:
    delivery = plan(post, anna)
    square.script(answer)
    _ = begin_at(NOON + HOUR) if answer == "die" else round_at(NOON + HOUR)
    with pytest.raises(Refused, match="clone it to say it again"):
        plan(post, anna, at=DAY)
    delivery.refresh_from_db()
    assert delivery.state == state


def test_a_channel_that_is_added_later_is_planned_without_the_one_that_has_left(
    post: Post, channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    plan(post, anna)
    round_at(NOON + HOUR)
    Variant.objects.create(post=post, channel=channel_on(handle="bianca"))
    (late,) = deliveries.schedule(post, NOON + DAY, by=anna, now=NOON + HOUR)
    round_at(NOON + DAY)
    assert str(late.channel) == "Bianca"
    assert len(square.posts) == 2


def test_what_was_cancelled_can_be_planned_anew_under_a_key_of_its_own(post: Post, anna: User) -> None:
    first = plan(post, anna)
    deliveries.cancel(first, anna, NOON)
    second = plan(post, anna)
    assert second.pk != first.pk
    assert second.pieces.get().key != first.pieces.get().key


def test_another_time_is_another_time_for_the_same_words(post: Post, anna: User, square: Square) -> None:
    delivery = plan(post, anna)
    write(post, text="Not yet planned")
    moved = deliveries.reschedule(
        delivery, NOON + DAY, by=anna, now=NOON, wall="2026-03-03T12:00", zone="UTC"
    )
    assert (moved.planned_at, moved.due_at) == (NOON + DAY, NOON + DAY)
    assert round_at(NOON + DAY - MINUTE) == 0
    round_at(NOON + DAY)
    assert square.texts == ["Buongiorno"]


def test_another_time_may_not_have_passed(post: Post, anna: User) -> None:
    with pytest.raises(Refused, match="That time has passed"):
        deliveries.reschedule(plan(post, anna), NOON - MINUTE, by=anna, now=NOON)


ACTS = {
    "moved": lambda delivery, by: deliveries.reschedule(delivery, NOON + DAY, by=by, now=NOON + HOUR),
    "cancelled": lambda delivery, by: deliveries.cancel(delivery, by, NOON + HOUR),
}
STANDS = {
    "take": "load the page again to see how it stands",
    "cut": "wait until it is known what became of it",
    "die": "wait until it is known what became of it",
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("answer", STANDS)
def test_what_is_out_or_under_way_is_neither_moved_nor_cancelled(
    post: Post, anna: User, square: Square, act: str, answer: str
) -> None:
    delivery = plan(post, anna)
    square.script(answer)
    _ = begin_at(NOON + HOUR) if answer == "die" else round_at(NOON + HOUR)
    with pytest.raises(Refused, match=STANDS[answer]):
        ACTS[act](delivery, anna)


def test_of_two_people_who_cancel_the_second_is_told_to_look_again(
    post: Post, anna: User, bruno: User
) -> None:
    delivery = plan(post, anna)
    hers, his = (Delivery.objects.get(pk=delivery.pk) for _ in range(2))
    deliveries.cancel(hers, anna, NOON)
    with pytest.raises(Refused, match="load the page again"):
        deliveries.cancel(his, bruno, NOON)
    assert Entry.objects.filter(verb=deliveries.CALLED_OFF).count() == 1


def test_a_cancelled_post_is_not_sent(post: Post, anna: User, square: Square) -> None:
    deliveries.cancel(plan(post, anna), anna, NOON)
    assert round_at(NOON + DAY) == 0
    assert not square.sent


@pytest.fixture
def half(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> Delivery:
    """A thread of three whose second part was refused."""
    post = post_on(channel_on(), text="Uno")
    post.variants.update(thread=["Due", "Tre"])
    delivery = plan(post, anna)
    square.script("take", Invalid("No."))
    for _ in range(3):
        round_at(NOON + HOUR)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent) == ("refused", 1)
    return delivery


def test_a_thread_that_is_half_out_is_not_called_off(half: Delivery, anna: User) -> None:
    with pytest.raises(Refused, match="A part of it is published: try the rest again, or delete"):
        deliveries.cancel(half, anna, NOON + HOUR)


def test_planning_the_rest_of_a_thread_leaves_what_is_out_as_it_is(
    half: Delivery, anna: User, square: Square
) -> None:
    half.variant.thread = ["Due, corrected", "Tre"]
    half.variant.save()
    (again,) = deliveries.schedule(half.post, NOON + DAY, by=anna, now=NOON + HOUR)
    assert again.pk == half.pk
    for _ in range(3):
        round_at(NOON + DAY)
    assert square.texts == ["Uno", "Due, corrected", "Tre"]


def test_a_thread_that_was_made_as_short_as_what_is_out_is_published(
    half: Delivery, anna: User, square: Square
) -> None:
    half.variant.thread = []
    half.variant.save()
    (again,) = deliveries.schedule(half.post, NOON + DAY, by=anna, now=NOON + HOUR)
    assert (again.state, again.due_at, again.done_at) == ("published", None, NOON + HOUR)
    assert round_at(NOON + DAY) == 0
    assert square.texts == ["Uno"]


def test_once_what_was_out_is_deleted_the_rest_is_cancelled_and_never_sent_alone(
    half: Delivery, anna: User, square: Square
) -> None:
    mending.delete_there(half, anna, NOON + HOUR)
    round_at(NOON + HOUR)
    assert not square.texts
    for again in (
        lambda: mending.retry(half, anna, NOON + DAY),
        lambda: deliveries.schedule(half.post, NOON + DAY, by=anna, now=NOON + HOUR),
    ):
        with pytest.raises(Refused, match="is deleted: cancel the rest, then plan it anew"):
            again()
    assert deliveries.cancel(half, anna, NOON + DAY).state == "cancelled"
    deliveries.schedule(half.post, NOON + DAY, by=anna, now=NOON + HOUR)
    for _ in range(3):
        round_at(NOON + DAY)
    assert square.texts == ["Uno", "Due", "Tre"]


def test_where_others_approve_it_waits_with_its_time_in_mind(
    post: Post, strict: Brand, anna: User, square: Square
) -> None:
    delivery = plan(post, anna)
    assert (delivery.state, delivery.due_at, delivery.planned_at) == ("waiting", None, NOON + HOUR)
    assert round_at(NOON + HOUR) == 0
    assert not square.sent


def test_what_is_approved_in_time_goes_at_its_time(
    post: Post, strict: Brand, anna: User, square: Square
) -> None:
    delivery = plan(post, anna)
    write(post, stage=Stage.APPROVED)
    (free,) = deliveries.approved(post, NOON + MINUTE)
    assert (free.pk, free.state, free.due_at) == (delivery.pk, "scheduled", NOON + HOUR)
    round_at(NOON + HOUR)
    assert len(square.posts) == 1


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Rome", datetime(2026, 3, 9, 23, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 10, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_teaser_ends_with_the_day_before_by_the_brand_s_clocks_also_when_it_is_moved(
    post: Post, brand: Brand, anna: User, zone: str, first: datetime
) -> None:
    brand.zone = zone
    brand.save()
    teaser = Campaign.objects.create(
        brand=brand, name="Who", identity=Identity.TEASER, reveal_on=date(2026, 3, 10)
    )
    write(post, campaign=teaser)
    (delivery,) = deliveries.schedule(post, first - MINUTE, by=anna, now=NOON)
    with pytest.raises(deliveries.Unfit, match="who speaks"):
        deliveries.reschedule(delivery, first, by=anna, now=NOON)
    deliveries.cancel(delivery, anna, NOON)
    with pytest.raises(deliveries.Unfit, match="who speaks"):
        deliveries.schedule(post, first, by=anna, now=NOON)


def test_what_is_approved_too_late_waits_for_another_time(post: Post, strict: Brand, anna: User) -> None:
    delivery = plan(post, anna)
    write(post, stage=Stage.APPROVED)
    assert deliveries.approved(post, NOON + HOUR + MINUTE) == []
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    moved = deliveries.reschedule(delivery, NOON + DAY, by=anna, now=NOON + 2 * HOUR)
    assert (moved.state, moved.due_at) == ("scheduled", NOON + DAY)


def test_what_is_withdrawn_waits_and_what_has_left_stays_as_it_is(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    strict: Brand,
    anna: User,
    square: Square,
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"), stage=Stage.APPROVED)
    first, second = deliveries.schedule(post, NOON + HOUR, by=anna, now=NOON)
    deliveries.reschedule(second, NOON + DAY, by=anna, now=NOON)
    round_at(NOON + HOUR)
    assert deliveries.withdraw(post, NOON + HOUR) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.state, second.state] == ["published", "waiting"]
    assert round_at(NOON + DAY) == 0


def test_a_release_wakes_what_is_late_and_nothing_that_is_planned_for_later(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], brand: Brand, anna: User
) -> None:
    channel = channel_on()
    late, later = (plan(post_on(channel), anna, at=at) for at in (MINUTE, DAY))
    Delivery.objects.filter(pk=late.pk).update(due_at=NOON + DAY)
    assert deliveries.wake(brand, NOON + HOUR) == 1
    late.refresh_from_db()
    later.refresh_from_db()
    assert [late.due_at, later.due_at] == [NOON + HOUR, NOON + DAY]


def test_a_release_of_one_brand_wakes_nothing_of_another(post: Post, rival: Brand, anna: User) -> None:
    delivery = plan(post, anna, at=MINUTE)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=NOON + DAY)
    assert deliveries.wake(rival, NOON + HOUR) == 0
