"""Brands with channels and planned posts, for the tests of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from passaparola.web.channels import actions as channels
from passaparola.web.lifecycle.actions import begin
from passaparola.web.publishing.models import DELIVERING, Delivery, Post, Variant
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words.content import Content, Words
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_channel(brand: Brand, name: str = "aurora") -> Channel:
    """Return a channel of the brand on the simulated network that can speak."""
    channel = channels.add_channel(brand, platform="sandbox", native_id=name, handle=name)
    channel.connected_at = NOW
    channel.save()
    return channel


def a_post(brand: Brand, *channels: Channel, by: User, text: str = "Good morning", **more: Any) -> Post:
    """Return a draft for some channels."""
    words = [Words(channel=each.pk) for each in channels]
    post = writing.begin(brand, by=by, now=NOW, content=Content(text=text, variants=words))
    for name, value in more.items():
        setattr(post, name, value)
    post.save()
    return post


def a_delivery(post: Post, at: datetime, state: str = "scheduled", **more: Any) -> list[Delivery]:
    """Plan every variant of a post as it may stand in the table."""
    return [_planned(post, variant, at, state, more) for variant in post.variants.select_related("channel")]


def _planned(post: Post, variant: Variant, at: datetime, state: str, more: dict[str, Any]) -> Delivery:
    standing = {"state": state, "due_at": at if state == "scheduled" else None}
    delivery = Delivery.objects.create(
        brand=post.brand,
        post=post,
        variant=variant,
        channel=variant.channel,
        planned_at=at,
        created_at=NOW,
        **{**begin(DELIVERING, NOW), **standing, **more},
    )
    deliveries.freeze(delivery, variant)
    return delivery
