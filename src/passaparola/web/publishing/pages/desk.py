"""What lies on the composer's desk: a post's sides, its media, and everything one may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Attached, Stage, Variant, Version
from passaparola.web.publishing.models.delivery import SCHEDULED
from passaparola.web.publishing.pages import handed, queries, sides, standing, timing
from passaparola.web.publishing.templatetags.composing import deletable
from passaparola.web.publishing.words import alike, mentions
from passaparola.web.publishing.words.content import OF_A_VARIANT, PLAIN, content_of
from passaparola.web.publishing.words.naming import LANGUAGES
from passaparola.web.publishing.writing import locks

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from passaparola.web.campaigns.models import Campaign
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Asset, Delivery, Mention, Post, Snippet
    from passaparola.web.publishing.pages.sides import Side
    from passaparola.web.publishing.pages.standing import Standing
    from passaparola.web.publishing.pages.timing import Choice
    from passaparola.web.publishing.words.alike import Twin
    from passaparola.web.publishing.words.content import Content

AT_HAND = 18


@dataclass(frozen=True, slots=True)
class Offer:
    """A channel the post may go to: whether it does, and whether it may still be left out."""

    channel: Channel
    chosen: bool
    bound: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The composer's page of one post."""

    standing: Standing
    locked: str
    planned: bool
    correcting: bool
    correctable: bool
    sides: list[Side]
    offers: list[Offer]
    attached: list[Attached]
    at_hand: list[Asset]
    campaigns: list[Campaign]
    languages: tuple[str, ...]
    snippets: list[Snippet]
    people: list[Mention]
    twins: list[Twin]
    latest: Version | None
    choices: list[Choice]
    deliveries: list[Delivery]
    due: int | None
    """Seconds until something of it is sent, 0 while it is under way; None where nothing is."""

    approval_sought: bool
    correction_sought: bool
    day: str
    time: str

    @property
    def usual(self) -> str:
        """Return the choice that is made unless another is."""
        if self.day:
            return timing.AT
        return next((each.key for each in self.choices if each.possible), timing.AT)

    @property
    def faulty(self) -> int:
        """Return on how many channels something is wrong."""
        return sum(bool(side.faults) for side in self.sides)

    @property
    def wordless(self) -> int:
        """Return how many attached pictures nobody has put into words."""
        pictures = [each for each in self.attached if each.asset.kind != "document"]
        return sum(not (each.alt or each.asset.alt).strip() for each in pictures)

    @property
    def deletable(self) -> int:
        """Return on how many platforms something of it stands that can be deleted from here."""
        return sum(map(deletable, self.deliveries))

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return the link as each platform is given it, where it was tagged: (platform, link)."""
        found = [(side.row.name, side.link) for side in self.sides if side.link]
        return list(dict.fromkeys(found))


def laid_out(post: Post, now: datetime, *, correcting: bool, may_edit: bool) -> Desk:
    """Return the desk for `post`, as it came from `queries.post_of`."""
    brand = post.brand
    deliveries = list(post.deliveries.all())
    own = list(channels.channels_of(brand))
    seen = sides.sides_of(post, mentions.known_to(brand), correcting=correcting)
    locked = locks.reason(deliveries, correcting=correcting)
    meant = _meant(post)
    return Desk(
        standing=standing.of(post, deliveries),
        locked=locked,
        planned=locks.planned(deliveries),
        correcting=correcting and locks.out(deliveries),
        correctable=_correctable(deliveries),
        sides=seen,
        offers=_offers(own, post, deliveries),
        attached=list(post.attached.all()),
        at_hand=queries.latest_of(brand, AT_HAND),
        campaigns=list(campaigns.campaigns_of(brand)),
        languages=tuple(dict.fromkeys((*LANGUAGES, *filter(None, (post.language,))))),
        snippets=list(queries.snippets_of(brand)),
        people=list(brand.mentions.all()),
        twins=alike.twins_of(post, now) if not locks.out(deliveries) else [],
        latest=Version.objects.select_related("by").filter(post=post.pk).order_by("-number").first(),
        choices=timing.choices(post, now) if may_edit and not locked else [],
        deliveries=deliveries,
        due=_due(deliveries, now),
        approval_sought=post.stage == Stage.REVIEW and locks.planned(deliveries),
        correction_sought=post.stage == Stage.REVIEW and locks.out(deliveries),
        day=meant[:10],
        time=meant[11:],
    )


def _meant(post: Post) -> str:
    """Return the wall time that is meant for `post`, by the brand's clocks, whoever chose it by others."""
    if post.zone in {"", post.brand.zone} or (at := planning.meant(post)) is None:
        return post.planned
    return planning.wall(at, post.brand.zone)


def handed_in(post: Post, form: QueryDict) -> Content:
    """Return what the form of `post` says; raises `Refused` where a field holds too much."""
    own = [each for each in channels.channels_of(post.brand) if each.speaks or _has(post, each)]
    known = set(campaigns.campaigns_of(post.brand).values_list("pk", flat=True))
    return handed.content(form, content_of(post), own, known)


def typed(post: Post, form: QueryDict) -> Post:
    """Return `post` as its form has it, be it too much: for a page that says why it was not saved."""
    return as_if(post, handed_in(post, handed.Roomy.of(form)))


def as_if(post: Post, content: Content) -> Post:
    """Return `post` as `content` would have it, for a page on which nothing may be lost; nothing is saved."""
    own = {each.pk: each for each in channels.channels_of(post.brand)}
    assets = {each.asset_id: each.asset for each in post.attached.all()}
    for name in PLAIN:
        setattr(post, name, getattr(content, name))
    post.campaign_id = content.campaign
    variants = [
        Variant(
            post=post, channel=own[words.channel], **{name: getattr(words, name) for name in OF_A_VARIANT}
        )
        for words in content.variants
    ]
    attached = [
        Attached(post=post, asset=assets[each.asset], position=n, alt=each.alt)
        for n, each in enumerate(content.media)
        if each.asset in assets
    ]
    kept = {"variants": variants, "attached": attached, "deliveries": list(post.deliveries.all())}
    post._prefetched_objects_cache = kept  # type: ignore[attr-defined]  # noqa: SLF001 - where Django keeps them
    return post


def _has(post: Post, channel: Channel) -> bool:
    return any(each.channel_id == channel.pk for each in post.variants.all())


def _offers(own: list[Channel], post: Post, deliveries: list[Delivery]) -> list[Offer]:
    here = {each.channel_id for each in post.variants.all()}
    bound = {each.channel_id for each in deliveries}
    return [Offer(each, each.pk in here, each.pk in bound) for each in own if each.speaks or each.pk in here]


def _due(deliveries: list[Delivery], now: datetime) -> int | None:
    """Return in how many seconds the first of `deliveries` is sent."""
    moving = [each for each in deliveries if each.state == SCHEDULED or each.state in locks.UNDER_WAY]
    left = [max(0.0, (each.planned_at - now).total_seconds()) for each in moving]
    return int(min(left)) if left else None


def _correctable(deliveries: list[Delivery]) -> bool:
    published = [each for each in deliveries if each.verb == "publish" and locks.standing([each])]
    return any("editor" in channels.row_of(each.channel.platform).capabilities for each in published)
