"""A post goes into the plan whole, and comes out of it whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.models import Approval
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import scheduling
from passaparola.web.publishing.models import Delivery, Post
from passaparola.web.publishing.outbox import deliveries
from web.publishing.plans import NOW, a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

AT = NOW + timedelta(days=1)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    ("approval", "stage", "state"),
    [(Approval.NONE, "draft", "scheduled"), (Approval.ONE, "review", "waiting")],
)
def test_what_is_planned_asks_for_approval_where_the_brand_wants_one(
    brand: Brand, anna: User, approval: Approval, stage: str, state: str
) -> None:
    brand.approval = approval
    brand.save()
    scheduling.put_in(a_post(brand, a_channel(brand), by=anna), AT, by=anna, now=NOW)
    assert (Post.objects.get().stage, states()) == (stage, [state])


def test_what_is_taken_out_of_the_plan_is_taken_out_on_every_channel(brand: Brand, anna: User) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    a_delivery(post, AT)
    scheduling.take_out(post, by=anna, now=NOW)
    assert states() == ["cancelled", "cancelled"]


def test_of_what_is_leaving_nothing_is_taken_out(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = a_post(brand, a_channel(brand), a_channel(brand, "forno"), by=anna)
    _, second = a_delivery(post, AT)
    cancel = deliveries.cancel

    def claimed_first(delivery: Delivery, by: User, now: datetime) -> Delivery:
        Delivery.objects.filter(pk=second.pk).update(state="sending")
        return cancel(delivery, by, now)

    monkeypatch.setattr(deliveries, "cancel", claimed_first)
    with pytest.raises(Refused, match="being sent at this moment"):
        scheduling.take_out(post, by=anna, now=NOW)
    assert "cancelled" not in states()
