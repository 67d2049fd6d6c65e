"""Publishes in the brand's own feed, which is certain to know what it holds."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Account, Receipt
from passaparola.connectors.errors import Gone, Transient, UnknownOutcome
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.hub import websub
from passaparola.connectors.hub.entry import entry_of, name_of, same
from passaparola.connectors.hub.feeds import FORMS
from passaparola.connectors.hub.installation import page
from passaparola.connectors.hub.row import ROW
from passaparola.connectors.hub.shelf import About, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Draft, Keys
    from passaparola.connectors.hub.entry import Entry
    from passaparola.http import Client


def speaker(keys: Keys, client: Client) -> HubSpeaker:
    """Return what writes the feed of a channel."""
    return HubSpeaker(keys.account, client)


class HubSpeaker:
    """Writes the feed of `account`. The hub is told after an entry is in its place; that may fail."""

    def __init__(
        self, account: str, client: Client, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._account = account
        self._client = client
        self._now = now
        self._shelf = Shelf(account)

    async def publish(self, draft: Draft) -> Receipt:
        """Put `draft` into the feed; the same key is the same entry, also after years."""
        refuse_misfits(draft, ROW)
        about = await self._about()
        entry = await asyncio.to_thread(self._publish, draft)
        await self._tell(about)
        return self._receipt(entry)

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the entry of the draft's key; the feed knows for certain."""
        entry = await asyncio.to_thread(self._found, name_of(draft.key))
        return self._receipt(entry) if entry and not entry.deleted else None

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Make the entry say what `draft` says, and keep when it was changed."""
        refuse_misfits(draft, ROW)
        about = await self._about()
        before = await asyncio.to_thread(self._found, receipt.native_id)
        if before is None or before.deleted:
            raise Gone("This entry is no longer in the feed: publish it anew.")
        entry = await asyncio.to_thread(self._edit, before, draft)
        if entry is not before:
            await self._tell(about)
        return self._receipt(entry)

    async def delete(self, receipt: Receipt) -> None:
        """Take the entry back: its words and files go, its times stay, so that readers learn of it."""
        about = await self._about()
        entry = await asyncio.to_thread(self._found, receipt.native_id)
        if entry and not entry.deleted:
            await asyncio.to_thread(self._keep, entry.without_words(self._now()))
            await self._tell(about)

    async def check(self) -> Account:
        """Return the feed as an account, and tell the hub what it could not be told before."""
        about = await self._about()
        if await asyncio.to_thread(self._shelf.owed):
            await self._tell(about)
        return Account(about.account, about.account, about.name, page(about.account))

    def _publish(self, draft: Draft) -> Entry:
        before = self._found(name_of(draft.key))
        if before and before.deleted:
            raise Gone("This entry was taken back: publish it as a new post.")
        return before or self._write(entry_of(draft, self._address(name_of(draft.key))), draft)

    def _edit(self, before: Entry, draft: Draft) -> Entry:
        asked = replace(entry_of(draft, before.id), name=before.name)
        after = self._with_files(replace(asked, published=before.published, updates=before.updates), draft)
        if same(before, after):
            return before
        return self._keep(replace(after, updates=(*before.updates, self._now())))

    def _write(self, entry: Entry, draft: Draft) -> Entry:
        try:
            return self._keep(self._with_files(entry, draft))
        except Transient as error:
            if self._shelf.has(entry.name):
                raise UnknownOutcome(f"{error} It may be in the feed all the same.") from error
            raise

    def _with_files(self, entry: Entry, draft: Draft) -> Entry:
        try:
            media = tuple(self._shelf.take(entry.name, medium) for medium in draft.media)
            if entry.link and draft.card and draft.card.image:
                image = self._shelf.take(entry.name, draft.card.image)
                entry = replace(entry, link=replace(entry.link, image=image))
        except OSError as error:
            raise Transient(
                f"Could not copy a file into the feed: {error.strerror}; see to the disk."
            ) from error
        return replace(entry, media=media)

    def _keep(self, entry: Entry) -> Entry:
        try:
            self._shelf.keep(entry)
        except OSError as error:
            raise Transient(f"Could not write into the feed: {error.strerror}; see to the disk.") from error
        return entry

    def _found(self, name: str) -> Entry | None:
        return self._shelf.entry(name) if self._shelf.has(name) else None

    def _address(self, name: str) -> str:
        return f"{page(self._account)}{name}/"

    def _receipt(self, entry: Entry) -> Receipt:
        return Receipt(entry.name, self._address(entry.name), entry.published)

    async def _about(self) -> About:
        return await asyncio.to_thread(self._shelf.about)

    async def _tell(self, about: About) -> None:
        """Tell the hub of the news; what fails is told with the next news, or at the next look."""
        if about.hub:
            topics = [page(about.account) + form for form in FORMS]
            why = await websub.tell(self._client, about.hub, topics)
            await asyncio.to_thread(self._shelf.owe, why)
