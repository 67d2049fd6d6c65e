"""Speaks for an account: writes posts into its repository under keys of our own, looks them up, deletes them.

A post is written with putRecord on the condition that there is none yet under its key (`swapRecord` null): a
second one is refused, or, being the same, changes nothing. createRecord would answer a key that is taken with
"Internal Server Error" (PDS of @atproto/dev-env 0.3.215), which could mean anything.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.bluesky import (
    allowed,
    answers,
    facets,
    hearing,
    key,
    record,
    tokens,
    uploads,
    watching,
    wire,
)
from passaparola.connectors.bluesky.records import Records
from passaparola.connectors.bluesky.refusals import OK
from passaparola.connectors.bluesky.row import ROW
from passaparola.connectors.bluesky.session import Session
from passaparola.connectors.bluesky.video import VideoService
from passaparola.connectors.contract import Account, Receipt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from passaparola.connectors.contract import Batch, Draft, Keys
    from passaparola.http import Client

PROFILE = "app.bsky.actor.profile"


class BlueskySpeaker:
    """Publishes, finds, deletes, checks and hears for the account of `keys`."""

    def __init__(
        self,
        keys: Keys,
        client: Client,
        *,
        service: VideoService | None = None,
        stream: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._session = Session(keys, client)
        self._records = Records(client, keys.place)
        self._service = service or VideoService()
        self._stream = stream or keys.place
        self._now = now

    async def publish(self, draft: Draft) -> Receipt:
        """Publish `draft`; its key is its place, so that there is never a second one."""
        allowed.check(draft)
        quoted = await self._records.quoted(draft.quotes) if draft.quotes else None
        reply = await self._records.answered(draft)
        dids = await self._mentioned(draft.text)
        shown = await uploads.shown(self._session, draft, self._service)
        written = record.post(draft, dids=dids, embed=record.embed(shown, quoted), reply=reply)
        body = {**self._place(key.of(draft)), "record": written, "swapRecord": None}
        try:
            made = await self._session.send(
                "com.atproto.repo.putRecord", answers.ref, doing="publish the post", json=body
            )
        except errors.Duplicate as refused:
            return await self._standing(draft, refused)
        return self._receipt(draft, made, reply, unlinked=_unlinked(draft.text, dids))

    async def locate(self, address: str) -> Receipt:
        """Return the post at `address`, with the first of the thread it is in."""
        there = await self._records.at(address, field="answers")
        root = {"root": there.root.uri, "root_cid": there.root.cid} if there.root else {}
        return Receipt(there.ref.uri, address, None, {"cid": there.ref.cid, **root})

    async def find(self, draft: Draft) -> Receipt | None:
        """Look under the draft's own key, on the server that holds the account: its word is final."""
        kept = await self._kept(draft)
        if kept is not None:
            return self._kept_receipt(draft, kept)
        # a server that the account has left knows nothing of it either: only its own may say "no"
        await self._session.me()
        return None

    async def delete(self, receipt: Receipt) -> None:
        """Delete the post; it is gone for everybody, whatever its replies."""
        match = wire.POST_URI.fullmatch(receipt.native_id)
        if match is None or match[1] != self._session.did:
            raise errors.Forbidden(
                f"{receipt.url or receipt.native_id} is not of this account; delete it from its own."
            )
        await self._session.send(
            "com.atproto.repo.deleteRecord",
            lambda _: None,
            doing=f"delete {receipt.url or receipt.native_id}",
            harmless=True,
            json=self._place(match[2]),
        )

    async def check(self) -> Account:
        """Return the account, what its keys allow, and how large a file its server takes."""
        me = await self._session.me()
        profile = await self._records.look(me.did, PROFILE, "self")
        limits = await self._limits()
        secrets = self._session.keys.secrets
        return Account(
            id=me.did,
            handle=me.handle,
            name=profile.name if profile else "",
            url=f"https://bsky.app/profile/{me.did}",
            scopes=tokens.scopes(secrets.get("access", "")),
            expires_at=tokens.ends(secrets.get("refresh", "")),
            limits=limits,
        )

    async def hear(self, cursor: str) -> Batch:
        """Return a page of what was done towards the account; see walk.py for the order."""
        return await hearing.hear(self._session, cursor, self._now())

    def watch(self) -> AsyncIterator[None]:
        """Yield a moment after the stream has named the account: its own server's, where no other is set."""
        return watching.watch(self._session.client, self._stream, self._session.did)

    async def _limits(self) -> dict[str, int]:
        url = self._session.url("com.atproto.server.describeServer")
        answer = await ask(self._session.client, url, about=self._session.base)
        most = tamed(answer, answers.largest_blob, about=self._session.base) if answer.status == OK else 0
        kinds = {name: ROW.limit(name) for name in ("image bytes", "gif bytes", "video bytes")}
        return {name: most for name, usual in kinds.items() if most and usual and most < usual}

    async def _mentioned(self, text: str) -> dict[str, str]:
        """Return the DIDs of those whom `text` mentions; a handle that nobody has is left out."""
        found: dict[str, str] = {}
        for handle in {span.value for span in facets.spans(text) if span.kind == "mention"}:
            try:
                found[handle] = await self._records.did_of(handle)
            except (errors.Gone, errors.Garbled):
                continue
        return found

    async def _standing(self, draft: Draft, refused: errors.Duplicate) -> Receipt:
        """Return the receipt of the post that stands under the draft's key, an earlier try's."""
        try:
            kept = await self._kept(draft)
        except errors.ConnectorError as error:
            raise errors.UnknownOutcome(f"{refused} It could not be looked up: {error}") from error
        if kept is None:
            raise errors.UnknownOutcome(str(refused)) from refused
        receipt = self._kept_receipt(draft, kept)
        if kept.text == draft.text:
            return receipt
        raise errors.Duplicate(str(refused), existing=receipt) from refused

    async def _kept(self, draft: Draft) -> answers.Kept | None:
        return await self._records.look(self._session.did, wire.POST, key.of(draft))

    def _kept_receipt(self, draft: Draft, kept: answers.Kept) -> Receipt:
        reply = None if kept.root is None else {"root": kept.root.written()}
        return self._receipt(draft, kept.ref, reply)

    def _receipt(
        self, draft: Draft, made: answers.Ref, reply: Mapping[str, Any] | None, *, unlinked: str = ""
    ) -> Receipt:
        if made.uri != f"at://{self._session.did}/{wire.POST}/{key.of(draft)}":
            raise errors.UnknownOutcome(
                f"{self._session.base} speaks of {made.uri[:200]}, which is not what was sent; look there."
            )
        extra = {"cid": made.cid, **({"unlinked": unlinked} if unlinked else {})}
        if reply is not None:
            extra |= {"root": reply["root"]["uri"], "root_cid": reply["root"]["cid"]}
        return Receipt(made.uri, wire.web_address(made.uri), draft.at, extra)

    def _place(self, rkey: str) -> dict[str, str]:
        return {"repo": self._session.did, "collection": wire.POST, "rkey": rkey}


def _unlinked(text: str, dids: Mapping[str, str]) -> str:
    """Return the handles in `text` that nobody has: they stand there as plain words."""
    handles = [span.value for span in facets.spans(text) if span.kind == "mention" and span.value not in dids]
    return " ".join(f"@{handle}" for handle in dict.fromkeys(handles))
