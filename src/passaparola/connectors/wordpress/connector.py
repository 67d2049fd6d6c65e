"""Publishes on a WordPress site through its REST API (developer.wordpress.org/rest-api, 2026-11).

WordPress has no idempotency: sent twice, a post stands there twice, the second with `-2` at the end of its
address. So the last part of the address carries the draft's key, and is looked for before anything is sent.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Account
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.wordpress import blocks, comments, events, hearing, media, names, terms, wire
from passaparola.connectors.wordpress.row import ROW
from passaparola.connectors.wordpress.site import DONE, Site

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch, Draft, Keys, Medium, Receipt
    from passaparola.http import Answer, Client

NEEDED = ("edit_posts", "publish_posts")
TELLING = (*NEEDED, "edit_published_posts", "delete_published_posts", "upload_files")
NO_BIN = "rest_trash_not_supported"
FIELDS = {"_fields": wire.fields("post")}


def speaker(keys: Keys, client: Client) -> WordPressSpeaker:
    """Return what speaks for one account on one site."""
    site = Site(client, keys.secrets.get("root", keys.place), keys.secrets)
    return WordPressSpeaker(site, keys.account, keys.place)


class WordPressSpeaker:
    """Speaks for the account with the number `account` on the site at `place`."""

    def __init__(
        self,
        site: Site,
        account: str,
        place: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._site = site
        self._account = account
        self._place = events.Place(place, account)
        self._now = now

    async def hear(self, cursor: str) -> Batch:
        """Return a page of what was commented under the account's posts, newest first."""
        return await hearing.hear(self._site, self._place, cursor, self._now())

    async def locate(self, address: str) -> Receipt:
        """Return the post or comment at `address`, as `replies_to` wants it."""
        return await comments.located(self._site, self._place.address, address)

    async def publish(self, draft: Draft) -> Receipt:
        """Publish `draft`, as a comment where it answers, unless it stands there already."""
        refuse_misfits(draft, ROW)
        if _answers(draft):
            return await comments.publish(self._site, self._account, draft)
        there = await self._standing(draft)
        if there is not None and there.status == wire.BIN:
            raise errors.Duplicate(
                f"{self._site.host} has this post in its bin; restore it there, or delete it there for good.",
                existing=there.receipt(),
            )
        if there is not None:
            return _receipt(there, draft)
        held, files = await self._held(draft)
        timed = {"status": "publish"}
        if draft.options.get("schedule") == "site":
            # one whose time has come is published at once (wp_insert_post, WordPress 6.1)
            timed = {"status": "future", "date_gmt": f"{draft.at:%Y-%m-%dT%H:%M:%S}"}
        doing = f"publish on {self._site.host}"
        order: dict[str, Any] = {**held, **timed, "slug": names.slug(draft)}
        answer = await self._site.send("POST", "posts", doing=doing, query=FIELDS, json=order)
        return _receipt(await self._single(self._taken(answer), draft), draft, files)

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the receipt of `draft` where it stands; raises `Gone` where it lies in the site's bin."""
        if _answers(draft):
            return await comments.find(self._site, self._account, draft)
        there = await self._standing(draft)
        if there is not None and there.status == wire.BIN:
            raise errors.Gone(
                f"It was published on {self._site.host} and lies in the bin there; restore it there."
            )
        return None if there is None else _receipt(there, draft)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Make the post say what `draft` says; its address and its time stay."""
        refuse_misfits(draft, ROW)
        if comments.is_one(receipt):
            return await comments.edit(self._site, receipt, draft)
        doing = f"change the post on {self._site.host}"
        path = f"posts/{receipt.native_id}"
        answer = await self._site.get(path, doing=doing, context="edit", **FIELDS)
        if tamed(answer, wire.post, about=self._site.host).status == wire.BIN:
            raise errors.Gone(f"The post lies in the bin of {self._site.host}; restore it there first.")
        held, files = await self._held(draft)
        answer = await self._site.send("POST", path, doing=doing, harmless=True, query=FIELDS, json=held)
        # files that were taken out of the post still lie in the library
        files = " ".join(dict.fromkeys([*receipt.extra.get("files", "").split(), *files.split()]))
        return _receipt(tamed(answer, wire.post, about=self._site.host), draft, files)

    async def delete(self, receipt: Receipt) -> None:
        """Put the post into the site's bin, or away for good with its files where that was chosen."""
        forever = receipt.extra.get("deletion") == "forever"
        path = comments.path(receipt) if comments.is_one(receipt) else f"posts/{receipt.native_id}"
        if not await self._removed(path, force=forever):
            await self._removed(path, force=True)
        for file in receipt.extra.get("files", "").split() if forever else ():
            await self._removed(f"media/{file}", force=True)

    async def check(self) -> Account:
        """Return the account as the site shows it to itself; raises `Forbidden` where it may not publish."""
        doing = f"read the account on {self._site.host}"
        answer = await self._site.get("users/me", doing=doing, context="edit", _fields=wire.fields("person"))
        person = tamed(answer, wire.person, about=self._site.host)
        lacking = [name for name in NEEDED if name not in person.may]
        if lacking:
            raise errors.Forbidden(
                f"{person.user} may not publish on {self._site.host} ({', '.join(lacking)} missing):"
                " give the account the role of an author there, or connect another."
            )
        scopes = tuple(name for name in TELLING if name in person.may)
        handle = f"{person.user}@{self._site.host}"
        return Account(person.id, handle, name=person.name, url=person.link, scopes=scopes)

    async def _standing(self, draft: Draft) -> wire.Post | None:
        """Return the post called by `draft`'s key, one in the bin last, by its address or among the newest.

        A site's database is one, and what was written is read at once. The second look finds a post whose
        title was changed after it was sent, so that its address has other words.
        """
        slug = names.slug(draft)
        found = await self._posts(slug=f"{slug},{slug}__trashed")
        if not found and self._account:
            newest = await self._posts(author=self._account, orderby="id", per_page="100")
            found = [post for post in newest if names.mark(draft.key) in post.slug]
        return min(found, key=lambda post: (post.status == wire.BIN, int(post.id)), default=None)

    async def _posts(self, **query: str) -> list[wire.Post]:
        doing = f"look for the post on {self._site.host}"
        # as everybody sees them: who may not change what they published must find it all the same
        query |= {"status": f"any,{wire.BIN}", **FIELDS}
        answer = await self._site.get("posts", doing=doing, **query)
        return tamed(answer, wire.posts, about=self._site.host)

    async def _held(self, draft: Draft) -> tuple[dict[str, Any], str]:
        """Return what the post holds, in WordPress's words, and the numbers of its files."""
        files = await media.brought(self._site, draft)
        numbers = " ".join(str(file.id) for _, file in files)
        featured = _featured(files) if draft.options.get("image", "featured") == "featured" else None
        if featured is not None:
            files.remove(featured)
        held = {
            # WordPress keeps all three as HTML
            "title": escape(draft.title, quote=False),
            "content": blocks.content(draft.text, files),
            "excerpt": escape(draft.options.get("excerpt", ""), quote=False),
            "featured_media": featured[1].id if featured else 0,
        }
        return held | await terms.chosen(self._site, draft), numbers

    def _taken(self, answer: Answer) -> wire.Post:
        """Read the post that was made; an answer that does not show it may still mean that it was."""
        try:
            return tamed(answer, wire.post, about=self._site.host)
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                f"Nobody knows yet whether the post was published: {error} It is looked for on the site."
            ) from error

    async def _single(self, post: wire.Post, draft: Draft) -> wire.Post:
        """Return `post`, or the one that an earlier try brought there late; then `post` goes."""
        slug = names.slug(draft)
        if post.slug == slug:
            return post
        try:
            first = [other for other in await self._posts(slug=slug) if other.id != post.id]
            if first:
                await self._removed(f"posts/{post.id}", force=True)
        except errors.ConnectorError as error:
            raise errors.UnknownOutcome(
                f"The post may stand on {self._site.host} twice: {error} Look there, and delete one of them."
            ) from error
        return first[0] if first else post

    async def _removed(self, path: str, *, force: bool) -> bool:
        """Delete what is at `path`; say whether it is gone: a site without a bin has to be told `force`."""
        query = FIELDS | ({"force": "true"} if force else {})
        doing = f"delete it on {self._site.host}"
        try:
            answer = await self._site.send(
                "DELETE", path, doing=doing, harmless=True, query=query, but=frozenset({NO_BIN})
            )
        except errors.Gone:
            return True
        return answer.status in DONE


def _answers(draft: Draft) -> bool:
    return bool(draft.answers or draft.replies_to)


def _featured(files: list[tuple[Medium, wire.File]]) -> tuple[Medium, wire.File] | None:
    return next((pair for pair in files if pair[0].kind in {"image", "gif"}), None)


def _receipt(post: wire.Post, draft: Draft, files: str = "") -> Receipt:
    deletion = draft.options.get("deletion", "")
    extra = {name: value for name, value in {"deletion": deletion, "files": files}.items() if value}
    return post.receipt(**extra)
