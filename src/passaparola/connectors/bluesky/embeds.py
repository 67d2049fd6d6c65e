"""What stands below a post's words: as its author wrote it, and as the network shows it; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky import loose, wire

if TYPE_CHECKING:
    from passaparola.connectors.wild import Wild

POSTS = 25  # the most getPosts takes

_ADDRESS = re.compile(r"https?://[^\s\"<>]{1,2000}")
_EMBED = "app.bsky.embed."
_MEDIA = frozenset({"images", "gallery", "video"})


@dataclass(frozen=True, slots=True)
class Embed:
    """The post that is `quoted` (an at-uri), and the address of a `link`.

    `media` says that there are pictures or a video: a record holds their hashes, and no address.
    """

    quoted: str = ""
    link: str = ""
    media: bool = False


def written(wild: Wild | None) -> Embed:
    """Read the `embed` of a post's record."""
    media = loose.at(wild, "media") if _kind(wild) == "recordWithMedia" else wild
    return Embed(
        quoted=loose.matching(_quoted(wild), wire.AT_URI),
        link=loose.matching(loose.at(media, "external", "uri"), _ADDRESS),
        media=_kind(media) in _MEDIA,
    )


def _quoted(wild: Wild | None) -> Wild | None:
    inner = loose.at(wild, "record") if _kind(wild) == "recordWithMedia" else wild
    return loose.at(inner, "record", "uri")


def _kind(wild: Wild | None) -> str:
    return loose.text(loose.at(wild, "$type")).removeprefix(_EMBED).removesuffix("#view")


def shown(wild: Wild) -> dict[str, tuple[str, ...]]:
    """Read from the answer of getPosts where the pictures and videos of each post are, by its at-uri."""
    return {loose.text(loose.at(post, "uri")): _addresses(loose.at(post, "embed")) for post in wild["posts"]}


def _addresses(embed: Wild | None) -> tuple[str, ...]:
    media = loose.at(embed, "media") if _kind(embed) == "recordWithMedia" else embed
    pictures = [*loose.each(loose.at(media, "images")), *loose.each(loose.at(media, "items"))]
    places = [loose.at(media, "playlist"), *(loose.at(picture, "fullsize") for picture in pictures)]
    return tuple(address for place in places if (address := loose.matching(place, _ADDRESS)))
