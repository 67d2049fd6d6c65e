"""Connects an account on a WordPress site: finds the site's REST API, then tries the application password."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed
from passaparola.connectors.contract import Login
from passaparola.connectors.wordpress import wire
from passaparola.connectors.wordpress.connector import WordPressSpeaker
from passaparola.connectors.wordpress.site import Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Answer, Client

# developer.wordpress.org/rest-api/using-the-rest-api/discovery, 2026-11
_REL = "https://api.w.org/"
_HEADER = re.compile(rf"<([^<>]+)>\s*;\s*rel=\"?{re.escape(_REL)}")
_TAG = re.compile(rf"<link\b[^>]*\brel=[\"']{re.escape(_REL)}[\"'][^>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref=[\"']([^\"']+)[\"']", re.IGNORECASE)
_HEAD = 200_000  # bytes of a page in which its head ends


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Connect the account whose `user` and application `password` are given to the site at `place`."""
    written = place.strip()
    start = written if "://" in written else f"https://{written}"
    page = await ask(client, start, about=start)
    root = _root(page)
    home = tamed(await ask(client, root, about=start), wire.home, about=start)
    if not home.passwords:
        # WordPress offers them over https only, so the password never goes out in the open
        raise errors.Forbidden(
            f"{start} takes no application passwords; give its https address, or ask whoever runs it to"
            " allow them."
        )
    secrets = {
        "root": root,
        "user": answers.get("user", "").strip(),
        "password": "".join(answers.get("password", "").split()),
    }
    account = await WordPressSpeaker(Site(client, root, secrets), "").check()
    return Login(account, home.address, secrets)


def _root(page: Answer) -> str:
    """Return the REST API's address that a page names in its headers or head, else the one always there."""
    text = page.body[:_HEAD].decode(errors="replace")
    tag = _TAG.search(text)
    found = _HEADER.search(page.headers.get("link", "")) or (_HREF.search(tag[0]) if tag else None)
    place = page.url if urlsplit(page.url).path else f"{page.url}/"
    root = urljoin(place, unescape(found[1]) if found else "?rest_route=/")
    # a site behind a proxy may not know that it is reached over https
    if urlsplit(page.url).scheme == "https" and root.startswith("http://"):
        return "https://" + root.removeprefix("http://")
    return root
