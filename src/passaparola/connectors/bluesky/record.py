"""Writes the record of a post, app.bsky.feed.post (lexicons of 2026-08-20); pure."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from passaparola.connectors.bluesky import facets
from passaparola.connectors.bluesky.wire import POST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from passaparola.connectors.bluesky.answers import Blob, Ref
    from passaparola.connectors.contract import Card, Draft, Medium

EMBED = "app.bsky.embed"
FEW = 4  # app.bsky.embed.images holds no more; app.bsky.embed.gallery does

Json = dict[str, Any]


def post(
    draft: Draft, *, dids: Mapping[str, str], embed: Json | None, reply: Mapping[str, Any] | None
) -> Json:
    """Return the record of `draft`: the same draft gives the same record."""
    label = draft.options.get("label", "")
    parts: Json = {
        "facets": facets.facets(draft.text, dids),
        "reply": reply,
        "embed": embed,
        "langs": [draft.language] if draft.language else [],
        "labels": _labels(label) if label else None,
    }
    at = draft.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "$type": POST,
        "text": draft.text,
        "createdAt": at,
        **{name: part for name, part in parts.items() if part},
    }


def _labels(label: str) -> Json:
    return {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": label}]}


def embed(shown: Json | None, quoted: Ref | None) -> Json | None:
    """Return what stands below a post's words: media or a card, a post that is quoted, or both."""
    if quoted is None:
        return shown
    record = {"$type": f"{EMBED}.record", "record": quoted.written()}
    if shown is None:
        return record
    return {"$type": f"{EMBED}.recordWithMedia", "record": record, "media": shown}


def images(pairs: Sequence[tuple[Medium, Blob]]) -> Json:
    """Return up to four images as such, and more as a gallery."""
    shown = [{"image": blob, "alt": medium.alt, **_ratio(medium)} for medium, blob in pairs]
    if len(shown) <= FEW:
        return {"$type": f"{EMBED}.images", "images": shown}
    gallery = f"{EMBED}.gallery"
    return {"$type": gallery, "items": [{"$type": f"{gallery}#image", **image} for image in shown]}


def video(medium: Medium, blob: Blob) -> Json:
    """Return a video; an animation is one that plays without sound, again and again."""
    alt = {"alt": medium.alt} if medium.alt else {}
    how = {"presentation": "gif"} if medium.kind == "gif" else {}
    return {"$type": f"{EMBED}.video", "video": blob, **alt, **_ratio(medium), **how}


def card(shown: Card, thumb: Blob | None) -> Json:
    """Return the preview of a link."""
    external: Json = {"uri": shown.url, "title": shown.title, "description": shown.description}
    if thumb is not None:
        external["thumb"] = thumb
    return {"$type": f"{EMBED}.external", "external": external}


def _ratio(medium: Medium) -> Json:
    if not (medium.width and medium.height):
        return {}
    return {"aspectRatio": {"width": medium.width, "height": medium.height}}
