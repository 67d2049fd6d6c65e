"""Deliveries: how each stands, what was tried, and what people do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.utils import timezone
from ninja import Router

from passaparola.web.api import asked, delivered, moments, queries, repeats
from passaparola.web.api.access import actor, door
from passaparola.web.brands.models import Role
from passaparola.web.publishing.outbox import deliveries, mending

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.web.api.tokens import Asked
    from passaparola.web.brands.models import User
    from passaparola.web.publishing.models import Delivery

State = Literal[
    "", "waiting", "scheduled", "sending", "unknown", "undecided", "published", "refused", "cancelled"
]
NARROWED = ("state", "post", "since", "until", "page")

router = Router(tags=["Deliveries"])


@router.get(
    "/deliveries", **door(Role.ANALYST, name="api-deliveries", answer=delivered.Deliveries, query=NARROWED)
)
def list_deliveries(  # noqa: PLR0913 - what narrows them down, each by its name in the address
    request: Asked,
    *,
    state: State = "",
    post: asked.Number | None = None,
    since: asked.Instant = "",
    until: asked.Instant = "",
    page: asked.Page = 1,
) -> delivered.Deliveries:
    """List deliveries by state and by when they are planned, from `since` to before `until` (RFC 3339)."""
    rows, more = queries.deliveries_of(
        request.auth.brand,
        page,
        state=state,
        post=post,
        since=moments.instant("since", since) if since else None,
        until=moments.instant("until", until) if until else None,
    )
    return delivered.Deliveries(items=[delivered.line(row) for row in rows], page=page, more=more)


@router.get(
    "/deliveries/{int:delivery_id}",
    **door(Role.ANALYST, name="api-delivery", answer=delivered.DeliveryInFull),
)
def get_delivery(request: Asked, delivery_id: int) -> delivered.DeliveryInFull:
    """Read a delivery with its pieces, the platform's receipts, and everything that was tried."""
    return delivered.in_full(queries.delivery_of(request.auth.brand, delivery_id))


@router.post(
    "/deliveries/{int:delivery_id}/cancel",
    **door(Role.EDITOR, name="api-cancel", answer=delivered.DeliveryInFull, repeatable=True),
)
def cancel_delivery(request: Asked, delivery_id: int) -> Any:
    """Take it out of the plan; refused where it is out, or nobody knows whether it is."""
    return _do(request, delivery_id, deliveries.cancel)


@router.post(
    "/deliveries/{int:delivery_id}/retry",
    **door(Role.EDITOR, name="api-retry", answer=delivered.DeliveryInFull, repeatable=True),
)
def retry_delivery(request: Asked, delivery_id: int) -> Any:
    """Try again what was refused, as the post now stands."""
    return _do(request, delivery_id, mending.retry)


@router.post(
    "/deliveries/{int:delivery_id}/decide",
    **door(Role.EDITOR, name="api-decide", answer=delivered.DeliveryInFull, repeatable=True),
)
def decide_delivery(request: Asked, delivery_id: int, decision: asked.Decision) -> Any:
    """Say what you see on the platform where it cannot tell: it is there, or it is sent again."""

    def decide(delivery: Delivery, by: User, now: datetime) -> Delivery:
        return mending.decide(delivery, there=decision.there, url=decision.url.strip(), by=by, now=now)

    return _do(request, delivery_id, decide)


@router.post(
    "/deliveries/{int:delivery_id}/delete-there",
    **door(Role.EDITOR, name="api-delete-there", answer=delivered.DeliveryInFull, repeatable=True),
)
def delete_delivery_there(request: Asked, delivery_id: int) -> Any:
    """Delete on its platform what it published; answers the delivery that does so."""
    return _do(request, delivery_id, mending.delete_there)


def _do(request: Asked, delivery_id: int, act: Callable[[Delivery, User, datetime], Delivery]) -> Any:
    def done() -> delivered.DeliveryInFull:
        brand = request.auth.brand
        row = act(queries.delivery_of(brand, delivery_id), actor(request), timezone.now())
        return delivered.in_full(queries.delivery_of(brand, row.pk))

    return repeats.once(request, done)
