"""Looks records up: our own, where a server's word is final, and other people's, which it passes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.bluesky import answers, refusals, wire
from passaparola.connectors.bluesky.appview import AppView, refusal

if TYPE_CHECKING:
    from passaparola.connectors.bluesky.answers import Kept, Ref
    from passaparola.connectors.contract import Draft, Receipt
    from passaparola.http import Client

ABSENT = frozenset({400, 404})
# a server asks the rest of the network for accounts it does not hold (any more), and passes on what that says
_ABSENT = re.compile(r"could not (locate record|find repo)", re.IGNORECASE)


class Records:
    """Asks the server at `base`, without any key: records are public."""

    def __init__(self, client: Client, base: str) -> None:
        self._client = client
        self._base = base.rstrip("/")

    async def look(self, did: str, collection: str, rkey: str) -> Kept | None:
        """Return a record, None where the server says that there is none."""
        about = f"at://{did}/{collection}/{rkey}"
        url = f"{self._base}/xrpc/com.atproto.repo.getRecord"
        params = [("repo", did), ("collection", collection), ("rkey", rkey)]
        answer = await ask(self._client, url, about=about, params=params)
        if answer.status == refusals.OK:
            return tamed(answer, answers.kept, about=about)
        name, message = refusals.fault(answer)
        if answer.status in ABSENT and (name == refusals.MISSING or _ABSENT.search(message)):
            return None
        raise refusal(answer, about=about)

    async def answered(self, draft: Draft) -> dict[str, dict[str, str]] | None:
        """Return the `reply` of a post: the first of its thread, and the one it follows."""
        parent = draft.replies_to or draft.thread
        if parent is None:
            return None
        above, root = await self._named(parent)
        if draft.thread is not None:
            # The first of our own may itself answer somebody: then theirs is the root.
            first, root = await self._named(draft.thread)
            root = root or first
        return {"root": (root or above).written(), "parent": above.written()}

    async def quoted(self, address: str) -> Ref:
        """Return the post that is quoted; raises `Invalid` where there is none."""
        try:
            return (await self.at(address, field="quotes")).ref
        except errors.Gone as error:
            raise errors.Invalid(str(error), field="quotes") from error

    async def at(self, address: str, *, field: str) -> Kept:
        """Return the post at `address`, its page or its at-uri, as the draft's `field` has it.

        Raises `Gone` where there is none, `Invalid` where that is no post's address.
        """
        place = wire.place(address)
        if place is None:
            raise errors.Invalid(f"{address} is no post on Bluesky; give the address of one.", field=field)
        did = place.author if place.author.startswith("did:") else await self.did_of(place.author)
        found = await self.look(did, wire.POST, place.rkey)
        if found is None:
            raise errors.Gone(f"{address} is deleted or was never there; choose another post.")
        return found

    async def did_of(self, handle: str) -> str:
        """Return the DID behind `handle`; raises `Gone` where nobody has it."""
        return await AppView(self._client, self._base, about=f"@{handle}").did_of(handle)

    async def _named(self, receipt: Receipt) -> tuple[Ref, Ref | None]:
        """Return the post of `receipt` and the first of its thread, looking up what it does not hold."""
        extra = receipt.extra
        if "cid" in extra:
            root = answers.Ref(extra["root"], extra["root_cid"]) if "root" in extra else None
            return answers.Ref(receipt.native_id, extra["cid"]), root
        match = wire.POST_URI.fullmatch(receipt.native_id)
        found = await self.look(match[1], wire.POST, match[2]) if match else None
        if found is None:
            raise errors.Gone(
                f"{receipt.url or receipt.native_id} is deleted; choose another post to reply to."
            )
        return found.ref, found.root
