from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors import errors
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.following import actions, listening
from passaparola.web.conversations.models import ASKED, FOLLOWING, READING, UNPACKING, Reading
from passaparola.web.insights import intake_file
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import LeaseLost, begin
from passaparola.web.lifecycle.life import Life
from passaparola.web.lifecycle.worker import handle_one
from web.stories import TOLD, FakeReader, story

if TYPE_CHECKING:
    from passaparola.connectors.contract import Progress, Trace
    from passaparola.web.brands.models import Brand

ADDRESS = "https://sandbox.test/p/1"


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def life(reader: FakeReader) -> Life[Reading]:
    handlers: Any = {
        ASKED: partial(listening.read, readers=lambda _address: reader),
        FOLLOWING: partial(listening.reread, readers=lambda _address: reader),
        UNPACKING: intake_file.unpack,
    }
    return Life(Reading, handlers)


def asked(brand: Brand, clock: Clock, address: str = ADDRESS) -> Reading:
    return Reading.objects.create(brand=brand, address=address, asked_at=clock(), **begin(READING, clock()))


def step(reading: Reading, reader: FakeReader, clock: Clock) -> Reading:
    handle_one(life(reader), clock)
    reading.refresh_from_db()
    return reading


def test_a_first_reading_finds_its_message_and_follows_it(brand: Brand, clock: Clock) -> None:
    reading = step(asked(brand, clock), FakeReader(), clock)
    assert (reading.state, reading.so_far) == (FOLLOWING, 4)
    assert reading.message is not None
    assert reading.message.acts.count() == 4


def test_a_message_just_read_is_not_read_again_at_once(brand: Brand, clock: Clock) -> None:
    reader = FakeReader()
    reading = step(asked(brand, clock), reader, clock)
    step(reading, reader, clock)
    assert reader.asked == 1
    assert reading.message is not None
    assert reading.due_at == reading.message.next_reading_at


def test_a_running_message_is_read_again_when_it_is_time(brand: Brand, clock: Clock) -> None:
    reader = FakeReader([story(TOLD[:2]), story()])
    reading = step(asked(brand, clock), reader, clock)
    clock.pass_by(minutes=30)
    step(reading, reader, clock)
    assert Act.objects.count() == 4
    assert Message.objects.get().heard_at == clock()


def test_a_message_silent_for_a_week_is_quiet_until_someone_asks(brand: Brand, clock: Clock) -> None:
    reader = FakeReader()
    reading = step(asked(brand, clock), reader, clock)
    clock.pass_by(days=8)
    step(reading, reader, clock)
    assert (reading.state, Message.objects.get().running) == ("quiet", False)
    assert actions.read_again(reading, clock())
    step(reading, reader, clock)
    assert reader.asked == 3


@pytest.mark.parametrize("error", [errors.Gone, errors.Forbidden, errors.Unreachable, errors.Garbled])
def test_a_post_that_cannot_be_read_is_refused_with_its_sentence(
    brand: Brand, clock: Clock, error: type[errors.ConnectorError]
) -> None:
    reading = step(asked(brand, clock), FakeReader([error("The post is not there; check it.")]), clock)
    assert (reading.state, reading.trouble) == ("refused", "The post is not there; check it.")
    assert not Message.objects.exists()


def test_a_failing_server_is_asked_again_later(brand: Brand, clock: Clock) -> None:
    reader = FakeReader([errors.Transient("The server failed; it is asked again."), story()])
    reading = step(asked(brand, clock), reader, clock)
    assert (reading.state, reading.trouble) == (ASKED, "The server failed; it is asked again.")
    assert reading.due_at is not None
    assert reading.due_at > clock()
    clock.pass_by(minutes=5)
    assert step(reading, reader, clock).state == FOLLOWING
    assert reading.trouble == ""


def test_a_server_that_limits_is_left_alone_until_it_says(brand: Brand, clock: Clock) -> None:
    until = clock() + timedelta(hours=3)
    reader = FakeReader([errors.RateLimited("Too many requests.", until=until), story()])
    reading = step(asked(brand, clock), reader, clock)
    assert reading.due_at == until
    clock.pass_by(hours=2)
    step(reading, reader, clock)
    assert reader.asked == 1


