"""What a post says, whole: what the composer hands in and a Version keeps.

content = content_of(post)             # as it stands in the tables
content = told(version.content)        # as it stood
version.content = asdict(content)
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.web.publishing.models import Post, Variant


@dataclass(frozen=True, slots=True)
class Picked:
    """An asset that goes with the post, by its number, with the words for it there."""

    asset: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What the post says on one channel, by the channel's number; the fields are those of a Variant."""

    channel: int
    own: bool = False
    text: str = ""
    title: str = ""
    thread: list[str] = field(default_factory=list)
    comment: str = ""
    media: list[int] | None = None
    options: dict[str, str] = field(default_factory=dict)
    poll: dict[str, Any] | None = None
    quotes: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a post says; the fields are those of a Post."""

    text: str = ""
    title: str = ""
    link: str = ""
    tagged: bool = True
    language: str = ""
    disclosure: str = ""
    campaign: int | None = None
    media: list[Picked] = field(default_factory=list)
    variants: list[Words] = field(default_factory=list)


PLAIN = ("text", "title", "link", "tagged", "language", "disclosure")
OF_A_VARIANT = tuple(each.name for each in fields(Words) if each.name != "channel")


def content_of(post: Post) -> Content:
    """Return what `post` says; two queries, none where its variants and assets were fetched with it."""
    attached = sorted(post.attached.all(), key=lambda each: each.position)
    variants = sorted(post.variants.all(), key=lambda each: each.channel_id)
    return Content(
        **{name: getattr(post, name) for name in PLAIN},
        campaign=post.campaign_id,
        media=[Picked(each.asset_id, each.alt) for each in attached],
        variants=[words_of(variant) for variant in variants],
    )


def words_of(variant: Variant) -> Words:
    """Return what a variant says."""
    return Words(channel=variant.channel_id, **{name: getattr(variant, name) for name in OF_A_VARIANT})


def told(kept: Mapping[str, Any]) -> Content:
    """Return the content that a Version keeps."""
    return Content(
        **{name: kept[name] for name in (*PLAIN, "campaign")},
        media=[Picked(**each) for each in kept["media"]],
        variants=[Words(**each) for each in kept["variants"]],
    )
