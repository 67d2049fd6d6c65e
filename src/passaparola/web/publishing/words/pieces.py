"""What is sent: a variant as the posts it becomes on its platform, each frozen when it is planned."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from passaparola.connectors.contract import Card, Draft, Medium, Poll, Receipt
from passaparola.web.channels.queries import row_of
from passaparola.web.publishing.models.asset import Asset
from passaparola.web.publishing.models.delivery import Piece
from passaparola.web.publishing.words import disclosing, mentions, tagging

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from passaparola.web.publishing.models.delivery import Delivery
    from passaparola.web.publishing.models.post import Post, Variant
    from passaparola.web.publishing.words.mentions import Known

Content = dict[str, Any]
"""A piece's content as JSON: the fields of a connector's Draft, media by asset id with their words."""

BEFORE = Receipt("the post before")
"""Stands for a receipt there is not yet, where a part of a thread is counted or previewed."""


def contents(variant: Variant) -> list[tuple[Piece.Part, Content]]:
    """Return what `variant` becomes, in the order in which it is sent, people named as its platform does."""
    said = variant.text if variant.own else variant.post.text
    known = mentions.named_in([said, *variant.thread, variant.comment], variant.post.brand)
    parts = [(Piece.Part.POST, _first(variant, said, known))]
    parts += [(Piece.Part.THREAD, _plain(variant, text, known)) for text in variant.thread if text.strip()]
    if variant.comment.strip():
        parts.append((Piece.Part.COMMENT, _plain(variant, variant.comment, known)))
    return parts


def drafts(variant: Variant, assets: Mapping[int, Asset] | None = None) -> list[Draft]:
    """Return exactly what will be sent, for whoever counts, previews or compares it.

    `assets` are those of the post by id, where they are at hand.
    """
    made = contents(variant)
    if assets is None:
        assets = assets_of(content for _, content in made)
    key, at = "0" * 32, datetime.now(UTC)
    return [
        draft_of(content, assets, key=key, at=at, before=BEFORE if number else None)
        for number, (_, content) in enumerate(made)
    ]


def assets_of(some: Iterable[Content]) -> dict[int, Asset]:
    """Return the assets that `some` contents name, by id; one query, none where nothing is named."""
    wanted = {medium["asset"] for content in some for medium in content.get("media", ())}
    return Asset.objects.in_bulk(wanted) if wanted else {}


def draft_of(  # noqa: PLR0913 - all by name
    content: Content,
    assets: Mapping[int, Asset],
    *,
    key: str,
    at: datetime,
    before: Receipt | None = None,
    thread: Receipt | None = None,
) -> Draft:
    """Return the draft of a piece's `content`, answering `before` where it follows another."""
    card = content.get("card")
    poll = content.get("poll")
    return Draft(
        key=key,
        at=at,
        text=content.get("text", ""),
        title=content.get("title", ""),
        media=tuple(_medium(assets[each["asset"]], each["alt"]) for each in content.get("media", ())),
        card=Card(card["url"], card["title"]) if card else None,
        poll=Poll(tuple(poll["choices"]), poll["seconds"], poll.get("multiple", False)) if poll else None,
        language=content.get("language", ""),
        replies_to=before,
        thread=thread or before,
        quotes=content.get("quotes", ""),
        answers=content.get("answers", ""),
        disclosure=content.get("disclosure", ""),
        options=content.get("options", {}),
    )


def begin(delivery: Delivery, made: Sequence[tuple[Piece.Part, Content]]) -> list[Piece]:
    """Return rows for what is sent: each with the key that names it for ever."""
    return [
        Piece(delivery=delivery, number=number, part=part, key=secrets.token_hex(16), content=content)
        for number, (part, content) in enumerate(made)
    ]


def receipt_of(piece: Piece) -> Receipt:
    """Return what the platform gave for `piece`."""
    return Receipt(piece.native_id, piece.url, piece.published_at, piece.extra)


def _first(variant: Variant, said: str, known: Known) -> Content:
    post = variant.post
    row = row_of(variant.channel.platform)
    link = _link(post, variant.channel.platform)
    content = _plain(variant, said, known)
    content["title"] = (variant.title if variant.own else post.title) if "title" in row.takes else ""
    content["media"] = _media(variant)
    if link and "card" in row.takes and not content["media"]:
        content["card"] = {"url": link, "title": post.title or _short(link)}
    elif link and link not in content["text"]:
        content["text"] = f"{content['text']}\n\n{link}".strip()
    content |= {"poll": variant.poll, "quotes": variant.quotes, "answers": variant.answers}
    content["options"] = variant.options
    if post.disclosure and "disclosure" in row.takes:
        content["disclosure"] = post.disclosure
    elif post.disclosure:
        content["text"] = disclosing.worded(content["text"], post)
    return {name: value for name, value in content.items() if value}


def _link(post: Post, platform: str) -> str:
    return tagging.tagged(post.link, platform=platform, campaign=post.campaign) if post.tagged else post.link


def _plain(variant: Variant, text: str, known: Known) -> Content:
    text = mentions.resolve(text.strip(), variant.channel.platform, known)
    takes = row_of(variant.channel.platform).takes
    return {"text": text, "language": variant.post.language if "language" in takes else ""}


def _media(variant: Variant) -> list[dict[str, Any]]:
    """Return the post's media in the order this channel has them, each with its words."""
    attached = {each.asset_id: each for each in variant.post.attached.all()}
    chosen = attached if variant.media is None else variant.media
    spoken = "alt" in row_of(variant.channel.platform).takes
    return [
        {"asset": asset, "alt": (attached[asset].alt or attached[asset].asset.alt) if spoken else ""}
        for asset in chosen
        if asset in attached
    ]


def _medium(asset: Asset, alt: str) -> Medium:
    return Medium(
        path=Path(asset.path),
        kind=asset.kind,  # type: ignore[arg-type]  # the database checks that it is one of them
        mime=asset.mime,
        size=asset.size,
        name=asset.name,
        alt=alt,
        width=asset.width,
        height=asset.height,
        seconds=asset.seconds,
        pages=asset.pages,
    )


def _short(link: str) -> str:
    """Return an address as people read it: the host, and where on it."""
    parts = urlsplit(link)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"
