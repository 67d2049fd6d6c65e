"""Connects an account on a wiki: finds the wiki's API, then tries the keys."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from passaparola.connectors import errors
from passaparola.connectors.asking import ask
from passaparola.connectors.contract import Login
from passaparola.connectors.mediawiki.api import Api
from passaparola.connectors.mediawiki.connector import MediaWikiSpeaker

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Answer, Client

# every page of a wiki names its API (www.mediawiki.org/wiki/API:Main_page, 2026-11)
_TAG = re.compile(r"<link\b[^>]*\brel=[\"']EditURI[\"'][^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref=[\"']([^\"'?]+)", re.IGNORECASE)
_HEAD = 500_000  # bytes of a page in which its head ends
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect the account of a bot `user` and `password`, or of a `token`, on the wiki at `place`."""
    written = place.strip()
    start = written if "://" in written else f"https://{written}"
    url = start if start.endswith("/api.php") else _api(await ask(client, start, about=start), start)
    if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in HERE:
        raise errors.Forbidden(
            f"{start} is not encrypted, and a password is not sent there; give its https address."
        )
    secrets = {"api": url} | {
        key: answers[key].strip() for key in ("user", "password", "token") if answers.get(key)
    }
    if not secrets.get("token") and not (secrets.get("user") and secrets.get("password")):
        raise errors.Invalid("Give a bot user name and a bot password, or an access token.", field="user")
    account = await MediaWikiSpeaker(Api(client, url, secrets), "").check()
    return Login(account, start, secrets)


def _api(page: Answer, start: str) -> str:
    tag = _TAG.search(page.body[:_HEAD].decode(errors="replace"))
    found = _HREF.search(tag[0]) if tag else None
    if found is None:
        raise errors.Unreachable(
            f"{start} is no page of a wiki whose API is open; give the address of a page there."
        )
    url = urljoin(page.url, unescape(found[1]))
    return url if urlsplit(page.url).scheme == "http" else url.replace("http://", "https://", 1)
