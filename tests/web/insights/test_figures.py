from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation

from passaparola.web.insights.templatetags import drawings, figures


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (None, "–"),
        (1, "1 secondo"),
        (59, "59 secondi"),
        (600, "10 min"),
        (7_500, "2 h 5 min"),
        (180_000, "2 g 2 h"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: float | None, written: str) -> None:
    with translation.override("it"):
        assert figures.duration(seconds) == written


@pytest.mark.parametrize(
    "edge", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)], ids=["first", "last"]
)
def test_a_time_at_the_edge_of_the_calendar_is_written(edge: datetime) -> None:
    with translation.override("en"):
        for write in (figures.stamp, figures.clock):
            assert "UTC" in str(write(edge)) or "LMT" in str(write(edge))


def test_a_time_carries_its_zone() -> None:
    with translation.override("en"):
        assert "14:05 CET" in str(figures.stamp(datetime(2026, 11, 22, 13, 5, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("part", "whole", "written"), [(1, 0, "–"), (1, 1000, "<1 %"), (0, 9, "0 %"), (2, 3, "67 %")]
)
def test_a_share_says_when_it_is_small_or_of_nothing(part: float, whole: float, written: str) -> None:
    assert figures.share(part, whole) == written


def test_an_upper_bound_that_bounds_nothing_is_said_to_be_none() -> None:
    assert figures.bound(1e9) == "∞"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "sandbox://demo/a/1", "", None])
def test_a_browser_is_sent_to_the_web_only(address: str | None) -> None:
    assert not figures.on_the_web(address)


def test_the_bar_of_a_message_is_split_by_polarity() -> None:
    hops = [{"hop": hop, "people": people} for hop, people in enumerate((1, 50, 30, 15, 5))]
    drawn = drawings.hop_bar(hops)
    assert [part["n"] for part in drawn["parts"]] == [50, 30, 20]
    assert [part["x"] for part in drawn["parts"]] == ["0.000", "50.000", "80.000"]


def test_a_message_nobody_passed_on_has_an_empty_bar() -> None:
    assert drawings.hop_bar([{"hop": 0, "people": 1}])["whole"] == 0
    assert drawings.spark(None) == {"bars": [], "spans": 0}
