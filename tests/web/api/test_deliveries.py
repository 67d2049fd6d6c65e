"""Deliveries by program: how each stands and what was tried can be read, and what people do can be done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from passaparola.web.brands.models import Entry, Role
from passaparola.web.publishing.models import Attempt, Delivery, What
from web.api.asking import Program, program, told
from web.makers import owner
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db


def planned(brand: Brand, state: str = "scheduled", name: str = "aurora", **after: int) -> Delivery:
    made = a_post(brand, a_channel(brand, name), by=owner(brand).user)
    return a_delivery(made, timezone.now() + timedelta(**(after or {"hours": 1})), state)[0]


def published(brand: Brand) -> Delivery:
    row = planned(brand, "published")
    row.pieces.update(
        native_id="1", url="https://sandbox.test/p/1", published_at=timezone.now(), extra={"etag": "s3cret"}
    )
    Delivery.objects.filter(pk=row.pk).update(sent=1)
    return row


def test_state_pieces_receipts_and_attempts_are_read(cms: Program, brand: Brand) -> None:
    row = published(brand)
    for what in (What.INTENT, What.UNKNOWN, What.FOUND):
        Attempt.objects.create(
            delivery=row, piece=0, at=timezone.now(), what=what, said="As it was said.", fence=1
        )
    read = cms.get(f"deliveries/{row.pk}")
    assert (read["state"], read["said"], read["post"]) == ("published", "published", row.post_id)
    assert [each["what"] for each in read["attempts"]] == ["intent", "unknown", "found"]
    [piece] = read["pieces"]
    assert (piece["native_id"], piece["url"]) == ("1", "https://sandbox.test/p/1")
    assert piece["sent"]["text"] == "Good morning"
    assert cms.get(f"posts/{row.post_id}")["deliveries"] == [read]


def test_what_a_platform_gave_beyond_name_and_address_stays_inside(cms: Program, brand: Brand) -> None:
    row = published(brand)
    assert b"s3cret" not in cms.ask("GET", f"/api/v1/deliveries/{row.pk}").content


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["early", "late", "refused"]),
        ("?state=refused", ["refused"]),
        ("?state=cancelled", []),
        ("?since={two}", ["late", "refused"]),
        ("?until={two}", ["early"]),
        ("?since={two}&until={four}", ["late"]),
        ("?post={post}", ["late"]),
        ("?page=2", []),
    ],
)
def test_a_list_is_narrowed_by_state_post_and_time(
    cms: Program, brand: Brand, asked: str, found: list[str]
) -> None:
    planned(brand, name="early", hours=1)
    late = planned(brand, name="late", hours=3)
    planned(brand, "refused", name="refused", hours=5)
    two, four = ((timezone.now() + timedelta(hours=n)).strftime("%Y-%m-%dT%H:%M:%SZ") for n in (2, 4))
    rows = cms.get("deliveries" + asked.format(two=two, four=four, post=late.post_id))["items"]
    assert [each["handle"] for each in rows] == found


@pytest.mark.parametrize(
    "asked", ["?state=lost", "?since=yesterday", "?post=x", "?page=0", "?until=2027-01-01"]
)
def test_what_narrows_nothing_is_refused(cms: Program, asked: str) -> None:
    [fault] = told(cms.ask("GET", f"/api/v1/deliveries{asked}"), 422)["errors"]
    assert fault["field"] == asked[1:].split("=", maxsplit=1)[0]


def test_a_list_takes_as_many_queries_for_twenty_as_for_two(cms: Program, brand: Brand) -> None:
    counts = []
    for most in (2, 20):
        for n in range(most):
            planned(brand, name=f"c{most}-{n}")
        counts.append(cms.cost("deliveries"))
    assert counts[0] == counts[1]


def test_what_is_cancelled_is_in_the_log_with_the_token_that_did_it(cms: Program, brand: Brand) -> None:
    row = planned(brand)
    assert cms.post(f"deliveries/{row.pk}/cancel")["state"] == "cancelled"
    assert Entry.objects.filter(verb="delivery.cancelled").get().who_name.startswith("Anna · CMS")


def test_what_was_refused_is_tried_again(cms: Program, brand: Brand) -> None:
    row = planned(brand, "refused")
    again = cms.post(f"deliveries/{row.pk}/retry")
    assert (again["state"], [each["what"] for each in again["attempts"]]) == ("scheduled", ["decided"])


def test_what_is_being_sent_is_touched_by_nobody(cms: Program, brand: Brand) -> None:
    row = planned(brand, "sending")
    for verb, body in (
        ("cancel", None),
        ("retry", None),
        ("decide", {"there": False}),
        ("delete-there", None),
    ):
        refused = told(cms.ask("POST", f"/api/v1/deliveries/{row.pk}/{verb}", body), 409)
        assert "being sent at this moment" in refused["detail"]


@pytest.mark.parametrize(
    ("decision", "state"),
    [({"there": True, "url": "https://sandbox.test/p/9"}, "published"), ({"there": False}, "scheduled")],
)
def test_a_person_s_word_settles_what_no_platform_can_tell(
    cms: Program, brand: Brand, decision: dict[str, Any], state: str
) -> None:
    row = planned(brand, "undecided")
    assert cms.post(f"deliveries/{row.pk}/decide", decision)["state"] == state


def test_who_saw_it_there_says_where(cms: Program, brand: Brand) -> None:
    row = planned(brand, "undecided")
    refused = told(cms.ask("POST", f"/api/v1/deliveries/{row.pk}/decide", {"there": True}), 409)
    assert refused["detail"].startswith("Paste the address")


def test_deleting_there_is_a_delivery_of_its_own(cms: Program, brand: Brand) -> None:
    row = published(brand)
    made = cms.post(f"deliveries/{row.pk}/delete-there")
    assert (made["verb"], made["of"], made["state"]) == ("delete", row.pk, "scheduled")


def test_holding_stops_the_brand_and_releasing_lets_what_is_late_leave(brand: Brand) -> None:
    boss = program(brand, Role.ADMIN)
    row = planned(brand, hours=-1)
    Delivery.objects.update(due_at=timezone.now() + timedelta(hours=1))
    assert boss.post("hold")["held_since"]
    assert boss.post("release")["held_since"] is None
    row.refresh_from_db()
    assert row.due_at is not None
    assert row.due_at <= timezone.now()
