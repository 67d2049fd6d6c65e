"""What can be asked about posts, the library and the words a brand uses again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from passaparola.web.publishing.models import Asset, Attached, Delivery, Mention, Post, Snippet, Variant
from passaparola.web.publishing.models.delivery import CANCELLED, TROUBLED
from passaparola.web.publishing.outbox import states
from passaparola.web.publishing.pages import standing
from passaparola.web.publishing.pages.standing import FLAGS, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

PAGE = 30
ASSETS = 48


@dataclass(frozen=True, slots=True)
class Spot:
    """A channel of a post in a list, and how it stands there; no state while it is a draft."""

    channel: Channel
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Row:
    """A post in a list: where it stands, and what became of it on each channel."""

    post: Post
    standing: Standing
    deliveries: list[Delivery]
    failed: int
    sides: list[Spot]


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of a brand's posts, and how many stand where."""

    rows: list[Row]
    shelf: str
    number: int
    more: bool
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """Return how many posts there are in all."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Library:
    """One page of a brand's library, and how many pictures lack words in all."""

    rows: list[Asset]
    number: int
    more: bool
    total: int
    wordless: int


def posts_of(brand: Brand, shelf: str = "", number: int = 1) -> Posts:
    """Return page `number` of the brand's posts on one shelf (a Standing; empty: all), trouble first.

    Answers to somebody stand in their conversations.
    """
    posts = standing.placed(Post.objects.filter(brand=brand, only_answers=False))
    counts = standing.counted(posts)
    chosen = posts.filter(FLAGS[shelf]) if shelf in FLAGS else posts
    # What is planned is read forwards from now, all else backwards.
    order = ["when", "pk"] if shelf == Standing.PLANNED else ["-is_trouble", "-when", "-pk"]
    first = (number - 1) * PAGE
    rows = list(_with_deliveries(chosen.order_by(*order))[first : first + PAGE + 1])
    return Posts([_row(post) for post in rows[:PAGE]], shelf, number, len(rows) > PAGE, counts)


def _with_deliveries(posts: QuerySet[Post]) -> QuerySet[Post]:
    deliveries = Delivery.objects.select_related("channel").order_by("pk")
    variants = Variant.objects.select_related("channel").order_by("pk")
    return posts.select_related("by", "campaign").prefetch_related(
        Prefetch("deliveries", deliveries), Prefetch("variants", variants)
    )


def _row(post: Post) -> Row:
    deliveries = list(post.deliveries.all())
    troubled = {each.channel_id for each in deliveries if each.state in TROUBLED}
    live = {each.channel_id: each for each in deliveries if each.state != CANCELLED}
    spots = [_spot(each.channel, live.get(each.channel_id)) for each in post.variants.all()]
    return Row(post, standing.of(post, deliveries), deliveries, len(troubled), spots)


def _spot(channel: Channel, delivery: Delivery | None) -> Spot:
    return Spot(channel, delivery.state, states.words(delivery.state)) if delivery else Spot(channel, "", "")


def post_of(brand: Brand, post_id: int) -> Post:
    """Return a post of the brand with all that belongs to it; raises Post.DoesNotExist."""
    deliveries = (
        Delivery.objects.select_related("channel").prefetch_related("pieces", "history").order_by("pk")
    )
    variants = Variant.objects.select_related("channel").prefetch_related("channel__slots").order_by("pk")
    attached = Attached.objects.select_related("asset").order_by("position")
    posts = Post.objects.select_related("brand", "campaign", "by", "cloned_from").prefetch_related(
        "brand__mentions",
        Prefetch("deliveries", deliveries),
        Prefetch("variants", variants),
        Prefetch("attached", attached),
    )
    post = posts.get(brand=brand, pk=post_id)
    for variant in post.variants.all():
        variant.post, variant.channel.brand = post, post.brand
    return post


def delivery_of(brand: Brand, delivery_id: int) -> Delivery:
    """Return a delivery of the brand; raises Delivery.DoesNotExist."""
    return Delivery.objects.select_related("post__brand", "channel", "variant").get(
        brand=brand, pk=delivery_id
    )


def library_of(brand: Brand, kind: str = "", number: int = 1) -> Library:
    """Return page `number` of the brand's library, the newest first; `kind` "wordless" lacks words."""
    kept = Asset.objects.filter(brand=brand, removed_at=None)
    wordless = Q(alt="") & ~Q(kind="document")
    chosen = kept.filter(wordless) if kind == "wordless" else kept.filter(kind=kind) if kind else kept
    first = (number - 1) * ASSETS
    rows = list(chosen.select_related("by").order_by("-added_at", "-pk")[first : first + ASSETS + 1])
    return Library(rows[:ASSETS], number, len(rows) > ASSETS, kept.count(), kept.filter(wordless).count())


def latest_of(brand: Brand, most: int) -> list[Asset]:
    """Return what was put into the brand's library last."""
    return list(Asset.objects.filter(brand=brand, removed_at=None).order_by("-added_at", "-pk")[:most])


def asset_of(brand: Brand, asset_id: int) -> Asset:
    """Return an asset of the brand; raises Asset.DoesNotExist."""
    return Asset.objects.select_related("brand").get(brand=brand, pk=asset_id)


def snippets_of(brand: Brand) -> QuerySet[Snippet]:
    """Return the words the brand uses again, templates before hashtags."""
    return Snippet.objects.filter(brand=brand).order_by("-kind", "name")


def mentions_of(brand: Brand) -> QuerySet[Mention]:
    """Return the people the brand names in its posts."""
    return Mention.objects.filter(brand=brand).order_by("name", "pk")
