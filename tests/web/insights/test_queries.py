from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passaparola.web.campaigns import actions as campaigns
from passaparola.web.cascades.models import Message
from passaparola.web.conversations.following import intake
from passaparola.web.conversations.models import READING, Reading
from passaparola.web.insights import actions, queries
from passaparola.web.lifecycle.actions import begin
from web.stories import story

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand


def fill(brand: Brand, count: int, now: datetime) -> None:
    for number in range(Message.objects.count(), count):
        trace = story()
        acts = (replace(trace.acts[0], id=f"post{number}"), *trace.acts[1:])
        renamed = [
            replace(act, parent=f"post{number}" if act.parent == "post" else act.parent) for act in acts
        ]
        taken = intake.take_in(
            brand,
            replace(trace, root=f"post{number}", acts=tuple(renamed)),
            address=f"https://x/{number}",
            now=now,
        )
        actions.settle(taken.message, now)


@pytest.mark.parametrize("page", ["messages_of", "home_of"])
def test_a_list_costs_as_many_queries_for_20_rows_as_for_10(brand: Brand, now: datetime, page: str) -> None:
    counts = []
    for rows in (10, 20):
        fill(brand, rows, now)
        with CaptureQueriesContext(connection) as context:
            shown = (
                queries.messages_of(brand).rows
                if page == "messages_of"
                else queries.home_of(brand, now).recent
            )
            for row in shown:
                assert str(row.message.author)
                assert row.hops
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_a_row_says_reach_and_multiplier(heard: Callable[..., Message], brand: Brand, now: datetime) -> None:
    actions.settle(heard(), now)
    (row,) = queries.messages_of(brand).rows
    assert (row.reach, row.multiplier, row.depth) == (3, 3.0, 3)
    assert (row.running, row.simulated, row.heard_at) == (True, True, now + timedelta(hours=1))


def test_a_message_not_summarised_yet_has_no_figures(heard: Callable[..., Message], brand: Brand) -> None:
    heard()
    (row,) = queries.messages_of(brand).rows
    assert (row.reach, row.multiplier, row.hops) == (None, None, [])


def test_messages_come_by_the_page(brand: Brand, now: datetime) -> None:
    fill(brand, 5, now)
    shown = queries.messages_of(brand, 2, per_page=2)
    assert (len(shown.rows), shown.number, shown.pages, shown.total) == (2, 2, 3, 5)
    assert queries.messages_of(brand, 99, per_page=2).number == 3


def test_a_page_names_the_promoters(heard: Callable[..., Message], brand: Brand, now: datetime) -> None:
    message = heard()
    actions.settle(message, now)
    page = queries.message_page(brand, message.pk)
    assert [str(row.handle) for row in page.promoters] == ["Bea", "Carlo"]
    assert page.promoters[0].subtree == 2
    assert page.summary == message.summary


def test_a_page_shows_its_latest_reading(heard: Callable[..., Message], brand: Brand, now: datetime) -> None:
    message = heard()
    reading = Reading.objects.create(
        brand=brand, address="https://x/1", asked_at=now, message=message, **begin(READING, now)
    )
    assert queries.message_page(brand, message.pk).reading == reading


def test_the_map_names_people_and_their_chain(
    heard: Callable[..., Message], brand: Brand, now: datetime
) -> None:
    message = heard()
    actions.settle(message, now)
    picture = queries.map_of(brand, message.pk)
    assert sorted(picture["people"]["name"]) == ["Aurora", "Bea", "Carlo", "Dina"]
    assert picture["acts"]["hop"] == [0, 1, 2, 3]
    assert picture["acts"]["parent"] == [-1, 0, 1, 2]
    assert picture["simulated"]


def test_a_message_without_figures_can_be_drawn(heard: Callable[..., Message], brand: Brand) -> None:
    assert queries.map_of(brand, heard().pk)["shown"] == 4


def test_an_empty_brand_is_told_to_trace_something(brand: Brand, now: datetime) -> None:
    home = queries.home_of(brand, now)
    assert (home.running, home.carriers, home.next_steps) == ([], [], ["trace"])


def test_the_home_adds_up_who_carries_it(brand: Brand, now: datetime) -> None:
    fill(brand, 3, now)
    home = queries.home_of(brand, now)
    best = home.carriers[0]
    assert (str(best.handle), best.messages, best.subtree) == ("Bea", 3, 6)
    assert home.running_total == 3


def test_the_home_says_what_to_do_next(brand: Brand, now: datetime) -> None:
    fill(brand, 1, now)
    assert queries.home_of(brand, now).next_steps == ["thank", "campaign"]
    campaigns.create_campaign(brand, "Spring")
    Message.objects.update(unheard_because="The server failed.")
    assert queries.home_of(brand, now).next_steps == ["trouble", "thank"]


def test_a_first_reading_under_way_is_on_the_home(brand: Brand, now: datetime) -> None:
    Reading.objects.create(brand=brand, address="https://x/1", asked_at=now, **begin(READING, now))
    home = queries.home_of(brand, now)
    assert (len(home.readings), home.next_steps) == (1, ["wait"])


def test_old_messages_do_not_count_as_lately(brand: Brand, now: datetime) -> None:
    fill(brand, 1, now)
    assert queries.home_of(brand, now + timedelta(days=31)).carriers == []
