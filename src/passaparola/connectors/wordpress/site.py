"""Questions and orders to one WordPress, with an application password."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from passaparola.connectors.asking import ask, tell
from passaparola.connectors.wordpress import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Answer, Client

DONE = frozenset({200, 201})
PATIENCE = 60.0  # seconds; a site may send pings and mails before it answers


def address(root: str, path: str, query: Mapping[str, str]) -> str:
    """Return where `path` of an API is asked; its root is a folder, or itself a question (?rest_route=/)."""
    asked = f"{root.rstrip('/')}/{path.lstrip('/')}"
    if not query:
        return asked
    return f"{asked}{'&' if '?' in root else '?'}{urlencode(query)}"


class Site:
    """Speaks to the REST API at `root` as the person whose keys `secrets` are; raises `ConnectorError`s."""

    def __init__(self, client: Client, root: str, secrets: Mapping[str, str]) -> None:
        self._client = client
        self._root = root
        pair = f"{secrets.get('user', '')}:{secrets.get('password', '')}"
        self._headers = {"authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        self.host = urlsplit(root).netloc

    async def get(self, path: str, *, doing: str, **query: str) -> Answer:
        """Return the answer to a question that was answered well."""
        url = address(self._root, f"wp/v2/{path}", query)
        answer = await ask(self._client, url, about=self.host, headers=self._headers)
        if answer.status not in DONE:
            raise refusals.refusal(answer, doing=doing, harmless=True)
        return answer

    async def send(  # noqa: PLR0913 - a request's own parts, all by name
        self,
        method: str,
        path: str,
        *,
        doing: str,
        harmless: bool = False,
        query: Mapping[str, str] | None = None,
        but: frozenset[str] = frozenset(),
        **sending: Any,
    ) -> Answer:
        """Return the answer to an order that was carried out, or that was refused with a code in `but`."""
        url = address(self._root, f"wp/v2/{path}", query or {})
        sending.setdefault("deadline", PATIENCE)
        answer = await tell(
            self._client, method, url, doing=doing, harmless=harmless, headers=self._headers, **sending
        )
        if answer.status not in DONE and not (but and refusals.told(answer).code in but):
            raise refusals.refusal(answer, doing=doing, harmless=harmless)
        return answer
