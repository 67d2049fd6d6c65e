"""Reads people's own repositories: the only place that says when, and through whom, a post was passed on."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.bluesky import wire
from passaparola.connectors.bluesky.appview import OK, PAGE, refusal
from passaparola.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.wild import Wild
    from passaparola.http import Client

SLACK = timedelta(hours=1)  # clients write record keys by their own clocks


@dataclass(frozen=True, slots=True)
class Read:
    """What a person's repository says: their record on each subject, and the `trouble` in reading it."""

    did: str
    records: Mapping[str, wire.Passed]
    trouble: str = ""


class Repos:
    """Finds a person's data server (their DID document says where) and lists records there."""

    def __init__(self, client: Client, plc: str, *, pages: int) -> None:
        self._client = client
        self._plc = plc.rstrip("/")
        self._pages = pages
        self._homes: dict[str, asyncio.Future[str]] = {}

    async def read(self, did: str, collection: str, subjects: set[str], *, since: datetime) -> Read:
        """Return the records of `collection` on `subjects`, looking from the newest back to `since`.

        Never raises a `ConnectorError`: one unreadable repository must not end the trace.
        """
        found: dict[str, wire.Passed] = {}
        try:
            await self._pages_of(did, collection, subjects, since, found)
        except ConnectorError as error:
            return Read(did, found, trouble=str(error))
        return Read(did, found)

    async def _pages_of(
        self, did: str, collection: str, subjects: set[str], since: datetime, found: dict[str, wire.Passed]
    ) -> None:
        home = await self._home(did)
        cursor: str | None = None
        for _ in range(self._pages):
            records, cursor = await self._page(home, did, collection, cursor)
            for record in records:
                if record.subject in subjects:
                    found.setdefault(record.subject, record)
            if subjects <= found.keys() or cursor is None or _older(records, since - SLACK):
                return

    async def _page(
        self, home: str, did: str, collection: str, cursor: str | None
    ) -> tuple[list[wire.Passed], str | None]:
        params = [("repo", did), ("collection", collection), ("limit", PAGE)]
        params += [("cursor", cursor)] if cursor else []
        url = f"{home}/xrpc/com.atproto.repo.listRecords"
        answer = await ask(self._client, url, about=f"the repository of {did}", params=params)
        if answer.status != OK:
            raise refusal(answer, about=f"the repository of {did}")

        def page(wild: Wild) -> tuple[list[wire.Passed], str | None]:
            entries, following = wire.paged("records")(wild)
            return [wire.passed(entry) for entry in entries], following

        return tamed(answer, page, about=f"the repository of {did}")

    async def _home(self, did: str) -> str:
        """Return the address of the data server of `did`, asking once even when two wait for it."""
        if did not in self._homes:
            self._homes[did] = asyncio.ensure_future(self._found(did))
        return await self._homes[did]

    async def _found(self, did: str) -> str:
        about = f"the repository of {did}"
        answer = await ask(self._client, wire.document(did, plc=self._plc), about=about)
        if answer.status != OK:
            raise refusal(answer, about=about)
        return tamed(answer, wire.home, about=about)


def _older(records: list[wire.Passed], than: datetime) -> bool:
    """Say whether the listing has reached records made before `than`, by the time their keys tell."""
    times = [time for record in records[-1:] if (time := wire.time_of(record.rkey)) is not None]
    return bool(times) and times[0] < than
