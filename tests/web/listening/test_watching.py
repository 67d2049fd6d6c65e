"""A crisis raises one alarm, not thirty, however often it is looked at; a quiet month raises none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from passaparola.connectors.contract import Account, Login
from passaparola.connectors.sandbox import crisis
from passaparola.connectors.sandbox.network import Network
from passaparola.connectors.sandbox.speaker import SandboxSpeaker
from passaparola.web.channels import actions as channels
from passaparola.web.conversations.hearing import opening
from passaparola.web.conversations.hearing import polling as intakes
from passaparola.web.conversations.models import Intake
from passaparola.web.lifecycle.actions import LeaseLost
from passaparola.web.listening import hearing, hours, telling, watching
from passaparola.web.listening.models import OWN, PAST, TELLING, Ear, Episode, Find, Match, SavedSearch
from web.listening.searches import HERE, OURS, a_search, hear, many, said, the_ear

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import DjangoAssertNumQueries

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WEEKS = 4


def usual(brand: Brand, name: str = "Aurora", weeks: int = WEEKS, each: float = 3.0) -> SavedSearch:
    """A search that has been listening for some weeks, to a few things an hour."""
    search = a_search(brand, NOON, name=name)
    rng = np.random.default_rng(7)
    start = NOON - timedelta(weeks=weeks)
    counts = rng.poisson(each, 7 * 24 * weeks)
    events = [
        event for n, count in enumerate(counts) for event in many(1000 * n, int(count), start + n * HOUR)
    ]
    hear_straight(search, events, NOON)
    return search


def hear_straight(search: SavedSearch, events: list, now: datetime) -> None:  # type: ignore[type-arg]
    """Put what was said into the tables at once: hearing thousands one by one is another test's matter."""
    ear = the_ear(search)
    first = [events[0]] if events else []
    hear(search, first, now)
    handle = Find.objects.all()[0].handle
    finds = Find.objects.bulk_create(
        Find(
            brand=search.brand,
            platform="sandbox",
            native_id=event.id,
            handle=handle,
            at=event.at,
            found_at=now,
            text=event.text,
        )
        for event in events[1:]
    )
    Match.objects.bulk_create(
        Match(search=search, find=find, at=find.at, hour=hours.hour_of(find.at)) for find in finds
    )
    Ear.objects.filter(pk=ear.pk).update(heard_at=now, reaches=events[0].at, caught_up=True)


def look(search: SavedSearch, now: datetime) -> None:
    """Look as the worker does, each ear having heard just now."""
    search.ears.update(heard_at=now)
    search.refresh_from_db()
    watching.watch(search, now)


def test_a_crisis_looked_at_every_minute_for_hours_is_one_alarm(brand: Brand) -> None:
    search = usual(brand)
    number = 10_000_000
    for minute in range(8 * 60):
        now = NOON + minute * MINUTE
        if minute < 5 * 60:
            hear(search, [said(number := number + 1, now), said(number := number + 1, now)], now)
        look(search, now)
    episode = Episode.objects.get()
    assert episode.state == TELLING
    assert episode.said > 500
    assert hours.begins(episode.begins) == NOON


def test_a_simulated_crisis_on_the_sandbox_is_one_alarm(brand: Brand, tmp_path: Path) -> None:
    network = Network.open(tmp_path / "sandbox.sqlite3", "demo", seed=7)
    network.join("aurora", "Aurora")
    login = Login(Account("aurora", "aurora"), "sandbox://demo", {})
    channels.connect(brand, "sandbox", login, NOON - timedelta(days=20))
    opening.open_ears(NOON - timedelta(days=20))
    intake = Intake.objects.get()
    post = network.publish("aurora", "Buongiorno", NOON - timedelta(days=9))
    network.publish("ada.simulated", "Ciao @aurora", NOON - timedelta(days=8))
    search = a_search(brand, NOON - timedelta(days=9), "@aurora", sources=[OURS])

    def turn(now: datetime) -> None:
        intake.refresh_from_db()
        intakes.hear(
            intake,
            now,
            ears=lambda _channel: SandboxSpeaker(network.path, "sandbox://demo", "aurora", now=lambda: now),
        )
        hearing.hear(the_ear(search, OWN), now)
        search.refresh_from_db()
        watching.watch(search, now)

    for day in range(8, 0, -1):
        turn(NOON - timedelta(days=day))
    assert not Episode.objects.exclude(state=PAST).exists()
    crisis.break_out(network, post, NOON, replies=60, within=timedelta(hours=2))
    for minute in range(0, 5 * 60, 2):
        turn(NOON + minute * MINUTE)
    assert Episode.objects.exclude(state=PAST).count() == 1
    assert Episode.objects.exclude(state=PAST).get().said >= 50


