from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.spread.definitions import DEFINITIONS
from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.conversations.persons import explaining, queries
from passaparola.web.people import affinity
from passaparola.web.people.models import Person
from web.acting import a_person, an_act, their

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

DAY = timedelta(days=1)


def busy(brand: Brand, now: datetime, acts: int = 7) -> Person:
    person = a_person(brand)
    for n in range(acts):
        an_act(their(person), now - 11 * n * DAY, Kind(n % 8), brought=n % 3)
    return Person.objects.get(pk=person.pk)


@given(st.lists(st.floats(0.0, 40.0), max_size=40))
def test_shown_parts_add_up_to_the_shown_whole_whatever_they_are(exact: list[float]) -> None:
    whole = round(sum(exact) * explaining.TENTHS)
    parts = explaining.apportioned(exact, whole)
    assert sum(parts) == whole
    assert all(abs(part - one * explaining.TENTHS) <= 1 for part, one in zip(parts, exact, strict=True))


def test_every_point_is_explained_by_an_act(brand: Brand, now: datetime) -> None:
    person = busy(brand, now)
    why = explaining.why(person, now)
    assert len(why.shares) == 7
    assert round(sum(share.score for share in why.shares), 1) == why.score
    assert why.score == round(affinity.score(person.warmth, now), 1)
    assert sum(share.left for share in why.shares) == pytest.approx(affinity.raw(person.warmth, now))


def test_acts_that_are_not_listed_are_counted_in_one_line(brand: Brand, now: datetime) -> None:
    why = explaining.why(busy(brand, now, explaining.SHOWN + 9), now)
    assert (len(why.shares), why.others) == (explaining.SHOWN, 9)
    assert round(sum(share.score for share in why.shares) + why.others_score, 1) == why.score


def test_what_is_no_longer_stored_is_said_to_be(brand: Brand, now: datetime) -> None:
    person = busy(brand, now)
    Interaction.objects.order_by("-points")[0].delete()
    why = explaining.why(person, now)
    assert why.unexplained > 0
    assert round(sum(share.score for share in why.shares) + why.unexplained, 1) == why.score


def test_the_line_ends_where_the_score_is(brand: Brand, now: datetime) -> None:
    person = busy(brand, now)
    line = explaining.why(person, now).line
    assert len(line) == 61
    assert line[-1] == pytest.approx(affinity.score(person.warmth, now))


def test_the_trend_is_the_same_in_the_list_and_on_the_page(brand: Brand, now: datetime) -> None:
    person = busy(brand, now)
    (row,) = queries.rows_of([person], now)
    assert row.trend == pytest.approx(explaining.why(person, now).trend)


def test_the_definition_says_the_very_numbers() -> None:
    text = DEFINITIONS["affinity"].text
    effort = affinity.EFFORT
    assert f"a like {effort['like']:.0f}, a follow {effort['follow']:.0f}" in text
    assert {effort[kind] for kind in ("mention", "reply", "comment", "message")} == {3.0}
    assert "a mention, reply, comment or message 3" in text
    assert {effort["quote"], effort["reshare"]} == {5.0}
    assert "a quote or reshare 5" in text
    assert affinity.EXCHANGE == 1.5
    assert f"every {affinity.HALF_LIFE.days} days" in text
    assert f"{affinity.TREND.days} days ago" in text
    for points, score in ((20, "50"), (40, "75"), (60, "87.5")):
        warm = affinity.warmth(points, affinity.DAY_ZERO)
        assert f"{affinity.score(warm, affinity.DAY_ZERO):g}" == score
        assert score in text
