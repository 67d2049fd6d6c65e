"""What of a brand goes into an export: every post that is planned or still a draft, with the words it has."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Attached, Delivery, Post, Variant, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, PUBLISHED
from passaparola.web.publishing.words.content import Words, content_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

SAYS_NOTHING = {name: value for name, value in asdict(Words(channel=0)).items() if name != "channel"}


def key_of(channel: Channel) -> str:
    """Return how files name a channel."""
    return f"{channel.platform}:{channel.handle}"


def rows_of(brand: Brand) -> list[dict[str, Any]]:
    """Return a row for each post of `brand` that is not out yet, by when it goes; six queries."""
    live = Delivery.objects.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).order_by("planned_at")
    out = Q(deliveries__verb=Verb.PUBLISH, deliveries__state=PUBLISHED)
    posts = Post.objects.filter(brand=brand, only_answers=False)
    posts = posts.exclude(pk__in=Post.objects.filter(out, brand=brand))
    fetched = posts.select_related("campaign").prefetch_related(
        Prefetch("deliveries", live, to_attr="live"),
        Prefetch("variants", Variant.objects.select_related("channel").order_by("pk")),
        Prefetch("attached", Attached.objects.select_related("asset").order_by("position")),
    )
    rows = [_row(post, brand) for post in fetched.order_by("pk")]
    return sorted(rows, key=lambda row: (row["planned"] == "", row["planned"], row["id"]))


def _row(post: Post, brand: Brand) -> dict[str, Any]:
    live: list[Delivery] = post.live  # type: ignore[attr-defined]
    planned, zone = post.planned, post.zone or brand.zone
    if live and not planned:
        planned, zone = planning.wall(live[0].planned_at, brand.zone), brand.zone
    return {
        "id": post.pk,
        "state": live[0].state if live else post.stage,
        "planned": planned,
        "zone": zone if planned else "",
        "channels": [key_of(variant.channel) for variant in post.variants.all()],
        "campaign": post.campaign.name if post.campaign else "",
        "title": post.title,
        "text": post.text,
        "link": post.link,
        "tagged": post.tagged,
        "language": post.language,
        "disclosure": post.disclosure,
        "media": [
            {"digest": each.asset.digest, "name": each.asset.name, "alt": each.alt}
            for each in post.attached.all()
        ],
        "own": _own(post),
    }


def _own(post: Post) -> Mapping[str, dict[str, Any]]:
    """Return what channels say in words of their own, without what is as it always is."""
    digests = {each.asset_id: each.asset.digest for each in post.attached.all()}
    keys = {variant.channel_id: key_of(variant.channel) for variant in post.variants.all()}
    found: dict[str, dict[str, Any]] = {}
    for words in content_of(post).variants:
        said = {name: value for name, value in asdict(words).items() if name != "channel"}
        if said["media"] is not None:
            said["media"] = [digests[asset] for asset in said["media"] if asset in digests]
        if special := {name: value for name, value in said.items() if value != SAYS_NOTHING[name]}:
            found[keys[words.channel]] = special
    return found
