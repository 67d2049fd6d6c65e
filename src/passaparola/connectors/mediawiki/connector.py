"""Speaks on the talk pages of a wiki, openly: each section says who pays for it and is signed.

A wiki has no idempotency. Our edits carry a reference in their summary, for everybody to see, and are found
by it among the account's contributions; our words carry it as well, and are found by it on the page.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Account
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.mediawiki import api, hearing, ours, sayable, section, standing, talk, wire
from passaparola.connectors.mediawiki.row import ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.connectors.contract import Batch, Draft, Keys, Receipt
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")
TELLING = ("edit", "createtalk", "editmywatchlist")


def speaker(keys: Keys, client: Client) -> MediaWikiSpeaker:
    """Return what speaks for one account on one wiki."""
    return MediaWikiSpeaker(api.Api(client, keys.secrets.get("api", keys.place), keys.secrets), keys.account)


class MediaWikiSpeaker:
    """Writes, finds, changes and takes back sections of the account with number `account`; hears answers."""

    def __init__(
        self, wiki: api.Api, account: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._api = wiki
        self._account = account
        self._now = now

    async def publish(self, draft: Draft) -> Receipt:
        """Add a section to a talk page, unless it was added already; raises as the contract says."""
        refuse_misfits(draft, ROW)
        sayable.refuse_unsayable(draft)
        await self._api.opened()
        there = await ours.added(self._api, self._account, draft)
        return there or await self._write(draft)

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the receipt of `draft` where the account's contributions since it was due hold it."""
        await self._api.opened()
        return await ours.added(self._api, self._account, draft)

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Put the words of `draft` in the place of ours; the signature stays, who pays is said anew."""
        refuse_misfits(draft, ROW)
        sayable.refuse_unsayable(draft)
        await self._api.opened()
        return await standing.changed(self._api, receipt, draft)

    async def delete(self, receipt: Receipt) -> None:
        """Take our section off the page; raises `Forbidden` where somebody has answered it."""
        await self._api.opened()
        await standing.taken_back(self._api, receipt)

    async def check(self) -> Account:
        """Return the account as the wiki knows it; raises `Forbidden` where it is blocked or may not edit."""
        doing = f"read the account on {self._api.host}"
        await self._api.opened()
        answer = await self._api.query(doing=doing, **api.KNOWING)
        wiki, person = self._read(answer, wire.wiki), self._read(answer, wire.person)
        if person.blocked:
            raise errors.Forbidden(
                f"{person.name} is blocked on {wiki.name} ({person.blocked}); ask the wiki's administrators."
            )
        if "edit" not in person.rights:
            raise errors.Forbidden(
                f"{person.name} may not edit on {wiki.name}; allow it for the bot password, or use another"
                " account."
            )
        path = wiki.articles.replace("$1", f"User:{person.name.replace(' ', '_')}")
        return Account(
            id=str(person.id),
            handle=f"{person.name}@{self._api.host}",
            name=person.name,
            url=urljoin(urljoin(self._api.url, wiki.server), path),
            scopes=tuple(name for name in TELLING if name in person.rights),
            limits={"text": wiki.largest} if wiki.largest else {},
        )

    async def hear(self, cursor: str) -> Batch:
        """Return what others wrote in our sections, to our name, and on our own talk page."""
        await self._api.opened()
        return await hearing.heard(self._api, self._account, cursor, now=self._now())

    async def _write(self, draft: Draft) -> Receipt:
        wanted = draft.options["page"].strip()
        watch = draft.options.get("watch", "preferences")
        doing = f"write on {wanted}"
        answer = await self._api.query(
            **api.EDITING,
            doing=doing,
            titles=wanted,
            redirects="1",
            converttitles="1",
            prop="info",
            curtimestamp="1",
        )
        wiki = self._read(answer, wire.wiki)
        page = talk.refuse_others(self._read(answer, wire.page), wiki, wanted=wanted)
        talk.refuse_unable(self._read(answer, wire.person), page, wiki, watch=watch == "watch")
        edit = {
            "title": page.title,
            "section": "new",
            "sectiontitle": draft.title.strip(),
            "text": section.body(draft),
            "summary": section.summary(draft),
            "watchlist": watch,
            "starttimestamp": self._read(answer, wire.now),
            "createonly" if page.id is None else "nocreate": "1",
            "token": self._read(answer, wire.csrf),
        }
        saved = self._taken(await self._api.edit(edit, doing=doing))
        return ours.receipt(self._api, draft, revision=saved.revision, page=saved.page, at=saved.at)

    def _taken(self, answer: Answer) -> wire.Saved:
        """Read what was saved; an answer that does not show it may still mean that something was."""
        try:
            return self._read(answer, wire.added)
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                f"Nobody knows yet whether it was written: {error} It is looked for on the wiki."
            ) from error

    def _read(self, answer: Answer, read: Callable[[Wild], T]) -> T:
        return tamed(answer, read, about=self._api.host)
