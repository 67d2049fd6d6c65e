"""Speaks for an account: publishes, looks for what was published, changes and deletes it.

A server keeps an Idempotency-Key for an hour, if it knows the header at all (snac 2.75 does not). So a post
is looked for before it is sent: the same draft sent twice is one post on every server of the family.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Receipt
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.mastodon import (
    audience,
    finding,
    hearing,
    others,
    own,
    standing,
    uploads,
    watching,
    written,
)
from passaparola.connectors.mastodon.door import Door
from passaparola.connectors.mastodon.refusals import GONE
from passaparola.connectors.mastodon.row import ROW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from passaparola.connectors.contract import Account, Batch, Draft, Keys, Medium
    from passaparola.connectors.mastodon.own import Made
    from passaparola.connectors.mastodon.uploads import Pause
    from passaparola.http import Client


class MastodonSpeaker:
    """Speaks for the account of `keys`; `pause` waits for a server to make files ready."""

    def __init__(
        self,
        keys: Keys,
        client: Client,
        *,
        pause: Pause = asyncio.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._keys = keys
        self._door = Door(keys, client)
        self._pause = pause
        self._now = now

    async def check(self) -> Account:
        """Return the account as it is now."""
        return await standing.account(self._door, self._keys.secrets)

    async def hear(self, cursor: str) -> Batch:
        """Return a page of what was done towards the account, newest first; nothing is marked as read."""
        return await hearing.hear(self._door, self._keys.account, cursor, self._now())

    def watch(self) -> AsyncIterator[None]:
        """Yield whenever a notification came; raises where the server has no stream."""
        return watching.watch(self._door)

    async def publish(self, draft: Draft) -> Receipt:
        """Publish `draft`, or return its receipt where it stands there already."""
        _refuse(draft)
        # Whoever sends again has looked before: a server that shows too little holds up no first try.
        with suppress(finding.ShortSighted):
            if there := await self.find(draft):
                return there
        quoted = await others.quoted(self._door, draft.quotes) if draft.quotes else ""
        media = [await uploads.upload(self._door, medium, self._pause) for medium in draft.media]
        answer = await self._door.write(
            "POST",
            "api/v1/statuses",
            doing="publish the post",
            harmless=False,
            headers={"idempotency-key": draft.key},
            json=written.post(draft, media, quoted),
        )
        try:
            return _receipt(tamed(answer, own.made, about=self._door.host), draft, media)
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                f"Nobody knows yet whether the post was published: {error} It is looked for on the platform."
            ) from error

    async def locate(self, address: str) -> Receipt:
        """Return the post at `address`, which the server fetches where it does not know it yet."""
        return await others.answered(self._door, address)

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the receipt of `draft` where it stands among the account's latest posts."""
        made = await finding.look(self._door, self._keys.account, draft)
        return None if made is None else _receipt(made, draft, made.media)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Make the post say what `draft` says; files it has already are kept, with their words told anew."""
        _refuse(draft)
        _refuse_fixed(receipt, draft)
        there = (entry.rpartition("=") for entry in receipt.extra.get("media", "").split())
        kept = {mark: number for number, _, mark in there}
        media = [kept.get(uploads.digest(medium)) or await self._brought(medium) for medium in draft.media]
        answer = await self._door.write(
            "PUT",
            f"api/v1/statuses/{receipt.native_id}",
            doing="change the post",
            json=written.change(draft, media, receipt.extra),
        )
        changed = tamed(answer, own.made, about=self._door.host)
        return Receipt(
            receipt.native_id, changed.url or receipt.url, receipt.at, _kept(receipt, draft, media)
        )

    async def _brought(self, medium: Medium) -> str:
        return await uploads.upload(self._door, medium, self._pause)

    async def delete(self, receipt: Receipt) -> None:
        """Delete the post; raises `Forbidden` where the server lets no program do so (snac 2.75)."""
        path = f"api/v1/statuses/{receipt.native_id}"
        answer = await self._door.write("DELETE", path, doing="delete the post", also=GONE)
        if answer.status not in GONE:
            return
        left = await self._door.read(path, doing="see whether the post is deleted", also=GONE)
        if left.status not in GONE:
            raise errors.Forbidden(
                f"{self._door.host} lets no program delete posts: delete it there, at {receipt.url}."
            )


def _refuse(draft: Draft) -> None:
    """Refuse what no server of the family takes."""
    refuse_misfits(draft, ROW)
    if draft.poll and draft.media:
        raise errors.Invalid("A post holds a poll or files, not both: leave one out.", field="poll")
    if draft.quotes and (draft.poll or draft.media):  # docs.joinmastodon.org/client/quotes, 2026-08
        raise errors.Invalid(
            "A post that quotes another holds no poll and no files: leave them out.", field="quotes"
        )


def _refuse_fixed(receipt: Receipt, draft: Draft) -> None:
    """Refuse to change what stays as it is once a post is published."""
    before, after = receipt.extra, _extra(draft, ())
    if before.get("quotes", "") != after.get("quotes", ""):
        raise errors.Invalid("What a post quotes cannot be changed: delete it and post anew.", field="quotes")
    if before.get("visibility", "") != after.get("visibility", ""):
        raise errors.Invalid(
            "Who can see a post cannot be changed: delete it and post anew.", field="options"
        )


def _receipt(made: Made, draft: Draft, media: Sequence[str]) -> Receipt:
    return Receipt(made.id, made.url, made.at, {**_extra(draft, media), **audience.kept(made, draft)})


def _kept(receipt: Receipt, draft: Draft, media: Sequence[str]) -> Mapping[str, str]:
    """Return what is kept of a post that was changed: who may see it stays."""
    seen_by = {
        name: receipt.extra[name] for name in (audience.STANDS, audience.MENTION) if name in receipt.extra
    }
    return {**_extra(draft, media), **seen_by}


def _extra(draft: Draft, media: Sequence[str]) -> Mapping[str, str]:
    """Return what a later change must know: each file's id and digest, and what cannot be changed."""
    files = " ".join(
        f"{number}={uploads.digest(medium)}" for number, medium in zip(media, draft.media, strict=False)
    )
    extra = {"media": files, "quotes": draft.quotes, "visibility": draft.options.get(written.VISIBILITY, "")}
    return {name: value for name, value in extra.items() if value}
