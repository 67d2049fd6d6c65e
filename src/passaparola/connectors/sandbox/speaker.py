"""Publishes on a simulated network, as on any other: the same key is the same post."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Account, Receipt
from passaparola.connectors.errors import Gone, Invalid
from passaparola.connectors.sandbox import acts, hearing
from passaparola.connectors.sandbox.network import SCHEME, find, microseconds, parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from passaparola.connectors.contract import Batch, Draft
    from passaparola.connectors.sandbox.network import Network


class SandboxSpeaker:
    """Speaks as `account` on the network at `place`, kept in the file at `path`."""

    def __init__(
        self,
        path: Path,
        place: str,
        account: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path = path
        self._name = place.removeprefix(SCHEME).strip("/")
        self._account = account
        self._now = now

    @property
    def _network(self) -> Network:
        return find(self._path, self._name)

    async def publish(self, draft: Draft) -> Receipt:
        """Publish `draft`; of its media the network keeps their names and words."""
        if not (draft.text or draft.media):
            raise Invalid("There is nothing to publish: write something or add an image.")
        address = self._network.publish(self._account, draft.text, draft.at, key=draft.key, more=_more(draft))
        return Receipt(address, address, draft.at)

    async def locate(self, address: str) -> Receipt:
        """Return the post, or what was said about one, at `address`; raises `Gone` where it is not here."""
        root, _, row = address.partition("#")
        name, author, number = parts(root)
        if name != self._name:
            raise Invalid(f"{address} is on another network: answer a post of {self._name}.", field="answers")
        network = self._network
        if row and not acts.said(network.wave(network.post(author, number)), row, microseconds(self._now())):
            raise Gone(f"There is no post {address}: it was deleted or never there.")
        network.post(author, number)
        return Receipt(address, address)

    async def hear(self, cursor: str) -> Batch:
        """Return what was done towards the account, in the order of time."""
        return hearing.hear(self._network, self._account, cursor, microseconds(self._now()))

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the post published under the draft's key; the network knows for certain."""
        address = self._network.under(self._account, draft.key)
        return Receipt(address, address, draft.at) if address else None

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Change the words of a post."""
        _, author, number = parts(receipt.native_id)
        if not self._network.rewrite(author, number, draft.text, _more(draft)):
            raise Gone(f"{receipt.native_id} is no longer there: publish it anew.")
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Delete a post."""
        _, author, number = parts(receipt.native_id)
        self._network.delete(author, number)

    async def check(self) -> Account:
        """Return the account; raises `Gone` where the network or the account is not there."""
        account = self._network.account(self._account)
        return Account(account.handle, account.handle, account.name, scopes=("everything",))


def _more(draft: Draft) -> str:
    """Return what goes with the words of `draft`, as the network keeps it."""
    told = {
        "media": [{"name": medium.name, "mime": medium.mime, "alt": medium.alt} for medium in draft.media],
        "replies_to": draft.replies_to.native_id if draft.replies_to else "",
        "card": draft.card.url if draft.card else "",
        "quotes": draft.quotes,
        "language": draft.language,
    }
    kept = {name: value for name, value in told.items() if value}
    return json.dumps(kept, ensure_ascii=False) if kept else ""
