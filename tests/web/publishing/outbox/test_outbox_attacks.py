"""Attacks on the outbox: odd answers, rows that cannot be taken, races, stops at bad moments."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from passaparola.connectors.contract import Receipt
from passaparola.connectors.errors import AuthRevoked, Invalid, RateLimited
from passaparola.connectors.platforms import PLATFORMS
from passaparola.connectors.row import Rate
from passaparola.web.brands import actions as brands
from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.crew import Shift
from passaparola.web.publishing.models import Delivery, Post, What
from passaparola.web.publishing.outbox import (
    deliveries,
    mending,
    orders,
    outbox,
    readiness,
    records,
    sending,
    settling,
)
from passaparola.web.publishing.words import pieces
from web.publishing.square import NOON, Square, begin_at, round_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from passaparola.connectors.contract import Draft
    from passaparola.web.brands.models import Brand, User

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PROGRAM = Path(__file__).with_name("slow_sender.py")


@pytest.fixture
def plan(post_on: Callable[..., Post], channel_on: Callable[..., Channel], anna: User) -> Callable[..., Any]:
    """Plan a post for noon: its words and its channel, `thread` and whatever else a post has."""

    def make(text: str = "Buongiorno", *, on: Channel | None = None, thread: Sequence[str] = ()) -> Delivery:
        post = post_on(on or channel_on(), text=text)
        post.variants.update(thread=list(thread))
        (delivery,) = deliveries.schedule(post, None, by=anna, now=NOON)
        return delivery

    return make


@pytest.fixture
def shift() -> Iterator[Shift[Delivery, outbox.Ended]]:
    made = Shift(outbox.OUTBOX)
    yield made
    made.finish(5, NOON)


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def works(shift: Shift[Any, Any]) -> None:
    """Let a shift work until nothing is in hand."""
    shift.round(NOON)
    while shift.in_hand:
        shift.round(NOON)


def taken(now: Any = NOON) -> list[Any]:
    with transaction.atomic():
        return outbox.take(queue.claim_many(queue.due(Delivery, now), now, 64), now)


def together(jobs: Sequence[Any]) -> list[outbox.Ended]:
    async def all_of_them() -> list[outbox.Ended]:
        return list(await asyncio.gather(*(work for _, work in jobs)))

    return asyncio.run(all_of_them())


# ── one row, or one answer, must not stop the others ─────────────────────────


def test_a_platform_that_is_no_longer_installed_refuses_its_posts_and_keeps_no_other(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square
) -> None:
    gone, fine = plan(on=channel_on(handle="bianca")), plan("Altrove")
    Channel.objects.filter(pk=gone.channel_id).update(platform="orkut")
    round_at(NOON)
    assert [state(gone), state(fine)] == ["refused", "published"]
    assert "no longer speaks" in gone.trouble
    assert square.texts == ["Altrove"]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_cannot_be_taken_is_put_off_and_keeps_no_other(
    plan: Callable[..., Delivery],
    square: Square,
    shift: Shift[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    poison, fine = plan(), plan("Altrove")
    whole = readiness.Gate.refuses

    def refuses(gate: readiness.Gate, order: orders.Order) -> Any:
        if order.delivery.pk == poison.pk:
            raise ZeroDivisionError
        return whole(gate, order)

    monkeypatch.setattr(readiness.Gate, "refuses", refuses)
    works(shift)
    assert [state(poison), state(fine)] == ["scheduled", "published"]
    assert poison.due_at is not None
    assert poison.due_at > NOON
    assert (poison.lease_until, square.texts) == (None, ["Altrove"])
    assert "put off" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_outcome_that_cannot_be_kept_keeps_no_other_from_being_kept(
    plan: Callable[..., Delivery],
    square: Square,
    shift: Shift[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    poison, fine = plan(), plan("Altrove")
    whole = records.settle

    def settle(some: Sequence[Any], now: Any) -> None:
        if any(order.delivery.pk == poison.pk for order, _ in some):
            raise IntegrityError("no room for this")
        whole(some, now)

    monkeypatch.setattr(records, "settle", settle)
    works(shift)
    assert [state(poison), state(fine)] == ["sending", "published"]
    assert shift.rows() == [], "its lease is let go, so that it is looked for"
    assert "cannot be kept" in caplog.text
    assert len(square.posts) == 2


@pytest.mark.django_db(transaction=True)
def test_a_brand_that_is_gone_while_its_post_is_under_way_keeps_no_other_from_being_kept(
    plan: Callable[..., Delivery], square: Square, shift: Shift[Any, Any]
) -> None:
    gone, fine = plan(), plan("Altrove")
    shift.round(NOON)
    Delivery.objects.filter(pk=gone.pk).delete()
    works(shift)
    assert state(fine) == "published"
    assert len(square.posts) == 2


@pytest.mark.parametrize(
    ("receipt", "kept"),
    [
        (Receipt("1", "https://square.example/" + "x" * 2_000), ("published", "1", "")),
        (Receipt("a\x00b", "https://x.example/\ud800"), ("published", "ab", "https://x.example/?")),
        (Receipt("1", extra={"cid": "\x00\udfff"}), ("published", "1", "")),
        (Receipt("", "https://square.example/1"), ("unknown", "", "")),
        (Receipt("n" * 501), ("unknown", "", "")),
        (None, ("unknown", "", "")),
    ],
    ids=["long address", "NUL and half a pair", "odd extra", "no name", "endless name", "no receipt"],
)
def test_an_odd_receipt_is_kept_as_far_as_there_is_room_and_one_without_a_name_proves_nothing(
    plan: Callable[..., Delivery],
    square: Square,
    monkeypatch: pytest.MonkeyPatch,
    receipt: Receipt | None,
    kept: tuple[str, str, str],
) -> None:
    async def publish(_: Draft) -> Receipt | None:
        return receipt

    monkeypatch.setattr(square, "publish", publish)
    delivery = plan()
    round_at(NOON)
    piece = delivery.pieces.get()
    assert (state(delivery), piece.native_id, piece.url) == kept


def test_an_odd_sentence_is_kept(plan: Callable[..., Delivery], square: Square) -> None:
    square.script(Invalid("Not\x00 \ud83d this" + "!" * 100_000))
    delivery = plan()
    round_at(NOON)
    assert state(delivery) == "refused"
    assert delivery.trouble.startswith("Not ? this!!!")
    assert len(delivery.trouble) < 5_000


# ── nothing is counted twice, and nothing is called unknown that is known ────


@pytest.mark.django_db(transaction=True)
def test_an_outcome_kept_at_the_second_try_counts_one_part_and_not_two(
    plan: Callable[..., Delivery], square: Square, shift: Shift[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that fails after the rows were written in memory: a deadlock, a full disk."""
    delivery = plan("Uno", thread=["Due", "Tre"])
    whole, failures = records.tell_channels, [OperationalError("deadlock detected")] * 3

    def tell_channels(*arguments: Any) -> None:
        if failures:
            raise failures.pop()
        whole(*arguments)

    monkeypatch.setattr(records, "tell_channels", tell_channels)
    for _ in range(200):
        with suppress(OperationalError):
            shift.round(NOON)
        if state(delivery) == "published":
            break
        time.sleep(0.01)
    assert (state(delivery), delivery.sent) == ("published", 3)
    assert square.texts == ["Uno", "Due", "Tre"]


