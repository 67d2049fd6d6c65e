"""Says what of a draft Bluesky would not take, before anything is sent: nothing is left out in silence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors.bluesky.facets import graphemes
from passaparola.connectors.bluesky.record import FEW
from passaparola.connectors.bluesky.row import CARD_BYTES, LABELS, ROW, TEXT_BYTES, TEXT_GRAPHEMES
from passaparola.connectors.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.connectors.contract import Card, Draft, Medium

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")  # BCP 47, as far as its form goes
_ADDRESS = re.compile(r"https?://\S+")
_BYTES = {"image": "image bytes", "gif": "gif bytes", "video": "video bytes"}
_TYPES = {
    "image": frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"}),
    "gif": frozenset({"image/gif", "video/mp4"}),
    "video": frozenset({"video/mp4"}),
}
_MOVING = frozenset({"gif", "video"})
_LACKS = {
    "title": "it has no titles; say it in the text, or leave it out",
    "poll": "it has no polls; ask in the text, or leave it out",
    "disclosure": "it has no label for paid posts; say it in the text",
}


def check(draft: Draft) -> None:
    """Raise `Invalid`, naming the first part of `draft` that cannot be as it is."""
    for field, trouble in _troubles(draft):
        raise Invalid(f"Bluesky would not take this post: {trouble}.", field=field)


def _troubles(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from _unknown(draft)
    yield from _words(draft)
    yield from _together(draft)
    for medium in draft.media:
        yield from _medium(medium)
    if draft.card is not None:
        yield from _card(draft.card)


def _unknown(draft: Draft) -> Iterator[tuple[str, str]]:
    asked = {"title": draft.title, "poll": draft.poll, "disclosure": draft.disclosure}
    yield from ((field, _LACKS[field]) for field, value in asked.items() if value)
    for name, value in draft.options.items():
        if name != "label" or value not in dict(LABELS):
            yield name, f"it has no setting {name} = {value}; choose another"
    if draft.language and not _LANGUAGE.fullmatch(draft.language):
        yield "language", f"{draft.language} is no language; give one like it or pt-BR"


def _words(draft: Draft) -> Iterator[tuple[str, str]]:
    count, size = graphemes(draft.text), len(draft.text.encode())
    if count > TEXT_GRAPHEMES:
        yield "text", f"it has {count} characters, and {TEXT_GRAPHEMES} is the most; shorten it"
    if size > TEXT_BYTES:
        yield "text", f"it takes {size:,} bytes, and {TEXT_BYTES:,} is the most; shorten it"
    if not (draft.text.strip() or draft.media or draft.card or draft.quotes):
        yield "text", "there is nothing in it; write something"


def _together(draft: Draft) -> Iterator[tuple[str, str]]:
    kinds = [medium.kind for medium in draft.media]
    most = ROW.limit("images")
    if "document" in kinds:
        yield "media", "it shows no documents; link to it, or make images of its pages"
    if draft.media and draft.card:
        yield "card", "it shows media or the preview of a link, not both; take one away"
    if _MOVING.intersection(kinds) and len(kinds) > 1:
        yield "media", "a video or animation stands alone; take the others away"
    if len(kinds) > FEW and not all(medium.width and medium.height for medium in draft.media):
        yield "media", f"more than {FEW} images need their width and height; add them again"
    if most is not None and len(kinds) > most:
        yield "media", f"it has {len(kinds)} images, and {most} is the most; take some away"


def _medium(medium: Medium) -> Iterator[tuple[str, str]]:
    longest, most, play = ROW.limit("alt"), ROW.limit(_BYTES[medium.kind]), ROW.limit("video seconds")
    said = graphemes(medium.alt)
    if medium.mime not in _TYPES[medium.kind]:
        yield "media", f"{medium.name} is {medium.mime}; save it as JPEG, PNG, WebP, GIF or MP4"
    if most is not None and medium.size > most:
        yield "media", f"{medium.name} takes {medium.size:,} bytes, and {most:,} is the most; make it smaller"
    if longest is not None and said > longest:
        yield (
            "alt",
            f"what {medium.name} shows is told in {said} characters, and {longest} is the most; shorten it",
        )
    if play is not None and medium.kind == "video" and (medium.seconds or 0) > play:
        yield "media", f"{medium.name} plays {medium.seconds:.0f} seconds, and {play} is the most; cut it"


def _card(card: Card) -> Iterator[tuple[str, str]]:
    image = card.image
    if not _ADDRESS.fullmatch(card.url):
        yield "card", f"{card.url} is no web address; give one that begins with https://"
    if image is None:
        return
    if image.mime not in _TYPES["image"]:
        yield "card", f"the preview's image is {image.mime}; save it as JPEG, PNG or WebP"
    if image.size > CARD_BYTES:
        excess = f"{image.size:,} bytes, and {CARD_BYTES:,} is the most"
        yield "card", f"the preview's image takes {excess}; make it smaller"
