"""A channel is heard by turns: what is told is kept with where to go on from, and nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from passaparola.connectors import errors
from passaparola.web.conversations.hearing import line, opening, polling
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import DEAF, HEARING, INTAKE, Intake, Interaction, Reading
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import LeaseLost, begin
from passaparola.web.lifecycle.graph import Later, Next
from web.heard import NOON, FakeHearer, an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Batch
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

EVENTS = [an_event(f"word{n}", "mention", f"p{n % 3}", n) for n in range(7)]


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand)


@pytest.fixture
def intake(channel: Channel, now: datetime) -> Intake:
    Intake.objects.create(channel=channel, **begin(INTAKE, now))
    claimed = queue.claim(Intake, now)
    assert claimed is not None
    return claimed


def test_everything_that_is_told_is_kept_and_where_it_ended(intake: Intake, now: datetime) -> None:
    hearer = FakeHearer(EVENTS)
    outcome = polling.hear(intake, now, ears=lambda _: hearer)
    intake.refresh_from_db()
    assert (Interaction.objects.count(), hearer.asked) == (7, ["", "2", "4", "6"])
    assert (intake.cursor, intake.heard_up_to, intake.caught_up, intake.since_told) == ("7", NOON, True, 7)
    assert isinstance(outcome, Later)


def test_it_goes_on_from_where_it_ended(intake: Intake, now: datetime) -> None:
    hearer = FakeHearer(EVENTS[:4])
    polling.hear(intake, now, ears=lambda _: hearer)
    hearer.events = EVENTS
    polling.hear(intake, now, ears=lambda _: hearer)
    assert (Interaction.objects.count(), hearer.asked[2:]) == (7, ["4", "6"])


@pytest.mark.django_db(transaction=True)
def test_what_was_told_and_not_kept_is_told_again(
    intake: Intake, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keeping.keep

    def dies(*args: object) -> object:
        kept(*args)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping, "keep", dies)
    with pytest.raises(KeyboardInterrupt):
        polling.hear(intake, now, ears=lambda _: FakeHearer(EVENTS))
    intake.refresh_from_db()
    assert (Interaction.objects.count(), intake.cursor) == (0, "")
    monkeypatch.setattr(keeping, "keep", kept)
    polling.hear(intake, now, ears=lambda _: FakeHearer(EVENTS))
    assert Interaction.objects.count() == 7


def test_a_day_of_outage_loses_nothing_and_doubles_nothing(intake: Intake, now: datetime) -> None:
    hearer = FakeHearer(EVENTS[:2])
    polling.hear(intake, now, ears=lambda _: hearer)
    hearer.events = EVENTS
    hearer.troubles = [errors.Transient("It is down; try again later.")] * 40
    at = now
    while hearer.troubles:
        outcome = polling.hear(intake, at, ears=lambda _: hearer)
        assert isinstance(outcome, Later)
        assert outcome.at is not None
        at = max(outcome.at, at + timedelta(seconds=1))
    polling.hear(intake, at, ears=lambda _: hearer)
    assert Interaction.objects.count() == 7
    assert at - now > timedelta(hours=16)  # it does not knock every minute of the day


def test_an_expired_cursor_begins_anew_and_doubles_nothing(intake: Intake, now: datetime) -> None:
    hearer = FakeHearer(EVENTS)
    polling.hear(intake, now, ears=lambda _: hearer)
    Intake.objects.update(cursor="expired")
    intake.refresh_from_db()
    outcome = polling.hear(intake, now, ears=lambda _: hearer)
    intake.refresh_from_db()
    assert (outcome.at, intake.cursor) == (now, "")  # type: ignore[union-attr]
    polling.hear(intake, now, ears=lambda _: hearer)
    assert Interaction.objects.count() == 7


def test_a_worker_thought_dead_keeps_nothing(intake: Intake, now: datetime) -> None:
    Intake.objects.update(fence=intake.fence + 1)
    with pytest.raises(LeaseLost), transaction.atomic():
        polling.hear(intake, now, ears=lambda _: FakeHearer(EVENTS))
    assert Interaction.objects.count() == 0


def test_a_limit_is_waited_for_as_long_as_its_platform_says(intake: Intake, now: datetime) -> None:
    until = now + timedelta(minutes=42)
    hearer = FakeHearer(EVENTS, troubles=[errors.RateLimited("Too many.", until=until)])
    outcome = polling.hear(intake, now, ears=lambda _: hearer)
    assert outcome == Later(until, "Too many.")


@pytest.mark.parametrize(
    "trouble", [errors.AuthRevoked("Connect it again."), errors.Forbidden("Not for us.")]
)
def test_what_only_a_person_can_mend_ends_the_asking(
    intake: Intake, now: datetime, trouble: Exception
) -> None:
    outcome = polling.hear(intake, now, ears=lambda _: FakeHearer(EVENTS, troubles=[trouble]))
    assert outcome == Next(DEAF, str(trouble))


def test_a_channel_that_is_off_is_not_asked(intake: Intake, channel: Channel, now: datetime) -> None:
    channel.disconnected_at = now
    channel.save()
    intake = Intake.objects.get()
    hearer = FakeHearer(EVENTS)
    assert isinstance(polling.hear(intake, now, ears=lambda _: hearer), Next)
    assert hearer.asked == []


def test_a_post_of_ours_somebody_liked_is_followed(intake: Intake, now: datetime) -> None:
    like = an_event("l", "like", "bea", about="sandbox://demo/aurora/1", ours=True)
    polling.hear(intake, now, ears=lambda _: FakeHearer([like]))
    assert Reading.objects.get().address == "sandbox://demo/aurora/1"


def test_every_channel_that_can_hear_gets_ears_once(channel: Channel, now: datetime) -> None:
    opened = [opening.open_ears(now) for _ in range(2)]
    assert (opened, Intake.objects.count()) == ([1, 0], 1)


def test_ears_gone_deaf_hear_again_once_the_channel_is_connected_anew(
    channel: Channel, now: datetime
) -> None:
    Intake.objects.create(channel=channel, **begin(INTAKE, now) | {"state": DEAF, "due_at": None})
    assert opening.open_ears(now) == 0
    channel.connected_at = now + timedelta(hours=1)
    channel.save()
    assert opening.open_ears(now + timedelta(hours=1)) == 1
    assert Intake.objects.get().state == HEARING


def test_a_connector_that_hangs_is_let_go_of(
    intake: Intake, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "DEADLINE", 0.05)

    class Hangs(FakeHearer):
        async def hear(self, cursor: str) -> Batch:
            await asyncio.sleep(60)
            return await super().hear(cursor)

    outcome = polling.hear(intake, now, ears=lambda _: Hangs(EVENTS))
    assert isinstance(outcome, Later)
    assert outcome.because == line.SLOW


def test_a_long_past_leaves_the_others_their_turn(
    intake: Intake, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "LONG", 0.0001)
    hearer = FakeHearer(EVENTS, each=1)
    assert polling.hear(intake, now, ears=lambda _: hearer) == Later(now)
    assert len(hearer.asked) == 1