@pytest.mark.parametrize("lost", ["asset", "file"])
def test_what_cannot_be_put_together_is_refused_as_nothing_was_sent(
    plan: Callable[..., Delivery], square: Square, lost: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    delivery = plan()
    delivery.pieces.update(content={"text": "Guarda", "media": [{"asset": 7, "alt": ""}]})
    if lost == "file":
        kept = _Kept(str(tmp_path / "gone.jpg"))
        monkeypatch.setattr(pieces, "assets_of", lambda _: {7: kept})
    round_at(NOON)
    assert (state(delivery), square.sent) == ("refused", [])
    assert ("gone.jpg" if lost == "file" else "nothing was sent") in delivery.trouble


class _Kept:
    kind, mime, size, name, alt, width, height = "image", "image/jpeg", 9, "gone.jpg", "", 1, 1
    seconds, pages = None, None

    def __init__(self, path: str) -> None:
        self.path = path


@pytest.mark.parametrize("platform", ["sandbox", "telegram"])
def test_a_receipt_that_comes_too_late_settles_it_and_nothing_is_sent_or_asked_again(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square, platform: str
) -> None:
    """A machine that slept: the lease ran out, another called it unknown, and then the answer came."""
    delivery = plan(on=channel_on(platform))
    late = together(taken())
    later = NOON + 2 * MINUTE
    assert round_at(later) == 1
    assert state(delivery) == ("undecided" if platform == "telegram" else "unknown")
    outbox.keep([(ended[0].delivery, ended) for ended in late], later)
    square.posts.clear()  # and a platform slow to show what it has taken
    round_at(later + HOUR)
    assert state(delivery) == "published"
    assert (len(square.sent), square.asked) == (1, 0)
    assert delivery.pieces.get().native_id == square.sent[0]


def test_a_receipt_that_comes_after_a_person_tried_it_again_is_kept_all_the_same(
    plan: Callable[..., Delivery], anna: User, square: Square
) -> None:
    """Its parts are frozen anew meanwhile, and are the same parts by their keys."""
    delivery = plan()
    late = together(taken())
    Delivery.objects.filter(pk=delivery.pk).update(state="refused", due_at=None, lease_until=None, fence=9)
    mending.retry(delivery, anna, NOON + MINUTE)
    outbox.keep([(ended[0].delivery, ended) for ended in late], NOON + MINUTE)
    round_at(NOON + MINUTE)
    assert state(delivery) == "published"
    assert (len(square.sent), delivery.pieces.get().native_id) == (1, square.sent[0])


def test_who_says_that_it_is_not_there_is_believed_also_after_a_late_receipt(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], anna: User, square: Square
) -> None:
    delivery = plan(on=channel_on("telegram"))
    begin_at(NOON)
    round_at(NOON + 2 * MINUTE)
    delivery.pieces.update(native_id="9", published_at=NOON)
    mending.decide(delivery, there=False, url="", by=anna, now=NOON + HOUR)
    round_at(NOON + HOUR)
    assert (state(delivery), len(square.posts)) == ("published", 1)


