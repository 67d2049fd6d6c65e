"""People on a local Bluesky network, who post and pass on through its own API as a client would."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT = 60.0
_NUMBERS = itertools.count(1)

Ref = dict[str, str]


@dataclass(frozen=True)
class Person:
    """An account and the key to it."""

    did: str
    handle: str
    token: str


class Crowd:
    """Makes people and lets them act; every act returns the reference to its record."""

    def __init__(self, network: dict[str, str]) -> None:
        self._pds = httpx.Client(base_url=f"{network['pds']}/xrpc/", timeout=30, trust_env=False)
        self.view = httpx.Client(base_url=f"{network['appview']}/xrpc/", timeout=30, trust_env=False)

    def close(self) -> None:
        self._pds.close()
        self.view.close()

    def person(self, name: str) -> Person:
        handle = f"{name}{next(_NUMBERS)}.test"
        body = {"handle": handle, "email": f"{handle}@example.com", "password": "a-local-password"}
        made = self._pds.post("com.atproto.server.createAccount", json=body).raise_for_status().json()
        profile = {"actor": made["did"]}
        self.until(lambda: self.view.get("app.bsky.actor.getProfile", params=profile).is_success)
        return Person(made["did"], handle, made["accessJwt"])

    def people(self, names: str) -> dict[str, Person]:
        return {name: self.person(name) for name in names.split()}

    def _write(self, who: Person, collection: str, record: dict[str, Any]) -> Ref:
        record = {"$type": collection, "createdAt": _now(), **record}
        body = {"repo": who.did, "collection": collection, "record": record}
        key = {"authorization": f"Bearer {who.token}"}
        made = self._pds.post("com.atproto.repo.createRecord", json=body, headers=key).raise_for_status()
        return {"uri": made.json()["uri"], "cid": made.json()["cid"]}

    def erase(self, who: Person, ref: Ref) -> None:
        collection, rkey = ref["uri"].split("/")[-2:]
        body = {"repo": who.did, "collection": collection, "rkey": rkey}
        key = {"authorization": f"Bearer {who.token}"}
        self._pds.post("com.atproto.repo.deleteRecord", json=body, headers=key).raise_for_status()

    def follow(self, who: Person, whom: Person) -> Ref:
        return self._write(who, "app.bsky.graph.follow", {"subject": whom.did})

    def post(self, who: Person, text: str, **more: Any) -> Ref:
        return self._write(who, "app.bsky.feed.post", {"text": text, **more})

    def reply(self, who: Person, text: str, parent: Ref, root: Ref) -> Ref:
        return self.post(who, text, reply={"root": root, "parent": parent})

    def quote(self, who: Person, text: str, of: Ref) -> Ref:
        return self.post(who, text, embed={"$type": "app.bsky.embed.record", "record": of})

    def repost(self, who: Person, of: Ref, via: Ref | None = None, **more: Any) -> Ref:
        through = {} if via is None else {"via": via}
        return self._write(who, "app.bsky.feed.repost", {"subject": of, **through, **more})

    def like(self, who: Person, of: Ref, via: Ref | None = None) -> Ref:
        through = {} if via is None else {"via": via}
        return self._write(who, "app.bsky.feed.like", {"subject": of, **through})

    def hide(self, who: Person) -> None:
        """Ask, as the account's settings do, to be shown to signed-in people only."""
        labels = {
            "$type": "com.atproto.label.defs#selfLabels",
            "values": [{"val": "!no-unauthenticated"}],
        }
        body = {
            "repo": who.did,
            "collection": "app.bsky.actor.profile",
            "rkey": "self",
            "record": {"$type": "app.bsky.actor.profile", "labels": labels},
        }
        key = {"authorization": f"Bearer {who.token}"}
        self._pds.post("com.atproto.repo.putRecord", json=body, headers=key).raise_for_status()

    def counted(self, ref: Ref, **counts: int) -> None:
        """Wait until the AppView shows a post and counts as many `repostCount`, `likeCount` ... of it."""

        def so_far() -> bool:
            post = self._post(ref)
            return bool(post) and all(post.get(name, 0) >= many for name, many in counts.items())

        self.until(so_far)

    def ref(self, uri: str) -> Ref:
        """Wait until the AppView shows a post; return the reference to it."""
        self.until(lambda: bool(self._post({"uri": uri})))
        return {"uri": uri, "cid": self._post({"uri": uri})["cid"]}

    def gone(self, ref: Ref) -> None:
        """Wait until the AppView has forgotten a post."""
        self.until(lambda: not self._post(ref))

    def _post(self, ref: Ref) -> dict[str, Any]:
        answer = self.view.get("app.bsky.feed.getPosts", params={"uris": ref["uri"]})
        found: list[dict[str, Any]] = answer.raise_for_status().json()["posts"]
        return found[0] if found else {}

    @staticmethod
    def until(true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WAIT
        while not true():
            assert time.monotonic() < deadline, "the network did not come so far in a minute"
            time.sleep(0.1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
