"""An account's own server, asked in the account's name.

A token that has run out is renewed once with the refresh token, never by signing in again: Bluesky counts
sign-ins (300 a day, some hosts 100; docs.bsky.app/docs/advanced-guides/rate-limits, 2026-08). A refresh token
may be used again within two hours, so that an answer lost on the way locks nobody out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.bluesky import answers, refusals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from passaparola.connectors.contract import Keys
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")


class Session:
    """Asks the server of `keys`; every method raises a `ConnectorError`."""

    def __init__(self, keys: Keys, client: Client) -> None:
        self.client = client
        self.keys = keys
        self.base = keys.place.rstrip("/")
        self.did = keys.account

    async def read(
        self, method: str, read: Callable[[Wild], T], *, about: str, params: Sequence[tuple[str, str]] = ()
    ) -> T:
        """Return what `read` makes of the answer to a query; `about` completes "Could not read ..."."""

        async def once(token: str) -> Answer:
            return await ask(
                self.client, self.url(method), about=about, params=params, headers=_bearer(token)
            )

        answer = await self._held(once)
        if answer.status != refusals.OK:
            raise refusals.refusal(answer, doing=f"read {about}", harmless=True)
        return tamed(answer, read, about=about)

    async def send(
        self,
        method: str,
        read: Callable[[Wild], T],
        *,
        doing: str,
        harmless: bool = False,
        headers: Mapping[str, str] | None = None,
        **sending: Any,
    ) -> T:
        """Return what `read` makes of the answer to a procedure; `sending` is that of `http.Client.send`."""

        async def once(token: str) -> Answer:
            more = {**(headers or {}), **_bearer(token)}
            return await tell(
                self.client, "POST", self.url(method), doing=doing, harmless=harmless, headers=more, **sending
            )

        answer = await self._held(once)
        if answer.status != refusals.OK:
            raise refusals.refusal(answer, doing=doing, harmless=harmless)
        try:
            return tamed(answer, read, about=f"the answer to “{doing}”")
        except errors.Garbled as error:
            if harmless:
                raise
            raise errors.UnknownOutcome(str(error)) from error

    async def me(self) -> answers.Me:
        """Return the account; raises `AuthRevoked` where it is not active, or not the one of the channel."""
        found = await self.read("com.atproto.server.getSession", answers.me, about="the account")
        if found.active and found.did == self.did:
            return found
        raise errors.AuthRevoked(
            f"{found.handle} is {found.status or 'not the account of this channel'} on {self.base}:"
            " set that right there, then connect the channel again."
        )

    def url(self, method: str) -> str:
        """Return where `method` is asked."""
        return f"{self.base}/xrpc/{method}"

    async def _held(self, once: Callable[[str], Awaitable[Answer]]) -> Answer:
        held = self.keys.secrets
        answer = await once(held.get("access", ""))
        if not refusals.run_out(answer):
            return answer
        fresh = await self.keys.renewed(held, self._renewed)
        return await once(fresh.get("access", ""))

    async def _renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        doing = "renew the session"
        url = self.url("com.atproto.server.refreshSession")
        headers = _bearer(stale.get("refresh", ""))
        answer = await tell(self.client, "POST", url, doing=doing, harmless=True, headers=headers)
        if answer.status != refusals.OK:
            raise refusals.refusal(answer, doing=doing, harmless=True)
        return tamed(answer, answers.session, about="the new session")


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