# ── rates, pauses, holds: kept by everybody, also by those already in line ───


@pytest.fixture
def rated(monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(PLATFORMS["sandbox"], rate=Rate(3, 60, "a test", "2026-11"))
    monkeypatch.setattr(orders, "row_of", lambda _: row)


@pytest.mark.usefixtures("rated")
@pytest.mark.parametrize("ahead", [timedelta(milliseconds=10), 2 * SECOND])
def test_a_sender_whose_clock_is_a_little_behind_begins_no_rate_anew(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square, ahead: timedelta
) -> None:
    """Also one machine has it: who waited for the channel's lock has looked at the clock before."""
    channel = channel_on()
    for n in range(6):
        plan(f"N. {n}", on=channel)
    round_at(NOON + ahead, most=3)
    round_at(NOON, most=3)
    assert len(square.posts) == 3
    channel.refresh_from_db()
    assert channel.allowance_at == NOON + ahead


@pytest.mark.usefixtures("rated")
def test_a_clock_set_back_by_a_day_stops_no_channel(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square
) -> None:
    channel = channel_on()
    Channel.objects.filter(pk=channel.pk).update(allowance=0.0, allowance_at=NOON + 24 * HOUR)
    plan(on=channel)
    round_at(NOON)
    assert len(square.posts) == 1


def test_the_longest_pause_a_platform_names_holds(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square
) -> None:
    channel = channel_on()
    square.script(RateLimited("Too many.", until=NOON + HOUR), RateLimited("Wait.", until=NOON + SECOND))
    plan("Uno", on=channel)
    plan("Due", on=channel)
    round_at(NOON)
    channel.refresh_from_db()
    assert channel.paused_until == NOON + HOUR


def test_keys_refused_before_a_channel_was_connected_anew_do_not_lock_it_again(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square
) -> None:
    channel = channel_on()
    plan(on=channel)
    square.script(AuthRevoked("The keys were taken back."))
    ended = together(taken())
    Channel.objects.filter(pk=channel.pk).update(connected_at=NOON + SECOND)
    outbox.keep([(each[0].delivery, each) for each in ended], NOON + SECOND)
    channel.refresh_from_db()
    assert not channel.locked_out


def test_after_a_429_those_in_line_behind_it_do_not_knock(
    plan: Callable[..., Delivery], channel_on: Callable[..., Channel], square: Square, slow: Slow
) -> None:
    channel, other = channel_on(), channel_on(handle="bianca")
    for n in range(40):
        plan(f"N. {n}", on=channel)
    fine = plan("Altrove", on=other)
    until = timezone.now() + HOUR
    square.script(*[RateLimited("Too many.", until=until)] * 8)
    slow.first = channel.native_id
    ended = together(taken())
    outbox.keep([(each[0].delivery, each) for each in ended], NOON)
    assert len(square.sent) == 9
    assert state(fine) == "published"
    waiting = Delivery.objects.filter(channel=channel)
    assert set(waiting.values_list("state", "due_at")) == {("scheduled", until)}


class Slow:
    first = ""


@pytest.fixture
def slow(square: Square, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """The other channels' posts come last, so that the script is the first channel's."""
    made = Slow()
    whole = square.publish

    async def publish(draft: Draft) -> Receipt:
        await asyncio.sleep(0.3 if draft.text == "Altrove" else 0.01)
        return await whole(draft)

    monkeypatch.setattr(square, "publish", publish)
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("because", ["held", "paused", "disconnected", "taken over"])
def test_what_has_waited_in_line_looks_again_before_it_leaves(
    plan: Callable[..., Delivery], brand: Brand, anna: User, square: Square, because: str
) -> None:
    delivery = plan()
    ((row, work),) = taken()
    work.close()
    order = replace(orders.orders([row])[0], since=time.monotonic() - 10)
    now = timezone.now()
    if because == "held":
        brands.hold(brand, anna, now)
    elif because == "paused":
        Channel.objects.update(paused_until=now + HOUR)
    elif because == "disconnected":
        Channel.objects.update(disconnected_at=now)
    else:
        Delivery.objects.update(fence=9)
    done = asyncio.run(sending.send(order))
    outbox.keep([(row, (order, done))], now)
    assert square.sent == []
    assert state(delivery) == ("sending" if because == "taken over" else "scheduled")
    assert Channel.objects.get().refused_at is None, "it was us, and not the platform"


@pytest.mark.django_db(transaction=True)
def test_what_waited_in_line_and_may_leave_leaves(plan: Callable[..., Delivery], square: Square) -> None:
    plan()
    ((row, work),) = taken()
    work.close()
    order = replace(orders.orders([row])[0], since=time.monotonic() - 10)
    assert asyncio.run(sending.send(order)).receipt is not None
    assert len(square.sent) == 1


def test_channels_are_told_in_one_order_whatever_has_ended_first(
    channel_on: Callable[..., Channel], django_assert_num_queries: Callable[..., Any]
) -> None:
    """Two senders that lock two channels in two orders wait for each other until PostgreSQL ends one."""
    first, second = channel_on(), channel_on(handle="bianca")
    done = settling.Done(What.REFUSED, "No.")
    with django_assert_num_queries(2) as asked:
        records.tell_channels([(second, done), (first, done)], NOON)
    told = [each["sql"] for each in asked.captured_queries]
    assert [f'"id" = {first.pk}' in told[0], f'"id" = {second.pk}' in told[1]] == [True, True]


# ── the worker: a heart that beats, a stop that writes what it knows ─────────


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_costs_one_statement_however_much_is_in_hand(
    plan: Callable[..., Delivery], square: Square, django_assert_num_queries: Callable[..., Any]
) -> None:
    assert square
    for n in range(12):
        plan(f"N. {n}")
    jobs = taken()
    rows = [row for row, _ in jobs]
    for _, work in jobs:
        work.close()
    with django_assert_num_queries(1):
        queue.renew_many(rows, NOON + 50 * SECOND)
    assert set(Delivery.objects.values_list("lease_until", flat=True)) == {NOON + 50 * SECOND + queue.LEASE}


def test_a_heartbeat_gives_no_lease_to_what_another_has_or_a_person_moved(
    plan: Callable[..., Delivery], square: Square
) -> None:
    assert square
    plan(), plan("Altro")
    jobs = taken()
    for _, work in jobs:
        work.close()
    moved, lost = (row for row, _ in jobs)
    Delivery.objects.filter(pk=moved.pk).update(lease_until=None)
    Delivery.objects.filter(pk=lost.pk).update(fence=9, lease_until=NOON)
    queue.renew_many([moved, lost], NOON + 50 * SECOND)
    assert set(Delivery.objects.values_list("lease_until", flat=True)) == {None, NOON}


@pytest.mark.django_db(transaction=True)
def test_a_shift_whose_loop_has_died_says_so_instead_of_holding_its_rows_for_ever(
    plan: Callable[..., Delivery], square: Square
) -> None:
    assert square
    plan()
    shift = Shift(outbox.OUTBOX)
    shift.loop.call_soon_threadsafe(shift.loop.stop)
    shift.thread.join(5)
    with pytest.raises(RuntimeError, match="has ended"):
        shift.round(NOON)
    shift.finish(1, NOON)


def test_a_stop_keeps_what_was_answered_though_one_post_does_not_come_to_an_end(tmp_path: Path) -> None:
    """A sender asked to stop with one endless request in hand writes down all the others."""
    env = {
        **os.environ,
        "PASSAPAROLA_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        "PASSAPAROLA_LOG": "ERROR",
    }
    env.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, str(PROGRAM), "make"], env=env, check=True)
    sender = subprocess.Popen([sys.executable, str(PROGRAM), "send"], env=env, stdout=subprocess.PIPE)
    assert sender.stdout
    assert sender.stdout.readline() == b"begun\n"
    begun = time.monotonic()
    sender.send_signal(signal.SIGTERM)
    sender.communicate(timeout=30)
    assert time.monotonic() - begun < 8, "a family waits so long for its children, then kills them"
    told = subprocess.run([sys.executable, str(PROGRAM), "tell"], env=env, check=True, capture_output=True)
    assert told.stdout.split() == [b"published"] * 7 + [b"sending"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_closes_is_opened_again(
    plan: Callable[..., Delivery], square: Square, shift: Shift[Any, Any]
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connection that another can close")
    delivery = plan()
    with connection.cursor() as cursor, suppress(Exception):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    from passaparola.web.lifecycle import worker  # noqa: PLC0415

    stop = worker.Stop()
    for _ in range(3):
        worker._with_database(lambda: shift.round(NOON), stop)
    works(shift)
    assert state(delivery) == "published"
    assert len(square.posts) == 1
