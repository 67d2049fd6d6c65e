"""A server in memory that tells an account what was done towards it, a page at a time, as Bluesky's does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from connectors.bluesky.pds import DID, Pds, refused

if TYPE_CHECKING:
    from datetime import datetime

POST = "app.bsky.feed.post"
OURS = f"at://{DID}/{POST}/3kours"
CID = "bafyrei" + "a" * 52
ADA = "did:plc:" + "a" * 24
BEA = "did:plc:" + "b" * 24


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ref(uri: str) -> dict[str, str]:
    return {"uri": uri, "cid": CID}


def notice(reason: str, at: datetime, record: dict[str, Any], *, who: str = ADA, rkey: str = "") -> Any:
    """One notification, as the lexicon has it; `record` without what all records hold."""
    kinds = {
        "follow": "app.bsky.graph.follow",
        "like": "app.bsky.feed.like",
        "repost": "app.bsky.feed.repost",
    }
    kind = kinds.get(reason.partition("-")[0], POST)
    return {
        "uri": f"at://{who}/{kind}/{rkey or f'3k{int(at.timestamp() * 1000)}'}",
        "cid": CID,
        "author": {"did": who, "handle": f"{who[-3:]}.test", "displayName": "Somebody"},
        "reason": reason,
        "record": {"$type": kind, "createdAt": iso(at), **record},
        "isRead": False,
        "indexedAt": iso(at),
    }


def post(reason: str, at: datetime, *, who: str = ADA, rkey: str = "", **record: Any) -> Any:
    return notice(reason, at, {"text": "Ciao", **record}, who=who, rkey=rkey)


def like(at: datetime, *, who: str = ADA, of: str = OURS) -> Any:
    return notice("like", at, {"subject": ref(of)}, who=who)


@dataclass
class Told(Pds):
    """`notified` are its notifications in any order; `asked` the parameters it was asked with."""

    notified: list[Any] = field(default_factory=list)
    pictures: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def _listNotifications(self, request: httpx.Request) -> httpx.Response:  # noqa: N802 - the method's own name
        self.asked.append(dict(request.url.params))
        cursor, limit = request.url.params.get("cursor"), int(request.url.params["limit"])
        if (locked := self._locked(request)) is not None:
            return locked
        if cursor and not cursor.endswith("Z"):
            return refused(400, "listNotifications__bad_cursor")
        below = [each for each in self.notified if not cursor or each["indexedAt"] < cursor]
        page = sorted(below, key=lambda each: each["indexedAt"], reverse=True)[:limit]
        onward = {"cursor": page[-1]["indexedAt"]} if page else {}
        return httpx.Response(200, json={"notifications": page, "priority": False, **onward})

    def _getPosts(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        uris = request.url.params.get_list("uris")
        return httpx.Response(
            200, json={"posts": [self.pictures[uri] for uri in uris if uri in self.pictures]}
        )
