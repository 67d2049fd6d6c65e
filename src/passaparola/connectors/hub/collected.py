"""A feed as JSON Feed 1.1, and all there ever was as ActivityStreams 2.0."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from passaparola.connectors.hub import prose
from passaparola.connectors.hub.feed import rfc3339

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.hub.entry import Attachment, Entry
    from passaparola.connectors.hub.feed import Feed

ACTIVITY = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{ACTIVITY}#Public"


def json_feed(feed: Feed) -> str:
    """Return the feed as JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    hubs = [{"type": "WebSub", "url": feed.about.hub}] if feed.about.hub else []
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.about.name,
        "home_page_url": feed.page,
        "feed_url": feed.page + "feed.json",
        "authors": [{"name": feed.about.name, "url": feed.page}],
        "hubs": hubs,
        "items": [_json_item(entry, feed) for entry in feed.newest],
    }
    return _json({name: value for name, value in told.items() if value or name == "items"})


def _json_item(entry: Entry, feed: Feed) -> dict[str, Any]:
    page = feed.of(entry)
    pictures = [medium for medium in entry.media if medium.kind in {"image", "gif"}]
    told = {
        "id": entry.id,
        "url": page,
        "external_url": entry.link.url if entry.link else "",
        "title": entry.title,
        "content_html": prose.content(entry, page),
        "image": page + pictures[0].file if pictures else "",
        "date_published": rfc3339(entry.published),
        "date_modified": rfc3339(entry.updated) if entry.updates else "",
        "language": entry.language,
        "tags": [prose.label(entry)] if entry.disclosure else [],
        "attachments": [_json_attachment(medium, page) for medium in entry.media],
    }
    return {name: value for name, value in told.items() if value or name == "content_html"}


def _json_attachment(medium: Attachment, page: str) -> dict[str, Any]:
    told = {
        "url": page + medium.file,
        "mime_type": medium.mime,
        "title": medium.alt,
        "size_in_bytes": medium.size,
        "duration_in_seconds": medium.seconds,
    }
    return {name: value for name, value in told.items() if value}


def outbox(feed: Feed) -> str:
    """Return all there ever was as an ActivityStreams 2.0 collection; what is gone as tombstones."""
    return _json(
        {
            "@context": ACTIVITY,
            "id": feed.page + "outbox.json",
            "type": "OrderedCollection",
            "attributedTo": {
                "id": feed.page,
                "type": "Organization",
                "name": feed.about.name,
                "url": feed.page,
            },
            "totalItems": len(feed.entries),
            "orderedItems": [_activity(entry, feed) for entry in feed.entries],
        }
    )


def _activity(entry: Entry, feed: Feed) -> dict[str, Any]:
    if entry.deleted:
        ended = rfc3339(entry.deleted)
        left = {"id": entry.id, "type": "Tombstone", "published": rfc3339(entry.published), "deleted": ended}
        return _act("Delete", entry, feed, ended, left)
    return _act("Create", entry, feed, rfc3339(entry.published), _note(entry, feed))


def _act(kind: str, entry: Entry, feed: Feed, at: str, what: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{entry.id}#{kind.lower()}",
        "type": kind,
        "actor": feed.page,
        "published": at,
        "to": [PUBLIC],
        "object": what,
    }


def _note(entry: Entry, feed: Feed) -> dict[str, Any]:
    page = feed.of(entry)
    content = prose.content(entry, page)
    told = {
        "id": entry.id,
        "type": "Article" if entry.title else "Note",
        "attributedTo": feed.page,
        "name": entry.title,
        "content": content,
        "contentMap": {entry.language: content} if entry.language else {},
        "published": rfc3339(entry.published),
        "updated": rfc3339(entry.updated) if entry.updates else "",
        "url": page,
        "to": [PUBLIC],
        "inReplyTo": entry.replies_to,
        "attachment": [_activity_file(medium, page) for medium in entry.media],
    }
    return {name: value for name, value in told.items() if value or name == "content"}


def _activity_file(medium: Attachment, page: str) -> dict[str, Any]:
    kinds = {"video": "Video", "document": "Document"}
    told = {
        "type": kinds.get(medium.kind, "Image"),
        "mediaType": medium.mime,
        "url": page + medium.file,
        "name": medium.alt,
        "width": medium.width,
        "height": medium.height,
        "duration": f"PT{medium.seconds:g}S" if medium.seconds else "",
    }
    return {name: value for name, value in told.items() if value}


def _json(what: Mapping[str, Any]) -> str:
    return json.dumps(what, ensure_ascii=False, indent=1) + "\n"
