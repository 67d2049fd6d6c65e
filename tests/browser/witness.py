"""What stands on four real servers, asked of the servers themselves and not of Passaparola."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import httpx

from servers.stubborn import Stubborn

if TYPE_CHECKING:
    from collections.abc import Callable

ALT = re.compile(r"\n\n\[(.*)\]\Z", re.DOTALL)  # Matrix has no field of its own for it


class Stands(NamedTuple):
    """A post as a server has it: its words, and those for its pictures."""

    text: str
    alts: list[str]


class Answer(NamedTuple):
    """An answer of ours as a server has it: its words, its name there, and the name of what it answers."""

    text: str
    name: Any
    to: Any


class Witness:
    """Knows the accounts the brand speaks from, and reads what they have published, the newest first."""

    def __init__(self, networks: dict[str, dict[str, Any]]) -> None:
        self.networks = networks
        self.door = httpx.Client(
            timeout=30,
            trust_env=False,
            transport=Stubborn(),
            headers={"connection": "close"},
        )
        self.handle = f"aurora{secrets.token_hex(4)}.test"
        made = self._bluesky("createAccount", handle=self.handle, email=f"{self.handle}@example.org")
        self.did = made["did"]
        self.key = {"authorization": f"Bearer {made['accessJwt']}"}
        self.app_password = str(self._bluesky("createAppPassword", self.key, name="Passaparola")["password"])

    @property
    def asked(self) -> dict[str, Callable[[], list[Stands]]]:
        return {
            "Bluesky": self.bluesky,
            "WordPress": self.wordpress,
            "Matrix": self.matrix,
            "Mastodon": self.mastodon,
        }

    def bluesky(self) -> list[Stands]:
        return [
            Stands(each["text"], [image["alt"] for image in each["embed"]["images"]])
            for each in (record["value"] for record in self._records())
        ]

    def wordpress(self) -> list[Stands]:
        root = f"{self.networks['wordpress']['rest']}/wp/v2"
        posts = self._got(f"{root}/posts", per_page=5, status="publish")
        mine = [post for post in posts if post["featured_media"]]
        return [
            Stands(
                f"{post['title']['rendered']}\n{post['content']['rendered']}",
                [self._got(f"{root}/media/{post['featured_media']}")["alt_text"]],
            )
            for post in mine
        ]

    def matrix(self) -> list[Stands]:
        network = self.networks["matrix"]
        room = quote(network["room"]["room_id"])
        url = f"{network['url']}/_matrix/client/v3/rooms/{room}/messages"
        key = {"authorization": f"Bearer {network['users'][0]['access_token']}"}
        said = [each["content"] for each in self._got(url, key, dir="b", limit=20)["chunk"]]
        bodies = [content.get("m.new_content", content).get("body", "") for content in said]
        return [Stands(ALT.sub("", body), ALT.findall(body)) for body in bodies if ALT.search(body)]

    def mastodon(self) -> list[Stands]:
        return [
            Stands(each["content"], [medium["description"] for medium in each["media_attachments"]])
            for each in self._statuses()
        ]

    def posts(self, mark: str) -> dict[str, Any]:
        """Return what each server calls the post with `mark` in it."""
        record = next(each for each in self._records() if mark in each["value"]["text"])
        root = f"{self.networks['wordpress']['rest']}/wp/v2"
        return {
            "Bluesky": {"uri": record["uri"], "cid": record["cid"]},
            "Mastodon": next(each for each in self._statuses() if mark in each["content"]),
            "WordPress": self._got(f"{root}/posts", search=mark)[0]["id"],
        }

    def answers(self, post: int) -> list[Answer]:
        """Return what the brand has answered on each server, on WordPress under `post`."""
        return [
            *(
                Answer(each["value"]["text"], each["uri"], each["value"]["reply"]["parent"]["uri"])
                for each in self._records()
                if "reply" in each["value"]
            ),
            *(
                Answer(each["content"], each["id"], each["in_reply_to_id"])
                for each in self._statuses()
                if each["in_reply_to_id"]
            ),
            *(
                Answer(each["content"]["rendered"], each["id"], each["parent"])
                for each in self._comments(post)
            ),
        ]

    def _records(self) -> list[Any]:
        url = f"{self.networks['bluesky']['pds']}/xrpc/com.atproto.repo.listRecords"
        found: list[Any] = self._got(url, repo=self.did, collection="app.bsky.feed.post", limit=100)[
            "records"
        ]
        return found

    def _statuses(self) -> list[Any]:
        network = self.networks["snac"]
        key = {"authorization": f"Bearer {network['users'][0]['access_token']}"}
        api = f"{network['url']}/api/v1/accounts"
        me = self._got(f"{api}/verify_credentials", key)["id"]
        found: list[Any] = self._got(f"{api}/{me}/statuses", key, limit=40)
        return found

    def _comments(self, post: int) -> list[Any]:
        """Return the comments of the site's second author, as the site's own administrator sees them."""
        site = self.networks["wordpress"]
        url = f"{site['rest']}/wp/v2/comments"
        asked: dict[str, str | int] = {
            "post": post,
            "author": 2,
            "status": "all",
            "context": "edit",
            "per_page": 100,
        }
        answer = self.door.get(url, params=asked, auth=(site["user"], site["application_password"]))
        found: list[Any] = answer.raise_for_status().json()
        return found

    def _bluesky(self, method: str, key: dict[str, str] | None = None, **asked: str) -> Any:
        url = f"{self.networks['bluesky']['pds']}/xrpc/com.atproto.server.{method}"
        body = asked if key else {**asked, "password": "a-local-password"}
        return self.door.post(url, json=body, headers=key).raise_for_status().json()

    def _got(self, url: str, key: dict[str, str] | None = None, **asked: str | int) -> Any:
        return self.door.get(url, params=asked, headers=key).raise_for_status().json()

    def close(self) -> None:
        self.door.close()
