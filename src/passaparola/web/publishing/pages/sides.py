"""A post seen from each of its channels: what it says there, how much room is left, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from passaparola.connectors import measure
from passaparola.web.channels.faults import say
from passaparola.web.channels.queries import row_of
from passaparola.web.publishing.models.delivery import PUBLISHED
from passaparola.web.publishing.outbox import checking
from passaparola.web.publishing.words import mentions, naming, pieces, tagging
from passaparola.web.publishing.words.naming import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.row import Option, Platform, Unit
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Asset, Attached, Delivery, Post, Variant
    from passaparola.web.publishing.words.mentions import Known


ENDLESS = 100_000
"""A limit from here on is none to a person who writes."""


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a limit a text uses, in its platform's own unit."""

    unit: str
    used: int
    most: int

    @property
    def left(self) -> int:
        """Return how much may still be written; below zero, how much has to go."""
        return self.most - self.used

    @property
    def words(self) -> str:
        """Return what is counted, as people call it."""
        return str(UNITS.get(self.unit, self.unit))


@dataclass(frozen=True, slots=True)
class Told:
    """One draft as it will stand on its platform."""

    number: int
    draft: Draft
    count: Count | None


@dataclass(slots=True)
class Side:
    """A channel's side of a post."""

    channel: Channel
    row: Platform
    variant: Variant
    told: list[Told] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wordless: int = 0
    link: str = ""
    after: str = ""
    rules: dict[str, Any] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)
    delivery: Delivery | None = None

    faces: list[Asset] = field(default_factory=list)
    frozen: bool = False

    @property
    def durations(self) -> list[tuple[int, str]]:
        """Return how long its poll may be open."""
        return naming.durations((self.variant.poll or {}).get("seconds", 0))

    @property
    def asked(self) -> list[Option]:
        """Return what the platform insists on being told."""
        return [option for option in self.row.options if option.required]

    @property
    def optional(self) -> list[Option]:
        """Return what the platform lets one say."""
        return [option for option in self.row.options if not option.required]

    @property
    def mute(self) -> bool:
        """Say whether the platform has no place for the words of pictures that go there."""
        return "alt" not in self.row.takes and any(each.kind != "document" for each in self.faces)

    @property
    def rules_id(self) -> str:
        """Return the id of the element that holds the platform's rules."""
        return f"rules-{self.channel.pk}"

    @property
    def handles_id(self) -> str:
        """Return the id of the element that holds who is named how."""
        return f"handles-{self.channel.pk}"

    @property
    def more(self) -> str:
        """Return what else the platform takes, as the heading of those fields; empty where nothing."""
        named = {
            "thread": _("thread"),
            "reply": _("first comment"),
            "quote": _("quoted post"),
            "locator": _("answered post"),
            "poll": _("poll"),
        }
        able = self.row.takes | self.row.capabilities
        return ", ".join(words for feature, words in named.items() if feature in able).capitalize()

    @property
    def uses_more(self) -> bool:
        """Say whether one of those fields is filled in."""
        variant = self.variant
        return bool(variant.thread or variant.comment or variant.quotes or variant.answers or variant.poll)

    @property
    def key(self) -> str:
        """Return what its fields' names begin with."""
        return f"v{self.channel.pk}"

    @property
    def count(self) -> Count | None:
        """Return the count of the first draft."""
        return self.told[0].count if self.told else None

    @property
    def article(self) -> bool:
        """Say whether the platform shows a post as an article with a title."""
        return "title" in self.row.takes


def sides_of(post: Post, known: Known, *, correcting: bool = False) -> list[Side]:
    """Return the sides of `post`, whose variants, channels, assets and deliveries came with it.

    What is published shows what was sent, unless it is being corrected.
    """
    live = {each.variant_id: each for each in publishing(post.deliveries.all())}
    return [_side(each, known, live.get(each.pk), correcting=correcting) for each in post.variants.all()]


