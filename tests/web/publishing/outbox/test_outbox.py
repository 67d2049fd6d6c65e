"""Never twice, never lost, never a false "published": every way it can go wrong, tried."""

from __future__ import annotations

import asyncio
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passaparola.connectors.contract import Receipt
from passaparola.connectors.errors import (
    AuthRevoked,
    Duplicate,
    Forbidden,
    Gone,
    Invalid,
    RateLimited,
    Transient,
    UnknownOutcome,
)
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import Rate
from passaparola.web.brands import actions as brands
from passaparola.web.channels.actions import disconnect
from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.crew import SHARES, Shift
from passaparola.web.publishing.models import Attempt, Delivery, Piece, Post, What
from passaparola.web.publishing.outbox import deliveries, mending, orders, outbox, records
from web.publishing.square import NOON, Square, begin_at, round_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Draft
    from passaparola.web.brands.models import Brand, User

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def planned(post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User) -> Delivery:
    """A post due at noon on a platform where one can look."""
    (delivery,) = deliveries.schedule(post_on(channel_on()), None, by=anna, now=NOON)
    return delivery


def history(delivery: Delivery) -> list[str]:
    return list(delivery.history.values_list("what", flat=True))


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def until_quiet(begin: datetime, steps: int = 40) -> datetime:
    """Let a worker work until nothing is due any more, the clock going on to whatever is due next."""
    now = begin
    for _ in range(steps):
        while round_at(now):
            pass
        due = Delivery.objects.filter(due_at__isnull=False).order_by("due_at").first()
        if due is None or due.due_at is None:
            return now
        now = max(due.due_at, now + SECOND)
    raise AssertionError("it never comes to rest")


def test_what_is_due_is_sent_once_and_its_receipt_kept(planned: Delivery, square: Square) -> None:
    assert round_at(NOON) == 1
    assert state(planned) == "published"
    assert planned.done_at == NOON
    assert [*square.texts, *history(planned)] == ["Buongiorno", "intent", "published"]
    piece = planned.pieces.get()
    assert (piece.native_id, piece.url) == (square.sent[0], f"https://square.example/{square.sent[0]}")


