"""When a post goes: any moment ahead, by its offset or by the clocks of a zone, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from passaparola.web.publishing.models import Delivery
from web.api.asking import Program, draft, soon, told

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ahead", [{"minutes": 1}, {"days": 1}, {"days": 400}, {"days": 3000}])
def test_a_moment_ahead_is_accepted_to_the_second(
    cms: Program, channel: Channel, ahead: dict[str, int]
) -> None:
    made = cms.post("posts", draft(channel), 201)
    at = (timezone.now() + timedelta(**ahead)).replace(microsecond=0)
    planned = cms.post(f"posts/{made['id']}/schedule", {"at": at.isoformat()})
    [row] = planned["deliveries"]
    assert datetime.fromisoformat(row["planned_at"]) == at
    assert (row["state"], planned["standing"]) == ("scheduled", "planned")


def test_a_planned_post_is_moved_any_number_of_times(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel), 201)
    for hours in (5, 2, 9):
        planned = cms.post(f"posts/{made['id']}/schedule", {"at": soon(hours=hours)})
    assert len(planned["deliveries"]) == 1


def test_a_wall_time_is_meant_where_its_zone_says(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel), 201)
    planned = cms.post(f"posts/{made['id']}/schedule", {"wall": "2027-07-01T09:30", "zone": "Asia/Tokyo"})
    assert planned["deliveries"][0]["planned_at"] == "2027-07-01T00:30:00Z"
    assert (planned["planned"], planned["zone"]) == ("2027-07-01T09:30", "Asia/Tokyo")


def test_a_wall_time_without_a_zone_is_the_brands(cms: Program, channel: Channel, brand: Brand) -> None:
    brand.zone = "Europe/Rome"
    brand.save()
    made = cms.post("posts", draft(channel), 201)
    planned = cms.post(f"posts/{made['id']}/schedule", {"wall": "2027-07-01T09:30"})
    assert planned["deliveries"][0]["planned_at"] == "2027-07-01T07:30:00Z"


def test_now_is_a_word(cms: Program, channel: Channel) -> None:
    made = cms.post("posts", draft(channel), 201)
    planned = cms.post(f"posts/{made['id']}/schedule", {"at": "now"})
    assert planned["deliveries"][0]["state"] == "scheduled"


@pytest.mark.parametrize(
    ("moment", "field", "words"),
    [
        ({"at": "2020-01-01T09:00:00Z"}, "at", "That time has passed"),
        ({"wall": "2020-01-01T09:00"}, "wall", "That time has passed"),
        ({"at": "2027-01-01T09:00:00"}, "at", "with its offset"),
        ({"at": "2027-13-01T09:00:00Z"}, "at", "with its offset"),
        ({"at": "9999-12-31T23:59:59-12:00"}, "at", "with its offset"),
        ({"at": "2199-01-01T09:00:00Z"}, "at", "nearer date"),
        ({"at": "tomorrow"}, "at", "with its offset"),
        ({"wall": "2027-01-01 09:00"}, "wall", "write it like"),
        ({"wall": "2027-01-01T09:00", "zone": "Mars/Olympus"}, "zone", "no time zone"),
        ({"at": "2027-01-01T09:00:00Z", "zone": "Europe/Rome"}, "zone", "its own offset"),
        ({"at": "2027-01-01T09:00:00Z", "wall": "2027-01-01T09:00"}, "at", "either at, or wall"),
        ({}, "at", "either at, or wall"),
    ],
)
def test_what_is_no_moment_ahead_is_refused_with_a_sentence(
    cms: Program, channel: Channel, moment: dict[str, str], field: str, words: str
) -> None:
    made = cms.post("posts", draft(channel), 201)
    [fault] = told(cms.ask("POST", f"/api/v1/posts/{made['id']}/schedule", moment), 422)["errors"]
    assert fault["field"] == field
    assert words in fault["detail"]
    assert not Delivery.objects.exists()


def test_where_the_brand_asks_for_approval_planning_asks_for_it(
    cms: Program, channel: Channel, brand: Brand
) -> None:
    brand.approval = 1
    brand.save()
    made = cms.post("posts", draft(channel), 201)
    planned = cms.post(f"posts/{made['id']}/schedule", {"at": soon()})
    assert (planned["stage"], planned["deliveries"][0]["state"]) == ("review", "waiting")


def test_approval_is_asked_for_without_a_time_too(cms: Program, channel: Channel, brand: Brand) -> None:
    brand.approval = 2
    brand.save()
    made = cms.post("posts", draft(channel), 201)
    assert cms.post(f"posts/{made['id']}/submit")["stage"] == "review"
