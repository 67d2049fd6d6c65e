"""Connecting by leave given on the platform's own page: the question waits in the session, sealed."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from passaparola import http
from passaparola.connectors import errors, oauth, registry
from passaparola.web.channels.keys import opened
from passaparola.web.channels.seal import Unsealable, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.sessions.backends.base import SessionBase

    from passaparola.connectors.contract import Login
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

WAITING = "leave"


def ask(session: SessionBase, brand: Brand, platform: str, place: str) -> str:
    """Return the page of the platform to send the person to; raises a `ConnectorError`."""
    begun = asyncio.run(_begin(brand, platform, place))
    told = {name: value for name, value in asdict(begun).items() if name != "app"}
    told |= {f"app {name}": value for name, value in begun.app.items()} | {
        "platform": platform,
        "place": place,
    }
    session[WAITING] = seal(told, _of(brand)).hex()
    return begun.url


async def _begin(brand: Brand, platform: str, place: str) -> oauth.Begun:
    back = f"{settings.ADDRESS}{reverse('channel-leave', args=[brand.slug])}"
    async with http.Client() as client:
        return await oauth.begin(registry.flow(platform, place), redirect_uri=back, client=client)


def answered(session: SessionBase, brand: Brand, url: str) -> tuple[str, Login]:
    """Return the platform, and what the answer at `url` opens there; a question is answered once.

    Raises a `ConnectorError`, also where nobody had asked.
    """
    try:
        told = unseal(bytes.fromhex(session.pop(WAITING, "")), _of(brand))
    except (Unsealable, ValueError) as error:
        raise errors.Invalid(
            "Nobody asked for this leave, or it was answered already: begin again."
        ) from error
    app = {name.removeprefix("app "): value for name, value in told.items() if name.startswith("app ")}
    begun = oauth.Begun(told["url"], told["redirect_uri"], told["state"], told["verifier"], app)
    return told["platform"], asyncio.run(_finish(told["platform"], told["place"], begun, url))


async def _finish(platform: str, place: str, begun: oauth.Begun, url: str) -> Login:
    async with http.Client() as client:
        secrets = await oauth.finish(registry.flow(platform, place), begun, url, client)
        return await registry.signed_in(platform, place, secrets, client)


def given_to(channel: Channel) -> dict[str, str]:
    """Return the secrets that leave gave to `channel`; none where a person typed them in."""
    try:
        secrets = opened(channel)
    except Unsealable:
        return {}
    return secrets if "client_id" in secrets else {}


def give_back(platform: str, place: str, secrets: Mapping[str, str]) -> None:
    """Give leave back to the platform that gave it; raises a `ConnectorError`."""
    asyncio.run(_give_back(platform, place, secrets))


async def _give_back(platform: str, place: str, secrets: Mapping[str, str]) -> None:
    async with http.Client() as client:
        await oauth.revoke(registry.flow(platform, place), secrets, client)


def _of(brand: Brand) -> str:
    return f"leave for brand {brand.pk}"
