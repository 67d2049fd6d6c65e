"""One session with a wiki's Action API (www.mediawiki.org/wiki/API:Login, API:Etiquette, 2026-11).

A session lasts for one act: nobody has to keep its cookies, and two accounts never share them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.mediawiki import refusals, wire

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Answer, Client

LAG = "5"  # seconds the wiki's databases may be behind before it refuses to be troubled
PATIENCE = 60.0  # seconds
KNOWING = {"meta": "siteinfo|userinfo", "siprop": "general|namespaces", "uiprop": "rights|blockinfo"}
EDITING = KNOWING | {"meta": "siteinfo|userinfo|tokens"}
FORM = {"format": "json", "formatversion": "2"}
_COOKIES = re.compile(r",\s*(?=[^;,=\s]+=)")  # several, in one header; their dates have commas as well


class Api:
    """Asks the wiki whose `api.php` is at `url`; every method raises `ConnectorError`s."""

    def __init__(self, client: Client, url: str, secrets: Mapping[str, str]) -> None:
        self.url = url
        self.host = urlsplit(url).netloc
        self._client = client
        self._secrets = secrets
        self._cookies: dict[str, str] = {}

    async def opened(self) -> Api:
        """Log in with the bot password; a token needs no session."""
        if self._secrets.get("token"):
            return self
        self._cookies.clear()
        doing = f"log in to {self.host}"
        answer = await self._got({"action": "query", "meta": "tokens", "type": "login"}, doing=doing)
        form = {
            "action": "login",
            "lgname": self._secrets.get("user", ""),
            "lgpassword": self._secrets.get("password", ""),
            "lgtoken": tamed(answer, lambda wild: wire.token(wild, "login"), about=self.host),
        }
        answer = await self._posted(form, doing=doing, harmless=True)
        result, reason = tamed(answer, wire.login, about=self.host)
        if result == "Throttled":
            raise errors.RateLimited(f"Could not {doing}: too many tries; try again in some minutes.")
        if result != "Success":
            raise errors.AuthRevoked(
                f"Could not {doing}: the wiki does not take this bot user name and bot password; connect the"
                f" channel again with a new one (it says {reason[: refusals.SAID] or result})."
            )
        return self

    async def query(self, *, doing: str, **params: str) -> Answer:
        """Return the answer to a question asked as the account."""
        known = {"action": "query", "assert": "user", "maxlag": LAG}
        return await self._got(known | params, doing=doing)

    async def edit(self, params: Mapping[str, str], *, doing: str, harmless: bool = False) -> Answer:
        """Return the answer to an edit that was not refused; `params` bring its token."""
        known = {"action": "edit", "assert": "user", "maxlag": LAG}
        answer = await self._posted({**known, **params}, doing=doing, harmless=harmless)
        why = tamed(answer, wire.refused, about=self.host)
        if why:
            raise refusals.named(wire.Fault(why, ""), doing=doing, harmless=harmless)
        return answer

    async def _got(self, params: Mapping[str, str], *, doing: str) -> Answer:
        sent = [*params.items(), *FORM.items()]
        answer = await ask(self._client, self.url, about=self.host, params=sent, headers=self._headers())
        return self._checked(answer, doing=doing, harmless=True)

    async def _posted(self, form: Mapping[str, str], *, doing: str, harmless: bool) -> Answer:
        answer = await tell(
            self._client,
            "POST",
            self.url,
            doing=doing,
            harmless=harmless,
            headers=self._headers(),
            form={**form, **FORM},
            deadline=PATIENCE,
        )
        return self._checked(answer, doing=doing, harmless=harmless)

    def _checked(self, answer: Answer, *, doing: str, harmless: bool) -> Answer:
        self._keep(answer.headers.get("set-cookie", ""))
        refused = refusals.refused(answer, doing=doing, harmless=harmless)
        if refused is not None:
            raise refused
        return answer

    def _headers(self) -> dict[str, str]:
        token = self._secrets.get("token")
        if token:
            return {"authorization": f"Bearer {token}"}
        kept = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"cookie": kept} if kept else {}

    def _keep(self, header: str) -> None:
        for cookie in _COOKIES.split(header):
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self._cookies[name.strip()] = value
