"""Requests to one homeserver; a token that has run out is renewed once, whoever else waits for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.matrix import faults, wire

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from passaparola.connectors.contract import Keys, Medium
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")
REFUSING = 400
UNAUTHORIZED = 401
PLACE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
CLIENT = "/_matrix/client/v3"
SLOWEST = 100_000  # bytes a second that an upload may come down to
DEADLINE = 30.0  # seconds for the answer once the file is there


def path(*parts: str) -> str:
    """Return a path of the client-server API, each part of it written as one."""
    return "/".join([CLIENT, *(quote(part, safe="") for part in parts)])


class Homeserver:
    """Asks the homeserver of `keys`; every method raises `ConnectorError`."""

    def __init__(self, client: Client, keys: Keys) -> None:
        if not PLACE.fullmatch(keys.place):
            raise errors.Unreachable("This is no address of a homeserver; connect the channel again.")
        self._client = client
        self._keys = keys
        self.base = keys.place.rstrip("/")

    @property
    def user(self) -> str:
        """Who speaks."""
        return self._keys.secrets.get("user", "")

    async def get(self, where: str, read: Callable[[Wild], T], *, doing: str, **params: str) -> T:
        """Return what `read` makes of what is at `where`."""

        async def once(headers: Mapping[str, str]) -> Answer:
            url = f"{self.base}{where}"
            return await ask(self._client, url, about=self.base, params=[*params.items()], headers=headers)

        return tamed(await self._with_keys(once, doing=doing), read, about=self.base)

    async def put(self, where: str, body: Mapping[str, Any], *, doing: str, harmless: bool) -> str:
        """Send an event under the name at the end of `where`, and return its id."""

        async def once(headers: Mapping[str, str]) -> Answer:
            url = f"{self.base}{where}"
            return await tell(
                self._client, "PUT", url, doing=doing, harmless=harmless, headers=headers, json=dict(body)
            )

        failing = errors.Transient if harmless else errors.UnknownOutcome
        answer = await self._with_keys(once, doing=doing, failing=failing)
        try:
            return tamed(answer, wire.event_id, about=self.base)
        except errors.Garbled as error:
            raise failing(
                "The homeserver answered what its API does not promise, so nobody knows whether it is there."
            ) from error

    async def join(self, room: str, *, doing: str) -> str:
        """Join a room by its address or id, and return its id; who is in it already stays in it."""

        async def once(headers: Mapping[str, str]) -> Answer:
            where = f"{self.base}{path('join', room)}"
            return await tell(
                self._client, "POST", where, doing=doing, harmless=True, headers=headers, json={}
            )

        return tamed(await self._with_keys(once, doing=doing), wire.room, about=self.base)

    async def upload(self, medium: Medium, *, doing: str) -> str:
        """Upload a file, and return where it is: nobody sees it before a message names it."""
        where = f"{self.base}/_matrix/media/v3/upload?filename={quote(medium.name, safe='')}"

        async def once(headers: Mapping[str, str]) -> Answer:
            return await tell(
                self._client,
                "POST",
                where,
                doing=doing,
                harmless=True,
                headers={**headers, "content-type": medium.mime},
                content=medium.path,
                deadline=DEADLINE + medium.size / SLOWEST,
            )

        answer = await self._with_keys(once, doing=doing, field="media")
        return tamed(answer, wire.content_uri, about=self.base)

    async def _with_keys(
        self,
        once: Callable[[Mapping[str, str]], Awaitable[Answer]],
        *,
        doing: str,
        field: str = "text",
        failing: type[errors.ConnectorError] = errors.Transient,
    ) -> Answer:
        """Ask with the keys there are, and once more with new ones where these have run out."""
        stale = self._keys.secrets
        answer = await once(_shown(stale))
        # a token that was renewed elsewhere in the meantime is refused like one that was taken back
        if answer.status == UNAUTHORIZED and stale.get("refresh_token"):
            answer = await once(_shown(await self._keys.renewed(stale, self._renew)))
        if answer.status >= faults.FAILING:
            raise failing(f"Could not {doing}: the homeserver answers {answer.status}; try again later.")
        if answer.status >= REFUSING:
            raise faults.told(answer.status, _fault(answer), doing=doing, field=field)
        return answer

    async def _renew(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        """Return new keys for those that have run out; the session, and with it what it has sent, stays."""
        return await signed(
            self._client,
            f"{self.base}{CLIENT}/refresh",
            {"refresh_token": stale.get("refresh_token", "")},
            doing="renew the session",
        )


async def signed(client: Client, url: str, body: Mapping[str, Any], *, doing: str) -> dict[str, str]:
    """Return the keys that a login or a renewal at `url` gives."""
    answer = await tell(client, "POST", url, doing=doing, harmless=True, json=dict(body))
    if answer.status >= faults.FAILING:
        raise errors.Transient(f"Could not {doing}: the homeserver answers {answer.status}; try again later.")
    if answer.status >= REFUSING:
        raise faults.told(answer.status, _fault(answer), doing=doing, field="password")
    return tamed(answer, wire.keys, about="the keys")


def _shown(secrets: Mapping[str, str]) -> dict[str, str]:
    return {"authorization": f"Bearer {secrets.get('access_token', '')}"}


def _fault(answer: Answer) -> wire.Fault:
    try:
        return tamed(answer, wire.fault, about="the answer")
    except errors.Garbled:  # what stands in front of a server refuses in words of its own
        return wire.Fault("", "nothing", soft=False)