def test_nothing_is_sent_before_its_time(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    deliveries.schedule(post_on(channel_on()), NOON + HOUR, by=anna, now=NOON)
    assert round_at(NOON + HOUR - SECOND) == 0
    assert round_at(NOON + HOUR) == 1
    assert len(square.posts) == 1


def test_a_time_out_after_the_platform_took_it_is_looked_up_and_never_sent_again(
    planned: Delivery, square: Square
) -> None:
    square.script("cut")
    round_at(NOON)
    assert state(planned) == "unknown"
    until_quiet(NOON)
    assert state(planned) == "published"
    assert (len(square.posts), len(square.sent)) == (1, 1)
    assert history(planned) == ["intent", "unknown", "found"]


def test_what_was_lost_on_the_way_is_sent_again_once_the_platform_says_it_is_not_there(
    planned: Delivery, square: Square
) -> None:
    square.script("lose")
    until_quiet(NOON)
    assert state(planned) == "published"
    assert (len(square.posts), len(square.sent)) == (1, 2)
    assert history(planned) == ["intent", "unknown", "missing", "intent", "published"]
    assert len(set(square.sent)) == 1, "the same key at every try"


def test_a_look_is_not_believed_while_a_request_may_still_be_under_way(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    anna: User,
    square: Square,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = replace(PLATFORMS["sandbox"], settles_after=5 * MINUTE)
    monkeypatch.setattr(orders, "row_of", lambda _: slow)
    (delivery,) = deliveries.schedule(post_on(channel_on()), None, by=anna, now=NOON)
    square.script("lose")
    round_at(NOON)
    assert round_at(NOON + MINUTE) == 1
    assert state(delivery) == "unknown"
    assert len(square.sent) == 1
    round_at(NOON + 5 * MINUTE)
    until_quiet(NOON + 5 * MINUTE)
    assert state(delivery) == "published"
    assert len(square.posts) == 1


def test_an_error_nobody_foresaw_after_the_accept_never_re_enters_the_publish(
    planned: Delivery, square: Square, caplog: pytest.LogCaptureFixture
) -> None:
    streak = ZeroDivisionError("an unrelated error in what decorates the answer")
    streak.after = True  # type: ignore[attr-defined]
    square.script(streak)
    until_quiet(NOON)
    assert state(planned) == "published"
    assert len(square.posts) == 1
    assert "nobody foresaw" in caplog.text


def test_a_platform_that_answers_that_it_has_it_already_is_asked_where(
    planned: Delivery, square: Square
) -> None:
    square.script("cut", Duplicate("It says it has this already."))
    until_quiet(NOON)
    assert state(planned) == "published"
    assert len(square.posts) == 1


def test_a_worker_that_dies_between_the_intent_and_the_answer_leaves_it_to_be_looked_up(
    planned: Delivery, square: Square
) -> None:
    assert begin_at(NOON) == 1
    assert state(planned) == "sending"
    assert round_at(NOON + 30 * SECOND) == 0, "its lease is still held"
    until_quiet(NOON + 2 * MINUTE)
    assert state(planned) == "published"
    assert len(square.posts) == 1
    assert history(planned) == ["intent", "unknown", "missing", "intent", "published"]


def test_an_answer_that_comes_after_the_row_was_taken_over_settles_nothing_and_is_kept_as_evidence(
    planned: Delivery, square: Square
) -> None:
    late = [(order, done) for order, done in _answered(NOON)]
    round_at(NOON + 2 * MINUTE)
    outbox.keep([(order.delivery, (order, done)) for order, done in late], NOON + 2 * MINUTE)
    until_quiet(NOON + 2 * MINUTE)
    assert state(planned) == "published"
    assert len(square.posts) == 1
    assert history(planned).count("published") == 1


def _answered(now: datetime) -> Sequence[outbox.Ended]:
    with transaction.atomic():
        jobs = outbox.take(queue.claim_many(queue.due(Delivery, now), now, 64), now)
    return [asyncio.run(work) for _, work in jobs]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_reach_for_one_row_do_not_both_get_it(planned: Delivery, square: Square) -> None:
    shifts = [Shift(outbox.OUTBOX), Shift(outbox.OUTBOX)]
    moved = [shift.round(NOON) for shift in shifts]
    for shift in shifts:
        shift.finish(5, NOON)
    assert moved == [1, 0]
    assert len(square.posts) == 1


def test_a_429_is_obeyed_for_the_whole_channel_and_for_no_other(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    slow, free = channel_on(), channel_on(handle="bianca")
    square.script(RateLimited("Too many.", until=NOON + 10 * MINUTE))
    (first,) = deliveries.schedule(post_on(slow), None, by=anna, now=NOON)
    round_at(NOON)
    (second,) = deliveries.schedule(post_on(slow, text="Ancora"), None, by=anna, now=NOON)
    (other,) = deliveries.schedule(post_on(free, text="Altrove"), None, by=anna, now=NOON)
    for minute in range(10):
        round_at(NOON + minute * MINUTE)
    assert [state(first), state(second), state(other)] == ["scheduled", "scheduled", "published"]
    assert first.due_at == NOON + 10 * MINUTE
    until_quiet(NOON + 10 * MINUTE)
    assert [state(first), state(second)] == ["published", "published"]
    assert len(square.posts) == 3


def test_a_back_off_is_a_back_off_at_every_look(planned: Delivery, square: Square) -> None:
    square.script(Transient("Away."), Transient("Away."), Transient("Away."))
    sent_at = []
    for second in range(120):
        before = len(square.sent)
        round_at(NOON + second * SECOND)
        sent_at += [second] * (len(square.sent) - before)
    assert sent_at == [0, 5, 15, 35]
    assert state(planned) == "published"


def test_what_cannot_be_reached_for_a_day_is_refused_with_the_reason(
    planned: Delivery, square: Square
) -> None:
    square.script(*[Transient("The host is away.")] * 200)
    now = until_quiet(NOON, steps=200)
    assert state(planned) == "refused"
    assert now - NOON >= 24 * HOUR
    assert planned.trouble.startswith("The host is away.")
    assert not square.posts


def test_one_channel_that_refuses_keeps_no_other_from_publishing(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"), channel_on(handle="carla"))
    square.script(Invalid("Too long: cut 9 characters."))
    made = deliveries.schedule(post, None, by=anna, now=NOON)
    round_at(NOON)
    assert sorted(state(each) for each in made) == ["published", "published", "refused"]
    refused = next(each for each in made if each.state == "refused")
    assert refused.trouble == "Too long: cut 9 characters."


def test_trying_one_channel_again_publishes_nothing_on_the_others(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"))
    square.script(Invalid("No."))
    made = deliveries.schedule(post, None, by=anna, now=NOON)
    round_at(NOON)
    refused = next(each for each in made if state(each) == "refused")
    mending.retry(refused, anna, NOON + MINUTE)
    until_quiet(NOON + MINUTE)
    assert {state(each) for each in made} == {"published"}
    assert len(square.posts) == 2


def test_keys_that_were_taken_back_lock_the_channel_and_what_comes_after_waits_for_it(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    channel = channel_on()
    square.script(AuthRevoked("The keys were taken back: connect again."))
    (first,) = deliveries.schedule(post_on(channel), None, by=anna, now=NOON)
    (second,) = deliveries.schedule(post_on(channel, text="Dopo"), NOON + MINUTE, by=anna, now=NOON)
    round_at(NOON)
    round_at(NOON + MINUTE)
    channel.refresh_from_db()
    assert channel.locked_out
    assert channel.refusal == "The keys were taken back: connect again."
    assert [state(first), state(second)] == ["refused", "scheduled"]
    channel_on()
    deliveries.wake(channel.brand, NOON + 2 * MINUTE)
    round_at(NOON + 2 * MINUTE)
    assert state(second) == "published"


def test_a_channel_taken_off_sends_nothing(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    channel = channel_on()
    (delivery,) = deliveries.schedule(post_on(channel), NOON + MINUTE, by=anna, now=NOON)
    disconnect(channel, NOON)
    round_at(NOON + MINUTE)
    assert (state(delivery), square.sent) == ("refused", [])
    assert "connect it again" in delivery.trouble


def test_a_forbidden_post_says_so(planned: Delivery, square: Square) -> None:
    square.script(Forbidden("The keys do not allow posts: connect again and allow them."))
    round_at(NOON)
    assert (state(planned), planned.trouble.split(":")[0]) == ("refused", "The keys do not allow posts")


def test_where_one_cannot_look_and_no_key_holds_a_person_decides(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    (delivery,) = deliveries.schedule(post_on(channel_on("telegram")), None, by=anna, now=NOON)
    square.script("cut")
    until_quiet(NOON)
    assert (state(delivery), len(square.sent), square.asked) == ("undecided", 1, 0)
    assert "look there yourself" in delivery.trouble


@pytest.fixture
def undecided(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> Delivery:
    """A post that was taken by a platform that cannot be asked for it."""
    (delivery,) = deliveries.schedule(post_on(channel_on("telegram")), None, by=anna, now=NOON)
    square.script("cut")
    until_quiet(NOON)
    return delivery


@pytest.mark.parametrize(("url", "posts"), [("https://t.me/aurora/1", 1), ("", 2)])
def test_what_a_person_decides_is_done_and_written_down(
    undecided: Delivery, anna: User, square: Square, url: str, posts: int
) -> None:
    mending.decide(undecided, there=bool(url), url=url, by=anna, now=NOON + HOUR)
    until_quiet(NOON + HOUR)
    assert (state(undecided), len(square.posts)) == ("published", posts)
    assert "decided" in history(undecided)


def test_a_look_that_cannot_tell_is_repeated_ever_more_rarely_and_then_a_person_is_asked(
    planned: Delivery, square: Square
) -> None:
    square.script("cut")
    square.looks += [Transient("Away.")] * 50
    now = until_quiet(NOON, steps=60)
    assert state(planned) == "undecided"
    assert (len(square.sent), square.asked) == (1, 12)
    assert now - NOON > 4 * HOUR


def test_parts_of_a_thread_that_are_out_are_never_sent_again(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), text="Uno")
    post.variants.update(thread=["Due", "Tre"], comment="E una nota")
    square.script("take", "cut", "take", "lose")
    (delivery,) = deliveries.schedule(post, None, by=anna, now=NOON)
    until_quiet(NOON)
    assert state(delivery) == "published"
    assert square.texts == ["Uno", "Due", "Tre", "E una nota"]
    first, second, third, note = [key for key, _ in square.posts]
    assert [square.replied_to[key] for key in (second, third, note)] == [first, second, first]


def test_a_held_brand_sends_nothing_and_a_release_lets_everything_go(
    planned: Delivery, brand: Brand, anna: User, square: Square
) -> None:
    brands.hold(brand, anna, NOON)
    for minute in range(8):
        round_at(NOON + minute * MINUTE)
    assert (square.sent, state(planned)) == ([], "scheduled")
    assert "Held" in planned.trouble
    brands.release(brand, anna, NOON + 8 * MINUTE)
    deliveries.wake(brand, NOON + 8 * MINUTE)
    round_at(NOON + 8 * MINUTE)
    assert state(planned) == "published"


def test_what_is_not_approved_is_not_sent_whatever_its_row_says(
    planned: Delivery, brand: Brand, square: Square
) -> None:
    brand.approval = 1
    brand.save()
    round_at(NOON)
    assert (square.sent, state(planned)) == ([], "waiting")


def test_a_platform_s_rate_is_kept(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    anna: User,
    square: Square,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rated = replace(PLATFORMS["sandbox"], rate=Rate(3, 60, "a test", "2026-11"))
    monkeypatch.setattr(orders, "row_of", lambda _: rated)
    channel = channel_on()
    for n in range(7):
        deliveries.schedule(post_on(channel, text=f"N. {n}"), None, by=anna, now=NOON)
    counts = []
    for second in range(0, 130, 10):
        round_at(NOON + second * SECOND)
        counts.append(len(square.posts))
    assert counts[:3] == [3, 3, 4]
    assert counts[-1] == 7
    assert all(later - earlier <= 1 for earlier, later in pairwise(counts))


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_after_the_accept_neither_loses_the_receipt_nor_sends_again(
    planned: Delivery, square: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    shift = Shift(outbox.OUTBOX)
    shift.round(NOON)
    wait(shift.in_hand)
    whole = records.settle

    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(records, "settle", full)
    for _ in range(3):
        with pytest.raises(OperationalError):
            shift.round(NOON + SECOND)
    assert state(planned) == "sending"
    monkeypatch.setattr(records, "settle", whole)
    shift.round(NOON + 2 * SECOND)
    shift.finish(1, NOON + 2 * SECOND)
    assert state(planned) == "published"
    assert (len(square.posts), planned.pieces.get().native_id) == (1, square.sent[0])


@pytest.mark.django_db(transaction=True)
def test_a_host_that_does_not_answer_leaves_places_to_others(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    anna: User,
    square: Square,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick, slow = channel_on(), channel_on(handle="bianca")
    Channel.objects.filter(pk=slow.pk).update(place="https://slow.example")
    answers = square.publish

    async def publish(draft: Draft) -> Receipt:
        if draft.text == "Slow":
            await asyncio.sleep(3600)
        return await answers(draft)

    monkeypatch.setattr(square, "publish", publish)
    for _ in range(20):
        deliveries.schedule(post_on(slow, text="Slow"), None, by=anna, now=NOON)
    (last,) = deliveries.schedule(post_on(quick), None, by=anna, now=NOON + SECOND)
    shift = Shift(replace(outbox.OUTBOX, most=16))
    shift.round(NOON + SECOND)
    wait(shift.in_hand, timeout=5, return_when=FIRST_COMPLETED)
    shift.round(NOON + SECOND)
    assert state(last) == "published"
    assert Delivery.objects.filter(state="sending").count() == 16 // SHARES
    shift.finish(0, NOON + SECOND)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_before_the_intent_sends_nothing(
    planned: Delivery, square: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    shift = Shift(outbox.OUTBOX)
    monkeypatch.setattr(records, "intend", full)
    with pytest.raises(OperationalError):
        shift.round(NOON)
    shift.finish(1, NOON)
    assert (square.sent, state(planned), planned.fence) == ([], "scheduled", 1)


def test_where_the_account_may_not_look_a_person_is_asked_at_once(planned: Delivery, square: Square) -> None:
    square.script("cut")
    square.looks = [Forbidden("A webhook cannot read: look there.")]
    round_at(NOON)
    round_at(NOON + MINUTE)
    assert (state(planned), planned.trouble) == ("undecided", "A webhook cannot read: look there.")


@pytest.fixture
def answer(post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User) -> Delivery:
    """A post that answers somebody else's, and goes on in a second part."""
    post = post_on(channel_on())
    post.variants.update(answers="https://square.example/theirs", thread=["And more"])
    (delivery,) = deliveries.schedule(post, None, by=anna, now=NOON)
    return delivery


def test_an_answer_stands_under_what_it_answers_and_its_thread_under_it(
    answer: Delivery, square: Square
) -> None:
    until_quiet(NOON)
    first, second = square.sent
    assert square.replied_to == {first: "https://square.example/theirs", second: first}


def test_an_answer_whose_line_was_cut_is_looked_for_as_the_answer_it_is(
    answer: Delivery, square: Square
) -> None:
    square.script("cut")
    square.places = [Receipt("theirs"), Receipt("theirs")]
    until_quiet(NOON)
    assert (state(answer), len(square.posts), square.places) == ("published", 2, [])


def test_an_answer_is_found_though_what_it_answered_is_deleted_since(
    answer: Delivery, square: Square
) -> None:
    square.script("cut")
    square.places = [Receipt("theirs"), Gone("It is deleted.")]
    until_quiet(NOON)
    assert (state(answer), len(square.posts)) == ("published", 2)


@pytest.mark.parametrize(
    ("why", "then"),
    [
        (ValueError("Unforeseen."), "refused"),
        (Invalid("No such post."), "refused"),
        (Transient("Busy."), "scheduled"),
    ],
)
def test_what_cannot_be_found_to_be_answered_is_not_sent(
    answer: Delivery, square: Square, why: Exception, then: str
) -> None:
    square.places = [why]
    round_at(NOON)
    assert (state(answer), square.sent) == (then, [])
    assert answer.trouble


def test_a_clock_set_back_leaves_nothing_waiting(planned: Delivery, square: Square) -> None:
    begin_at(NOON + 24 * HOUR)
    queue.mend_clock(Delivery, NOON)
    until_quiet(NOON)
    assert state(planned) == "published"
    assert len(square.posts) == 1


def test_the_history_is_only_ever_added_to(planned: Delivery, square: Square) -> None:
    square.script("lose", "cut")
    round_at(NOON)
    before = list(Attempt.objects.values())
    until_quiet(NOON)
    assert list(Attempt.objects.values())[: len(before)] == before


def test_a_batch_costs_the_same_number_of_queries_for_one_and_for_many(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    anna: User,
    square: Square,
    django_assert_num_queries: Callable[..., object],
) -> None:
    channel = channel_on()
    costs = []
    for batch in (1, 12):
        for n in range(batch):
            deliveries.schedule(post_on(channel, text=f"{batch} {n}"), None, by=anna, now=NOON)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            round_at(NOON)
        costs.append(
            len(
                [
                    each
                    for each in asked
                    if "executemany" not in each["sql"].lower() and " times: " not in each["sql"]
                ]
            )
        )
    assert costs[0] == costs[1]


def test_pieces_of_one_delivery_have_keys_of_their_own(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User
) -> None:
    post = post_on(channel_on())
    post.variants.update(thread=["Due"])
    deliveries.schedule(post, None, by=anna, now=timezone.now())
    assert len(set(Piece.objects.values_list("key", flat=True))) == 2


def test_an_unknown_outcome_is_never_told_as_published(planned: Delivery, square: Square) -> None:
    square.script(UnknownOutcome("Nobody knows."))
    round_at(NOON)
    assert state(planned) == "unknown"
    assert planned.done_at is None
    assert What.PUBLISHED not in history(planned)


def test_twenty_posts_of_the_same_minute_all_leave_in_it_and_each_once(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    channels = [channel_on(), channel_on(handle="bianca")]
    for n in range(10):
        deliveries.schedule(post_on(*channels, text=f"N. {n}"), NOON + HOUR, by=anna, now=NOON)
    round_at(NOON + HOUR)
    assert sorted(square.texts) == sorted([f"N. {n}" for n in range(10)] * 2)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"published"}


@pytest.mark.parametrize("platform", ["bluesky", "sandbox"])
def test_a_link_that_leads_nowhere_keeps_no_post_from_going(
    post_on: Callable[..., Post],
    channel_on: Callable[..., Channel],
    anna: User,
    square: Square,
    platform: str,
) -> None:
    """Whether its preview is sent along or made by the platform, nobody here asks the link's host."""
    post = post_on(channel_on(platform), link="https://no-such-host.invalid/page")
    (delivery,) = deliveries.schedule(post, None, by=anna, now=NOON)
    round_at(NOON)
    assert (state(delivery), len(square.posts)) == ("published", 1)
