"""What can be done with channels: connected, checked, renewed, taken off; told how a platform answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from passaparola import http
from passaparola.connectors import errors, oauth, registry
from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.brands import audit
from passaparola.web.channels.keys import ChannelKeys, name_of, opened
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import Unsealable, seal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.connectors.contract import Account, Login
    from passaparola.web.brands.models import Brand

CONNECTED = audit.verb("channel.connected", gettext_lazy("connected a channel"))
DISCONNECTED = audit.verb("channel.disconnected", gettext_lazy("disconnected a channel"))

NAME, ADDRESS = 255, 500
"""Letters there is room for."""

LOCKED_OUT = (errors.AuthExpired, errors.AuthRevoked)
"""What only connecting again mends."""


def add_channel(  # noqa: PLR0913 - an account's own words, all by name
    brand: Brand, *, platform: str, native_id: str, handle: str, name: str = "", url: str = ""
) -> Channel:
    """Return the brand's account `native_id` on `platform`, added or brought up to date."""
    channel, _ = Channel.objects.update_or_create(
        brand=brand,
        platform=platform,
        native_id=native_id,
        defaults={"handle": handle, "name": name, "url": url},
    )
    return channel


async def sign_in(platform: str, place: str, answers: Mapping[str, str]) -> Login:
    """Ask `platform` to let us in with what a person typed in; raises a `ConnectorError`."""
    async with http.Client() as client:
        return await registry.sign_in(platform, place, answers, client)


@transaction.atomic
def connect(brand: Brand, platform: str, login: Login, now: datetime) -> Channel:
    """Keep what `login` gave as a channel of `brand`; one that was there before comes back with its past.

    An empty secret replaces none that is there; those of another way to connect are forgotten.
    """
    account = login.account
    channel = add_channel(brand, platform=platform, native_id=account.id, **_shown(account))
    channel.place = login.place
    channel.sealed = seal(_kept(channel, login.secrets), name_of(channel))
    channel.connected_at, channel.disconnected_at = now, None
    channel.locked_out, channel.refusal, channel.paused_until = False, "", None
    channel.renewing_until = None
    _tell(channel, account, now)
    channel.save()
    return channel


def _kept(channel: Channel, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return what of `secrets` is not empty, with what was given before only once and still opens."""
    given = {name: value for name, value in secrets.items() if value}
    try:
        return {**oauth.given_once(opened(channel), given), **given}
    except Unsealable:
        return given


def _shown(account: Account) -> dict[str, str]:
    """Return how an account shows itself, cut to what there is room for: its server may say anything."""
    url = account.url if len(account.url) <= ADDRESS else ""
    return {"handle": account.handle[:NAME], "name": account.name[:NAME], "url": url}


def _tell(channel: Channel, account: Account, now: datetime) -> None:
    for name, value in _shown(account).items():
        setattr(channel, name, value)
    channel.scopes, channel.limits = list(account.scopes), dict(account.limits)
    channel.expires_at, channel.checked_at = account.expires_at, now


async def look(channel: Channel) -> Account:
    """Ask the channel's platform how the account is; raises a `ConnectorError`."""
    if channel.disconnected_at or not channel.connected_at or channel.platform not in PLATFORMS:
        raise errors.Forbidden("This channel is not connected: connect it, then look again.")
    async with http.Client() as client:
        account: Account = await registry.speaker(channel.platform, ChannelKeys(channel), client).check()
    return account


def keep_looked(channel: Channel, account: Account, now: datetime) -> None:
    """Keep what a look at the account told, and that it went well."""
    _tell(channel, account, now)
    channel.locked_out, channel.refusal = False, ""
    names = ("handle", "name", "url", "scopes", "limits", "expires_at", "checked_at", "locked_out", "refusal")
    _as_looked_at(channel).update(**{name: getattr(channel, name) for name in names})


def refused(channel: Channel, error: Exception, now: datetime) -> None:
    """Keep the sentence in which the platform refused, and whether only connecting again helps."""
    fields: dict[str, Any] = {"refused_at": now, "refusal": str(error)}
    if isinstance(error, LOCKED_OUT):
        fields["locked_out"] = True
    _as_looked_at(channel).update(**fields)


def _as_looked_at(channel: Channel) -> QuerySet[Channel]:
    """Return the row, unless it was connected anew since: what was said of the old keys says nothing now."""
    return Channel.objects.filter(pk=channel.pk, connected_at=channel.connected_at)


def disconnect(channel: Channel, now: datetime) -> None:
    """Take the channel off and forget its secrets; what was published through it stays known."""
    Channel.objects.filter(pk=channel.pk).update(
        disconnected_at=now, connected_at=None, sealed=None, renewing_until=None, scopes=[], expires_at=None
    )