def test_a_running_message_says_why_it_cannot_be_heard(brand: Brand, clock: Clock) -> None:
    reader = FakeReader([story(), errors.Transient("The server failed."), story()])
    reading = step(asked(brand, clock), reader, clock)
    clock.pass_by(minutes=30)
    step(reading, reader, clock)
    message = Message.objects.get()
    assert (message.unheard_because, message.running) == ("The server failed.", True)
    clock.pass_by(minutes=31)
    step(reading, reader, clock)
    assert Message.objects.get().unheard_because == ""


def test_a_running_message_obeys_the_limit_of_its_server(brand: Brand, clock: Clock) -> None:
    until = clock() + timedelta(hours=5)
    reader = FakeReader([story(), errors.RateLimited("Too many requests.", until=until)])
    reading = step(asked(brand, clock), reader, clock)
    clock.pass_by(minutes=30)
    assert step(reading, reader, clock).due_at == until
    assert Message.objects.get().next_reading_at == until


def test_a_message_gone_upstream_is_marked_and_kept(brand: Brand, clock: Clock) -> None:
    reader = FakeReader([story(), errors.Gone("The post was deleted.")])
    reading = step(asked(brand, clock), reader, clock)
    clock.pass_by(minutes=30)
    step(reading, reader, clock)
    message = Message.objects.get()
    assert (reading.state, message.deleted_at, message.running) == ("gone", clock(), False)
    assert message.acts.count() == 4


def test_a_second_reading_of_a_followed_message_does_not_follow_it_twice(brand: Brand, clock: Clock) -> None:
    step(asked(brand, clock), FakeReader(), clock)
    again = asked(brand, clock, address="https://sandbox.test/another/way/to/1")
    clock.pass_by(seconds=1)
    step(again, FakeReader(), clock)  # the first one, which has nothing to do yet
    assert step(again, FakeReader(), clock).state == "read"
    assert Message.objects.count() == 1


def test_a_worker_that_dies_after_reading_loses_nothing(brand: Brand, clock: Clock) -> None:
    reading = asked(brand, clock)
    assert queue.claim(Reading, clock())  # and is never heard of again
    assert handle_one(life(FakeReader()), clock) is None
    clock.pass_by(minutes=2)
    assert step(reading, FakeReader(), clock).state == FOLLOWING
    assert Act.objects.count() == 4


def test_a_worker_thought_dead_writes_nothing(brand: Brand, clock: Clock) -> None:
    asked(brand, clock)
    slow = queue.claim(Reading, clock())
    assert slow
    clock.pass_by(minutes=2)
    assert queue.claim(Reading, clock())
    with pytest.raises(LeaseLost):
        listening.read(slow, clock(), readers=lambda _address: FakeReader())
    assert not Act.objects.exists()


def test_a_reading_stopped_by_a_person_writes_nothing(brand: Brand, clock: Clock) -> None:
    reading = asked(brand, clock)
    claimed = queue.claim(Reading, clock())
    assert claimed
    actions.cancel(reading, clock())
    with pytest.raises(LeaseLost):
        listening.read(claimed, clock(), readers=lambda _address: FakeReader())
    assert not Act.objects.exists()
    reading.refresh_from_db()
    assert reading.state == "cancelled"


@dataclass
class SlowReader(FakeReader):
    """Takes its time, and tells how far it has come."""

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        if progress:
            progress("reshares", 30, 70)
        await asyncio.sleep(0.15)
        return await super().trace(address)


def test_a_long_reading_says_how_far_it_has_come(
    brand: Brand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    store = listening._store_progress

    def watch(reading: Reading, what: str, so_far: int, of: int | None) -> bool:
        seen.append((what, so_far, of))
        return store(reading, what, so_far, of)

    monkeypatch.setattr(listening, "SAVE_EVERY", 0.05)
    monkeypatch.setattr(listening, "_store_progress", watch)
    step(asked(brand, clock), SlowReader(), clock)
    assert ("reshares", 30, 70) in seen


def test_a_long_reading_ends_when_a_person_stops_it(
    brand: Brand, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "SAVE_EVERY", 0.02)
    reading = asked(brand, clock)
    claimed = queue.claim(Reading, clock())
    assert claimed
    actions.cancel(reading, clock())
    reader = SlowReader()
    with pytest.raises(LeaseLost):
        listening.listen(claimed, reader)
    assert reader.asked == 0