def publishing(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """Return those of `deliveries` that publish, the cancelled before the live one of their variant."""
    rows = [each for each in deliveries if each.verb == "publish"]
    return sorted(rows, key=lambda each: (each.state != "cancelled", each.pk))


def _side(variant: Variant, known: Known, delivery: Delivery | None, *, correcting: bool) -> Side:
    channel = variant.channel
    row = row_of(channel.platform)
    rules = measure.rules(row, channel.limits, say=say)
    frozen = delivery is not None and delivery.state == PUBLISHED and not correcting
    drafts = _sent(delivery) if delivery and frozen else pieces.drafts(variant)
    handles = {
        key: mentions.as_written(of[channel.platform]) for key, of in known.items() if channel.platform in of
    }
    return Side(
        channel=channel,
        row=row,
        variant=variant,
        told=[Told(n, draft, _count(draft, row, rules)) for n, draft in enumerate(drafts, 1)],
        faults=[] if frozen or _untouched(variant.post) else checking.faults_of(variant, drafts),
        wordless=_wordless(variant),
        faces=[each.asset for each in _going(variant)],
        link=_link(variant),
        after=_after(drafts[0], variant, handles) if drafts else "",
        rules=rules,
        handles=handles,
        delivery=delivery,
        frozen=frozen,
    )


def _untouched(post: Post) -> bool:
    """Say whether nothing was written yet: who has just begun is told of no faults."""
    return post.version <= 1 and not (post.text or post.title or post.link or post.attached.all())


def _sent(delivery: Delivery) -> list[Draft]:
    """Return what a delivery sent, as it was frozen when it was planned."""
    rows = list(delivery.pieces.all())
    assets = pieces.assets_of(piece.content for piece in rows)
    at = delivery.planned_at
    return [pieces.draft_of(piece.content, assets, key=piece.key, at=at) for piece in rows]


def _link(variant: Variant) -> str:
    """Return the post's link as this channel is given it, empty where it is given it as it is."""
    post = variant.post
    link = tagging.tagged(post.link, platform=variant.channel.platform, campaign=post.campaign)
    return link if post.tagged and link != post.link else ""


def _going(variant: Variant) -> list[Attached]:
    """Return the files that go to this channel, in its order."""
    kept = {each.asset_id: each for each in variant.post.attached.all()}
    return [kept[each] for each in (kept if variant.media is None else variant.media) if each in kept]


def _wordless(variant: Variant) -> int:
    """Return how many of the pictures that go to this channel nobody has put into words."""
    if "alt" not in row_of(variant.channel.platform).takes:
        return 0
    pictures = [each for each in _going(variant) if each.asset.kind != "document"]
    return sum(not (each.alt or each.asset.alt).strip() for each in pictures)


def _count(draft: Draft, row: Platform, rules: dict[str, Any]) -> Count | None:
    """Return the count that is nearest its end, None where the platform sets no limit."""
    if not measure.writable(draft.text):
        return None
    limits = rules["limits"]
    keys = {limit["key"] for limit in limits}
    key = "caption" if draft.media and "caption" in keys else "text"
    link = next((limit["value"] for limit in limits if limit["key"] == "link"), None)
    counts = [
        Count(limit["unit"], _length(draft.text, limit["unit"], row, link), limit["value"])
        for limit in limits
        if limit["key"] == key and limit["value"] < ENDLESS
    ]
    return min(counts, key=lambda each: each.left / max(1, each.most), default=None)


def _length(text: str, unit: Unit, row: Platform, link: int | None) -> int:
    if unit == "byte":
        return measure.length(text, unit)
    return measure.length(text, unit, link=link, mentions=row.mentions)


def _after(draft: Draft, variant: Variant, handles: dict[str, str]) -> str:
    """Return what is sent after the words a person types, such as the link, for the browser's count."""
    typed = (variant.text if variant.own else variant.post.text).strip()
    written = mentions.resolve(
        typed,
        variant.channel.platform,
        {key: {variant.channel.platform: each} for key, each in handles.items()},
    )
    if not written:
        return f"\n\n{draft.text}"
    before, found, after = draft.text.partition(written)
    return before + after if found else ""
