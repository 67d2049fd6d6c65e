"""What is told late, at odd times or twice in one breath."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.conversations.keeping import keeping, waiting
from passaparola.web.conversations.models import Conversation, Interaction, Status
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.people import affinity
from passaparola.web.people.models import Person
from web.heard import NOON, an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

MINUTE = timedelta(minutes=1)
HELLO = an_event("hello", "mention", "bea", 0, thread="hello")
DEEP = an_event("deep", "reply", "carlo", 5, about="hello", thread="hello")


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand)


def sums_hold() -> None:
    for person in Person.objects.all():
        due = tally([person.pk]).get(person.pk)
        warm, first, last = (due.warmth, due.first_at, due.last_at) if due else (0.0, None, None)
        assert person.warmth == pytest.approx(warm)
        assert (person.first_act_at, person.last_act_at) == (first, last)


def test_a_time_that_becomes_known_moves_the_affinity_too(channel: Channel, now: datetime) -> None:
    guessed = an_event("l", "like", "bea", -60 * 24 * 200, about="x", at_known=False)
    keeping.keep(channel, [guessed], now)
    keeping.keep(channel, [replace(guessed, at=NOON, at_known=True)], now)
    assert Interaction.objects.get().at == NOON
    sums_hold()


@pytest.mark.parametrize("year", [2100, 3000, 9999])
def test_a_time_in_the_future_is_now(channel: Channel, now: datetime, year: int) -> None:
    keeping.keep(channel, [replace(HELLO, at=datetime(year, 12, 31, tzinfo=UTC))], now)
    assert affinity.score(Person.objects.get().warmth, now) < 15
    assert Conversation.objects.filter(waits_since__lte=now).exists()
    sums_hold()


def test_half_a_surrogate_pair_is_kept_as_it_can_be(channel: Channel, now: datetime) -> None:
    odd = replace(HELLO, id="x\ud800" * 300, text="half \ud800 a pair", about="\udfff")
    odd = replace(odd, actor=replace(odd.actor, name="Bea \udc00", handle="b\udc00", id="did\ud800"))
    keeping.keep(channel, [odd], now)
    assert "half" in Interaction.objects.get().text


def test_of_one_told_twice_at_once_the_newest_words_stand(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [HELLO], now)
    edited = replace(HELLO, text="new words", edited_at=NOON + MINUTE)
    keeping.keep(channel, [edited, HELLO], now)
    assert Interaction.objects.get().text == "new words"


def test_of_one_told_twice_at_once_the_newest_words_are_kept(channel: Channel, now: datetime) -> None:
    edited = replace(HELLO, text="new words", edited_at=NOON + MINUTE)
    keeping.keep(channel, [edited, HELLO], now)
    assert Interaction.objects.get().text == "new words"


def test_taken_back_and_told_again_at_once_it_is_gone(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [HELLO], now)
    keeping.keep(channel, [replace(HELLO, gone=True), HELLO], now)
    assert Interaction.objects.get().gone_at == now
    keeping.keep(channel, [replace(DEEP, gone=True), DEEP], now)
    assert not Interaction.objects.filter(native_id="deep").exclude(text="").exists()


def test_a_reply_older_than_what_it_answers_finds_it_in_one_breath(channel: Channel, now: datetime) -> None:
    early = replace(DEEP, at=NOON - MINUTE)
    keeping.keep(channel, [early, HELLO], now)
    assert Conversation.objects.filter(merged_into=None).count() == 1


def test_a_word_told_after_we_answered_a_later_one_is_news(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [replace(HELLO, at=NOON + 2 * MINUTE)], now)
    Conversation.objects.update(
        status=Status.WAITING, unread=False, waits_since=None, answered_at=NOON + 5 * MINUTE
    )
    late = replace(DEEP, at=NOON + 4 * MINUTE)
    keeping.keep(channel, [late], now)
    talk = Conversation.objects.get(merged_into=None)
    assert (talk.unread, talk.status) == (True, Status.OPEN)


def test_who_took_back_all_they_said_waits_for_nothing(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [HELLO, DEEP], now)
    keeping.keep(channel, [replace(HELLO, gone=True)], now)
    talk = Conversation.objects.get()
    assert talk.waits_since == DEEP.at
    keeping.keep(channel, [replace(DEEP, gone=True)], now)
    talk = Conversation.objects.get()
    assert talk.waits_since is None
    sums_hold()


def test_an_edit_tells_on_the_tone_of_the_talk(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [replace(HELLO, text="I love it, wonderful, great", language="en")], now)
    assert Conversation.objects.get().tone == 1
    edited = replace(HELLO, text="I hate it, terrible, awful", language="en", edited_at=NOON + MINUTE)
    keeping.keep(channel, [edited], now)
    assert Interaction.objects.get().tone == -1
    assert Conversation.objects.get().tone == -1


def test_talks_that_come_together_by_and_by_are_one(channel: Channel, now: datetime) -> None:
    chain = [
        an_event(f"w{n}", "reply", "bea", n, about=f"w{n - 1}" if n else "", thread="w0") for n in range(8)
    ]
    for n in (7, 5, 3, 1, 6, 2, 4, 0):
        keeping.keep(channel, [chain[n]], now)
    (head,) = Conversation.objects.filter(merged_into=None)
    assert set(Conversation.objects.exclude(pk=head.pk).values_list("merged_into", flat=True)) <= {head.pk}
    assert len(waiting.said_in(head)) == 8


def test_about_its_own_id(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [replace(HELLO, about="hello")], now)
    keeping.keep(channel, [replace(HELLO, about="hello")], now)
    assert Conversation.objects.count() == 1


def test_a_ring_in_one_breath_and_one_by_one(channel: Channel, now: datetime) -> None:
    ring = [an_event(f"r{n}", "reply", "bea", -n, about=f"r{(n + 1) % 4}", thread="r0") for n in range(4)]
    keeping.keep(channel, ring, now)
    other = [an_event(f"s{n}", "reply", "bea", -n, about=f"s{(n + 1) % 4}", thread="s0") for n in range(4)]
    for one in other:
        keeping.keep(channel, [one], now)
    assert Conversation.objects.filter(merged_into=None).count() == 2


def test_what_joins_two_talks_tells_the_one_that_is_shown(channel: Channel, now: datetime) -> None:
    first = an_event("a1", "reply", "bea", 10, about="x", thread="b1")
    top = an_event("b1", "mention", "carlo", 0, thread="b1")
    keeping.keep(channel, [first], now)
    keeping.keep(channel, [top], now)
    Conversation.objects.update(
        status=Status.DONE, unread=False, waits_since=None, answered_at=NOON + 11 * MINUTE
    )
    keeping.keep(
        channel,
        [
            an_event("x", "reply", "dina", 5, about="b1", thread="b1"),
            an_event("a2", "reply", "bea", 20, about="a1", thread="b1"),
        ],
        now,
    )
    (head,) = Conversation.objects.filter(merged_into=None)
    assert (head.last_at, head.unread, head.status) == (NOON + 20 * MINUTE, True, Status.OPEN)