def test_a_usual_day_raises_no_alarm(brand: Brand) -> None:
    search = usual(brand)
    look(search, NOON)
    assert not Episode.objects.exists()


def test_what_is_told_late_moves_an_episode_and_makes_no_second_one(brand: Brand) -> None:
    search = usual(brand)
    hear(search, many(10_000_000, 60, NOON), NOON + HOUR)
    look(search, NOON + HOUR)
    hear(search, many(20_000_000, 60, NOON - HOUR), NOON + HOUR)
    look(search, NOON + HOUR + MINUTE)
    assert Episode.objects.get().said > 110


def test_an_episode_ends_and_the_next_one_is_told_anew(brand: Brand) -> None:
    search = usual(brand)
    for day in (0, 2):
        at = NOON + timedelta(days=day)
        hear(search, many(10_000_000 * (day + 1), 60, at), at + HOUR)
        for hour in range(1, 30):
            look(search, at + hour * HOUR)
    first, second = Episode.objects.order_by("begins")
    assert first.ends == first.last + 1
    assert hours.begins(second.begins) == NOON + timedelta(days=2)


def test_what_was_over_before_anybody_listened_is_history(brand: Brand) -> None:
    search = usual(brand)
    hear(search, many(10_000_000, 60, NOON - timedelta(days=2)), NOON)
    look(search, NOON)
    assert Episode.objects.get().state == PAST


def test_the_first_day_raises_no_alarm(brand: Brand) -> None:
    search = a_search(brand, NOON)
    hear(search, [said(0, NOON)], NOON)
    hear(search, many(1, 60, NOON + HOUR), NOON + 2 * HOUR)
    look(search, NOON + 2 * HOUR)
    assert not Episode.objects.exists()


def test_hours_in_which_nobody_listened_are_not_quiet_ones(brand: Brand) -> None:
    search = usual(brand)
    assert watching.known(search, NOON + 10 * HOUR) == (
        hours.hour_of(NOON - timedelta(weeks=WEEKS)),
        hours.hour_of(NOON) + 1,
    )


def test_an_ear_that_knows_less_of_the_past_shortens_what_is_known(brand: Brand) -> None:
    search = a_search(brand, NOON, 'aurora OR "caffè aurora"')
    one, two = search.ears.order_by("words")
    for ear, days in ((one, 30), (two, 3)):
        Ear.objects.filter(pk=ear.pk).update(heard_at=NOON, reaches=NOON - timedelta(days=days))
    assert watching.known(search, NOON) == (hours.hour_of(NOON - timedelta(days=3)), hours.hour_of(NOON) + 1)


def test_nothing_is_counted_where_nothing_is_new(
    brand: Brand, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    search = usual(brand, weeks=1)
    look(search, NOON)
    search.refresh_from_db()
    with django_assert_num_queries(1):
        watching.watch(search, NOON + MINUTE)


def test_two_searches_of_one_crisis_are_told_each(brand: Brand) -> None:
    for name in ("One", "Two"):
        search = usual_again(brand, name)
        hear(search, many(10_000_000, 60, NOON), NOON + HOUR)
        look(search, NOON + HOUR)
    assert Episode.objects.count() == 2


def usual_again(brand: Brand, name: str) -> SavedSearch:
    if not SavedSearch.objects.exists():
        return usual(brand, name)
    search = a_search(brand, NOON, name=name, sources=[HERE])
    Match.objects.bulk_create(
        Match(search=search, find=find, at=find.at, hour=hours.hour_of(find.at))
        for find in Find.objects.all()
    )
    start = NOON - timedelta(weeks=WEEKS)
    search.ears.update(heard_at=NOON, reaches=start, caught_up=True)
    return search


def test_a_worker_thought_dead_raises_no_alarm(brand: Brand) -> None:
    search = usual(brand)
    hear(search, many(10_000_000, 60, NOON), NOON + HOUR)
    search.ears.update(heard_at=NOON + HOUR)
    search.refresh_from_db()
    SavedSearch.objects.filter(pk=search.pk).update(fence=search.fence + 1)
    with pytest.raises(LeaseLost):
        watching.watch(search, NOON + HOUR)
    assert not Episode.objects.exists()


def test_the_database_holds_one_open_episode_of_a_search(brand: Brand) -> None:
    search = usual(brand)
    hear(search, many(10_000_000, 60, NOON), NOON + HOUR)
    look(search, NOON + HOUR)
    row = Episode.objects.get()
    row.pk, row.begins = None, row.begins + 5
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_rate_of_false_alarms_is_told_with_the_alarm(brand: Brand) -> None:
    search = usual(brand)
    hear(search, many(10_000_000, 60, NOON), NOON + HOUR)
    look(search, NOON + HOUR)
    assert telling.figures(Episode.objects.select_related("search__brand").get())["false_alarm_days"] == 30
