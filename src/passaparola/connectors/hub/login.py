"""Opens a brand's own feed: there is nobody to ask."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from passaparola.connectors.contract import Account, Login
from passaparola.connectors.errors import Invalid
from passaparola.connectors.hub.entry import NAME
from passaparola.connectors.hub.installation import HERE, page
from passaparola.connectors.hub.shelf import About, Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.http import Client


async def sign_in(place: str, answers: Mapping[str, str], client: Client) -> Login:
    """Open the feed of `answers["brand"]`, which the site says and nobody types in, called `brand name`."""
    _ = place, client
    account = answers.get("brand", "")
    if not NAME.fullmatch(account):
        raise Invalid("A feed is opened from the settings of its brand.", field="brand")
    about = About(account, answers.get("brand name", "").strip() or account, _hub(answers.get("hub", "")))
    await asyncio.to_thread(Shelf(account).keep_about, about)
    return Login(Account(account, account, about.name, page(account)), HERE, {})


def _hub(text: str) -> str:
    hub = text.strip()
    if hub and (urlsplit(hub).scheme not in {"http", "https"} or not urlsplit(hub).hostname):
        raise Invalid("The hub's address begins with https:// and a host.", field="hub")
    return hub
