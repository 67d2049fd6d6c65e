"""Rules by which a post comes again: by wall time, with an end, refused in words where they make no sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import patterns, planning
from passaparola.web.publishing.calendar.patterns import Asked

ROME = "Europe/Rome"


@pytest.mark.parametrize(
    ("zone", "starts", "offsets"),
    [
        ("Europe/Rome", "2026-03-28T09:00", [1, 2, 2]),
        ("Europe/Rome", "2026-10-24T09:00", [2, 1, 1]),
        ("America/New_York", "2026-03-07T09:00", [-5, -4, -4]),
        ("America/New_York", "2026-10-31T09:00", [-4, -5, -5]),
        ("Australia/Lord_Howe", "2026-04-04T09:00", [11, 10.5, 10.5]),
        ("Australia/Lord_Howe", "2026-10-03T09:00", [10.5, 11, 11]),
    ],
)
def test_nine_stays_nine_when_the_clocks_change(zone: str, starts: str, offsets: list[float]) -> None:
    walls = list(patterns.occurrences("FREQ=DAILY;COUNT=3", starts))
    moments = [planning.moment(wall, zone) for wall in walls]
    assert [planning.wall(at, zone)[11:] for at in moments] == ["09:00"] * 3
    naive = [datetime.fromisoformat(wall).replace(tzinfo=UTC) for wall in walls]
    assert [(wall - at) / timedelta(hours=1) for wall, at in zip(naive, moments, strict=True)] == offsets


def test_an_occurrence_in_the_gap_is_the_first_moment_after_and_none_is_lost() -> None:
    walls = list(patterns.occurrences("FREQ=DAILY;COUNT=3", "2026-03-28T02:30"))
    shown = [planning.wall(planning.moment(wall, ROME), ROME) for wall in walls]
    assert shown == ["2026-03-28T02:30", "2026-03-29T03:00", "2026-03-30T02:30"]


@pytest.mark.parametrize(
    ("asked", "starts", "rule", "words"),
    [
        (Asked("day", count=5), "2026-03-02T09:00", "FREQ=DAILY;COUNT=5", "every day, 5 times"),
        (
            Asked("week", weekdays=[0, 3], interval=2, count=4),
            "2026-03-02T09:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4",
            "every 2 weeks on Monday, Thursday, 4 times",
        ),
        (
            Asked("month", nth=True, until="2026-12-31"),
            "2026-03-10T09:00",
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261231T235959",
            "every month on Tuesday number 2 of the month, until 31 December 2026",
        ),
        (
            Asked("month", nth=True, count=2),
            "2026-03-31T09:00",
            "FREQ=MONTHLY;BYDAY=-1TU;COUNT=2",
            "every month on the last Tuesday, 2 times",
        ),
    ],
)
def test_what_a_form_asks_for_is_a_rule_and_can_be_said_in_words(
    asked: Asked, starts: str, rule: str, words: str
) -> None:
    assert patterns.written(asked, starts) == rule
    assert patterns.in_words(rule) == words


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    rule = patterns.written(Asked("month", count=4), "2026-01-31T09:00")
    assert [wall[:10] for wall in patterns.occurrences(rule, "2026-01-31T09:00")] == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=DAILY", "needs an end"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260401", "needs an end"),
        ("FREQ=HOURLY;COUNT=3", "FREQ=DAILY, WEEKLY"),
        ("FREQ=DAILY;COUNT=2000", "three years"),
        ("FREQ=DAILY;UNTIL=20400101", "three years"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "never comes"),
        ("FREQ=DAILY;UNTIL=20250101", "never comes"),
        ("FREQ=DAILY;BYHOUR=9,10;COUNT=3", "not understood"),
        ("FREQ=DAILY;INTERVAL=0;COUNT=3", "from 1 to 99"),
        ("FREQ=DAILY;BYDAY=XX;COUNT=3", "is written like"),
        ("FREQ=DAILY;COUNT=-3", "is written like"),
        ("every day", "is written like"),
        ("FREQ=DAILY;UNTIL=soon", "Write the last day"),
        ("FREQ=DAILY;UNTIL=20260401T000000+0200", "Write the last day"),
    ],
)
def test_a_rule_without_an_end_or_sense_is_refused_in_words(rule: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        patterns.check(rule, "2026-03-02T09:00")


@given(
    text=st.text(max_size=60)
    | st.from_regex(r"FREQ=(DAILY|WEEKLY|MONTHLY);[A-Z]{2,8}=[-0-9A-Z,]{1,8};COUNT=[0-9]{1,3}")
)
def test_no_text_makes_a_rule_fail_but_in_words(text: str) -> None:
    try:
        patterns.check(text, "2026-03-02T09:00")
    except Refused:
        return
    walls = list(patterns.occurrences(text, "2026-03-02T09:00"))
    assert walls
    assert all(earlier < later for earlier, later in pairwise(walls))
