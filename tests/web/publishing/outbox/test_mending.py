"""What people do once something was tried: again, decided, corrected, deleted; and two of them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from passaparola.connectors.errors import Forbidden, Invalid, Transient
from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import move
from passaparola.web.publishing.models import Delivery, Post, Stage
from passaparola.web.publishing.outbox import deliveries, mending, outbox
from web.publishing.square import NOON, Square, round_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ADDRESS = "https://t.me/aurora/1"


@pytest.fixture
def published(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> Post:
    """A post with a first comment, out on one channel."""
    post = post_on(channel_on())
    post.variants.update(comment="A note")
    deliveries.schedule(post, None, by=anna, now=NOON)
    run(2)
    return post


@pytest.fixture
def undecided(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> Delivery:
    """A post that was taken by a platform that cannot be asked for it."""
    (delivery,) = deliveries.schedule(post_on(channel_on("telegram")), None, by=anna, now=NOON)
    square.script("cut")
    run(1)
    return delivery


@pytest.fixture
def refused(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> Delivery:
    """A post that its platform did not take."""
    (delivery,) = deliveries.schedule(post_on(channel_on()), None, by=anna, now=NOON)
    square.script(Invalid("No."))
    run(1)
    return delivery


def run(rounds: int, after: timedelta = timedelta(0)) -> None:
    for _ in range(rounds):
        round_at(NOON + after)


def out(post: Post) -> Delivery:
    return post.deliveries.get(verb="publish")


def say(post: Post, text: str) -> Post:
    Post.objects.filter(pk=post.pk).update(text=text)
    post.refresh_from_db()
    return post


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def test_trying_again_sends_the_post_as_it_now_stands_under_the_key_it_had(
    refused: Delivery, anna: User, square: Square
) -> None:
    say(refused.post, "Shorter")
    again = mending.retry(refused, anna, NOON + DAY)
    assert (again.state, again.planned_at, again.tried, again.first_tried_at) == (
        "scheduled",
        NOON + DAY,
        0,
        None,
    )
    run(1, DAY)
    assert square.texts == ["Shorter"]
    assert len(set(square.sent)) == 1


def test_who_tried_again_is_in_the_history_and_in_the_log(refused: Delivery, anna: User) -> None:
    mending.retry(refused, anna, NOON + DAY)
    last = refused.history.last()
    assert last is not None
    assert (last.what, last.who) == ("decided", str(anna))
    assert Entry.objects.filter(verb=mending.AGAIN, who=anna).count() == 1


def test_what_is_tried_again_has_a_day_of_its_own(refused: Delivery, anna: User, square: Square) -> None:
    mending.retry(refused, anna, NOON + 3 * DAY)
    square.script(Transient("Away."))
    run(1, 3 * DAY)
    assert state(refused) == "scheduled"


def test_what_still_breaks_a_rule_is_not_tried_again(refused: Delivery, anna: User) -> None:
    say(refused.post, "x" * 20_000)
    with pytest.raises(deliveries.Unfit):
        mending.retry(refused, anna, NOON + HOUR)
    assert state(refused) == "refused"


def test_only_what_was_refused_is_tried_again(published: Post, undecided: Delivery, anna: User) -> None:
    for each in (out(published), undecided):
        with pytest.raises(Refused, match="That cannot be done with it any more"):
            mending.retry(each, anna, NOON + HOUR)


def test_what_was_changed_since_the_approval_waits_for_it_when_it_is_tried_again(
    refused: Delivery, brand: Brand, anna: User, square: Square
) -> None:
    brand.approval = 1
    brand.save()
    assert mending.retry(refused, anna, NOON + HOUR).state == "waiting"
    run(1, HOUR)
    assert not square.texts


def test_a_person_who_says_that_it_is_there_gives_its_address(undecided: Delivery, anna: User) -> None:
    for address in ("", "there, I saw it", "javascript:alert(1)", f"https://t.me/{'a' * 500}"):
        with pytest.raises(Refused, match="Paste the address of the post"):
            mending.decide(undecided, there=True, url=address, by=anna, now=NOON + HOUR)
    assert state(undecided) == "undecided"


def test_what_is_said_to_be_there_is_published_at_that_address_and_never_sent(
    undecided: Delivery, anna: User, square: Square
) -> None:
    mending.decide(undecided, there=True, url=ADDRESS, by=anna, now=NOON + HOUR)
    run(2, DAY)
    piece = undecided.pieces.get()
    assert (state(undecided), undecided.done_at, piece.url) == ("published", NOON + HOUR, ADDRESS)
    assert len(square.sent) == 1
    line = Entry.objects.get(verb=mending.DECIDED)
    assert (line.who, line.detail) == (anna, {"there": True})


def test_what_is_said_not_to_be_there_is_sent_once_more(
    undecided: Delivery, anna: User, square: Square
) -> None:
    square.posts.clear()
    mending.decide(undecided, there=False, url="", by=anna, now=NOON + HOUR)
    run(2, HOUR)
    assert state(undecided) == "published"
    assert (len(square.posts), len(square.sent)) == (1, 2)


def test_after_a_part_that_is_there_the_next_part_goes(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on("telegram"))
    post.variants.update(comment="A note")
    (delivery,) = deliveries.schedule(post, None, by=anna, now=NOON)
    square.script("cut")
    run(2)
    decided = mending.decide(delivery, there=True, url=ADDRESS, by=anna, now=NOON + HOUR)
    assert (decided.state, decided.done_at) == ("scheduled", None)
    run(1, HOUR)
    assert state(delivery) == "published"
    assert square.texts == ["Buongiorno", "A note"]
    assert square.replied_to[square.posts[1][0]] == ADDRESS


def test_nobody_decides_what_is_known(published: Post, anna: User) -> None:
    with pytest.raises(Refused, match="load the page again"):
        mending.decide(out(published), there=False, url="", by=anna, now=NOON + HOUR)


def test_a_correction_changes_every_part_in_its_place(published: Post, anna: User, square: Square) -> None:
    keys = [key for key, _ in square.posts]
    published.variants.update(comment="A better note")
    (made,) = mending.change(say(published, "Buonasera"), anna, NOON + HOUR)
    run(2, HOUR)
    assert state(made) == "published"
    assert square.posts == [*zip(keys, ["Buonasera", "A better note"], strict=True)]
    assert [piece.content["text"] for piece in out(published).pieces.all()] == ["Buonasera", "A better note"]


def test_a_correction_whose_answer_was_cut_is_made_again_as_twice_is_once(
    published: Post, anna: User, square: Square
) -> None:
    (made,) = mending.change(say(published, "Buonasera"), anna, NOON + HOUR)
    square.script("cut")
    for minute in range(3):
        run(1, HOUR + minute * MINUTE)
    assert state(made) == "published"
    assert square.texts == ["Buonasera", "A note"]


def test_a_thread_that_is_out_is_made_neither_longer_nor_shorter(published: Post, anna: User) -> None:
    published.variants.update(comment="")
    with pytest.raises(Refused, match="There are 2 parts there"):
        mending.change(published, anna, NOON + HOUR)


def test_nothing_is_corrected_that_is_not_out(refused: Delivery, anna: User) -> None:
    with pytest.raises(Refused, match="Nothing of it is published yet"):
        mending.change(refused.post, anna, NOON + HOUR)


def test_where_nothing_can_be_changed_that_is_said(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on("bluesky"))
    deliveries.schedule(post, None, by=anna, now=NOON)
    run(1)
    with pytest.raises(Refused, match="delete it, and say it again"):
        mending.change(post, anna, NOON + HOUR)


def test_a_correction_that_breaks_a_rule_is_refused(published: Post, anna: User) -> None:
    with pytest.raises(deliveries.Unfit):
        mending.change(say(published, "x" * 20_000), anna, NOON + HOUR)


def test_a_correction_is_approved_like_the_post_itself(
    published: Post, brand: Brand, anna: User, square: Square
) -> None:
    brand.approval = 1
    brand.save()
    with pytest.raises(Refused, match="A correction has to be approved as well"):
        mending.change(say(published, "Buonasera"), anna, NOON + HOUR)
    Post.objects.filter(pk=published.pk).update(stage=Stage.APPROVED)
    mending.change(published, anna, NOON + HOUR)
    run(2, HOUR)
    assert square.texts[0] == "Buonasera"


def test_what_is_deleted_on_one_channel_keeps_no_other_from_being_corrected(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"))
    first, second = deliveries.schedule(post, None, by=anna, now=NOON)
    run(1)
    mending.delete_there(first, anna, NOON + HOUR)
    run(1, HOUR)
    (made,) = mending.change(say(post, "Buonasera"), anna, NOON + HOUR)
    run(1, HOUR)
    assert (made.of, state(made)) == (second, "published")
    assert square.texts == ["Buonasera"]


def test_one_change_at_a_time(published: Post, anna: User) -> None:
    mending.change(published, anna, NOON + HOUR)
    for act in (
        lambda: mending.change(published, anna, NOON + HOUR),
        lambda: mending.delete_there(out(published), anna, NOON + HOUR),
    ):
        with pytest.raises(Refused, match="It is being changed or deleted at this moment"):
            act()


def test_an_old_correction_never_overwrites_a_later_one(published: Post, anna: User, square: Square) -> None:
    (old,) = mending.change(say(published, "Old"), anna, NOON + HOUR)
    square.script(Forbidden("No."))
    run(1, HOUR)
    assert state(old) == "refused"
    mending.change(say(published, "New"), anna, NOON + HOUR)
    run(2, HOUR)
    with pytest.raises(Refused, match="changed or deleted again since"):
        mending.retry(old, anna, NOON + DAY)
    assert square.texts == ["New", "A note"]


def test_a_refused_correction_is_tried_again(published: Post, anna: User, square: Square) -> None:
    (made,) = mending.change(say(published, "Buonasera"), anna, NOON + HOUR)
    square.script(Forbidden("No."))
    run(1, HOUR)
    mending.retry(made, anna, NOON + DAY)
    run(2, DAY)
    assert state(made) == "published"
    assert square.texts == ["Buonasera", "A note"]


def test_deleting_takes_every_part_away_the_last_one_first(
    published: Post, anna: User, square: Square
) -> None:
    mending.delete_there(out(published), anna, NOON + HOUR)
    run(1, HOUR)
    assert square.texts == ["Buongiorno"]
    run(1, HOUR)
    assert square.texts == []
    assert all(piece.deleted_at == NOON + HOUR for piece in out(published).pieces.all())


def test_what_is_deleted_is_not_deleted_again(published: Post, anna: User) -> None:
    mending.delete_there(out(published), anna, NOON + HOUR)
    run(2, HOUR)
    with pytest.raises(Refused, match="There is nothing of it to delete"):
        mending.delete_there(out(published), anna, NOON + DAY)


def test_what_is_deleted_everywhere_is_deleted_once_on_each(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"), channel_on(handle="carla"))
    first, *_ = deliveries.schedule(post, None, by=anna, now=NOON)
    run(1)
    mending.delete_there(first, anna, NOON + HOUR)
    made, left = mending.delete_everywhere(post, anna, NOON + HOUR)
    assert not left
    assert [each.channel.handle for each in made] == ["bianca", "carla"]
    with pytest.raises(Refused, match="nothing of it that can be deleted"):
        mending.delete_everywhere(post, anna, NOON + HOUR)
    run(1, HOUR)
    assert square.texts == []
    with pytest.raises(Refused, match="nothing of it that can be deleted"):
        mending.delete_everywhere(post, anna, NOON + DAY)


def test_what_is_deleted_everywhere_is_not_corrected_first(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on(), channel_on(handle="bianca"))
    deliveries.schedule(post, None, by=anna, now=NOON)
    run(1)
    waiting, leaving = mending.change(say(post, "Buonasera"), anna, NOON + HOUR)
    move(leaving, "sending", NOON + HOUR)
    made, left = mending.delete_everywhere(post, anna, NOON + HOUR)
    assert [each.channel.handle for each in made] == ["aurora"]
    assert [each.channel.handle for each in left] == ["bianca"]
    assert state(waiting) == "cancelled"
    run(1, HOUR)
    assert square.texts == ["Buongiorno"]


def test_a_correction_is_no_post_to_delete(published: Post, anna: User) -> None:
    (made,) = mending.change(published, anna, NOON + HOUR)
    run(2, HOUR)
    with pytest.raises(Refused, match="There is nothing of it to delete"):
        mending.delete_there(made, anna, NOON + HOUR)


def test_a_deletion_needs_no_approval_and_is_in_the_log(
    published: Post, brand: Brand, anna: User, square: Square
) -> None:
    brand.approval = 2
    brand.save()
    mending.delete_there(out(published), anna, NOON + HOUR)
    run(2, HOUR)
    assert square.texts == []
    assert Entry.objects.get(verb=mending.DELETED).detail == {"channel": "Aurora"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("there", [True, False])
def test_of_two_people_who_decide_at_once_one_is_told_to_look_again(
    undecided: Delivery, anna: User, bruno: User, square: Square, *, there: bool
) -> None:
    start = Barrier(2)

    def decide(by: User, *, there: bool) -> str:
        start.wait()
        try:
            mending.decide(undecided, there=there, url=ADDRESS, by=by, now=NOON + HOUR)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = [
            job.result()
            for job in (pool.submit(decide, anna, there=True), pool.submit(decide, bruno, there=there))
        ]
    assert sorted(map(bool, said)) == [False, True]
    assert undecided.history.filter(what="decided").count() == 1
    assert Entry.objects.filter(verb=mending.DECIDED).count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_a_sender_does_not_wait_for_a_person_who_waits_for_it(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on())
    deliveries.schedule(post, None, by=anna, now=NOON)

    def plan() -> None:
        try:
            deliveries.schedule(post, None, by=anna, now=NOON)
        finally:
            connection.close()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(cursor.fetchone()[0])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            rows = queue.claim_many(queue.due(Delivery, NOON), NOON, 1)
            planning = pool.submit(plan)
            while not waits():
                assert not planning.done()
            for _, work in outbox.take(rows, NOON):
                work.close()
        with pytest.raises(Refused, match="being sent"):
            planning.result()


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_takes_while_a_person_plans_it_anew_is_sent_once(
    post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    post = post_on(channel_on())
    deliveries.schedule(post, None, by=anna, now=NOON)
    start = Barrier(2)

    def work() -> None:
        start.wait()
        round_at(NOON)
        connection.close()

    def plan() -> str:
        start.wait()
        try:
            deliveries.schedule(post, None, by=anna, now=NOON)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        working, planning = pool.submit(work), pool.submit(plan)
    working.result()
    planning.result()
    run(2, HOUR)
    assert len(square.posts) == 1
    assert out(post).state == "published"
