"""The door to one account on its server: what goes through it carries the account's token."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from passaparola.connectors import errors, oauth
from passaparola.connectors.asking import ask, listened, tell
from passaparola.connectors.mastodon.flow import flow
from passaparola.connectors.mastodon.refusals import AGAIN, OK, UNAUTHORISED, refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence

    from passaparola.connectors.contract import Keys
    from passaparola.http import Answer, Client

STREAM = "text/event-stream"


class Door:
    """Asks and tells the server of `keys`; every method raises `ConnectorError`."""

    def __init__(self, keys: Keys, client: Client) -> None:
        self.base = keys.place.rstrip("/")
        self.host = self.base.partition("://")[2]
        self._keys = keys
        self._client = client

    async def read(
        self,
        path: str,
        *,
        doing: str,
        params: Sequence[tuple[str, str]] = (),
        also: Collection[int] = (),
    ) -> Answer:
        """Return the answer to a question: a success, or one of the statuses that are `also` an answer."""
        url = f"{self.base}/{path}"

        async def asked(headers: Mapping[str, str]) -> Answer:
            return await ask(self._client, url, about=self.host, params=params, headers=headers)

        answer = await self._with_token(asked)
        if answer.status in OK or answer.status in also:
            return answer
        raise refusal(answer, host=self.host, doing=doing)

    async def write(  # noqa: PLR0913 - what is sent where, and what it does
        self,
        method: str,
        path: str,
        *,
        doing: str,
        harmless: bool = True,
        also: Collection[int] = (),
        headers: Mapping[str, str] | None = None,
        **sending: Any,
    ) -> Answer:
        """Send something, and return the answer as `read` does; `harmless` where twice is as good as once."""
        url, more = f"{self.base}/{path}", dict(headers or {})

        async def sent(keys: Mapping[str, str]) -> Answer:
            return await tell(
                self._client, method, url, doing=doing, harmless=harmless, headers={**more, **keys}, **sending
            )

        answer = await self._with_token(sent)
        if answer.status in OK or answer.status in also:
            return answer
        raise refusal(answer, host=self.host, doing=doing, harmless=harmless)

    @asynccontextmanager
    async def stream(self, url: str) -> AsyncIterator[AsyncIterator[str]]:
        """Open the stream at `url`, and give its lines; raises where there is none for this account."""
        async with listened(self._client, url, about=self.host, headers=_bearer(self._keys.secrets)) as line:
            if line.status == UNAUTHORISED:
                raise errors.AuthExpired(f"{self.host} lets nobody listen with this token; {AGAIN}.")
            if line.status not in OK or not line.headers.get("content-type", "").startswith(STREAM):
                raise errors.Unreachable(f"{self.host} has no stream to listen to; it is asked instead.")
            yield line.lines

    async def _with_token(self, asked: Callable[[Mapping[str, str]], Awaitable[Answer]]) -> Answer:
        """Return the answer; a token that has run out is renewed once where the server gave the means.

        Mastodon's own tokens never run out; those of others in the family may (Pleroma and Akkoma, 2026-08).
        """
        secrets = self._keys.secrets
        answer = await asked(_bearer(secrets))
        if answer.status == UNAUTHORISED and secrets.get("refresh_token"):
            answer = await asked(_bearer(await self._keys.renewed(secrets, self._renewed)))
        return answer

    async def _renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        return await oauth.refresh(flow(self.base), stale, self._client)


def _bearer(secrets: Mapping[str, str]) -> Mapping[str, str]:
    """Return the headers of every request: who asks, and that the line is not used again.

    On a line that was used before, nobody knows what became of a post when the server, done with it, cuts it.
    """
    return {"authorization": f"Bearer {secrets.get('access_token', '')}", "connection": "close"}
