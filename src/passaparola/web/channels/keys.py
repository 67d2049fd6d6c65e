"""A channel's keys as its connector sees them: opened when used, renewed by one at a time, never lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.models import Q
from django.utils import timezone

from passaparola.connectors.errors import AuthRevoked, Transient
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.contract import Renewal

ALONE = timedelta(seconds=60)
"""How long whoever renews has for it; then another may try."""

LOOK = 0.2  # seconds between two looks whether the other has done it
LOOKS = 350  # a little longer than `ALONE`: whoever waits for one that died comes after it

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds between tries to store new keys; in all, less than there is for renewing alone."""


def name_of(channel: Channel) -> str:
    """Return what a channel's seal is bound to: it stays when the account changes its name."""
    return f"channel {channel.brand_id} {channel.platform} {channel.native_id}"


def opened(channel: Channel) -> dict[str, str]:
    """Return the channel's secrets, none where it needs none; raises `Unsealable`."""
    return unseal(bytes(channel.sealed), name_of(channel)) if channel.sealed else {}


class ChannelKeys:
    """Meets `connectors.contract.Keys` for a stored channel; shows no secret in its repr."""

    def __init__(self, channel: Channel) -> None:
        self.place = channel.place
        self.account = channel.native_id
        self._channel = channel
        self._secrets = opened(channel)
        self._until: datetime | None = None

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the secrets as they are now."""
        return self._secrets

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        """Return secrets newer than `stale`, renewed here or by whoever holds the row's renewal."""
        for _ in range(LOOKS):
            _, self._secrets = await sync_to_async(self._read)()
            if self._secrets != dict(stale):
                return self._secrets
            if await sync_to_async(self._alone)():
                return await self._renew(stale, renew)
            await asyncio.sleep(LOOK)
        raise Transient("The keys of this channel are being renewed and it takes too long; try again later.")

    async def _renew(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        try:
            # They may have been renewed between the last look and now.
            sealed, self._secrets = await sync_to_async(self._read)()
            if self._secrets != dict(stale):
                await sync_to_async(self._let_others)()
                return self._secrets
            fresh = await renew(stale)
        except BaseException:
            await sync_to_async(self._let_others)()
            raise
        # What is empty was not given: it never replaces what is there (a refresh token is often sent once).
        renewed = {**stale, **{name: value for name, value in fresh.items() if value}}
        if not await self._stored(renewed, sealed):
            # A new connection, or another renewal, was quicker: what is there now is newer.
            _, renewed = await sync_to_async(self._read)()
        self._secrets = renewed
        return renewed

    async def _stored(self, secrets: Mapping[str, str], instead_of: bytes) -> bool:
        """Store what is good for one use and given once; wait for a database that is away for a moment."""
        for pause in PAUSES:
            try:
                return await sync_to_async(self._store)(secrets, instead_of)
            except (OperationalError, InterfaceError):
                await asyncio.sleep(pause)
        return await sync_to_async(self._store)(secrets, instead_of)

    def _read(self) -> tuple[bytes, dict[str, str]]:
        """Return the secrets as they are stored now, sealed and opened."""
        close_old_connections()
        channel = Channel.objects.get(pk=self._channel.pk)
        if channel.sealed is None:
            raise AuthRevoked("The channel was disconnected meanwhile: connect it again, then try again.")
        return bytes(channel.sealed), opened(channel)

    def _alone(self) -> bool:
        """Take the renewal for ourselves; False while somebody else has it."""
        now = timezone.now()
        free = Q(renewing_until=None) | Q(renewing_until__lte=now) | Q(renewing_until__gt=now + 2 * ALONE)
        rows = Channel.objects.filter(free, pk=self._channel.pk)
        if rows.update(renewing_until=now + ALONE) != 1:
            return False
        self._until = now + ALONE
        return True

    def _let_others(self) -> None:
        Channel.objects.filter(pk=self._channel.pk, renewing_until=self._until).update(renewing_until=None)

    def _store(self, secrets: Mapping[str, str], instead_of: bytes) -> bool:
        """Keep `secrets`; False where others came, or all were forgotten, since the old ones were read."""
        close_old_connections()
        rows = Channel.objects.filter(pk=self._channel.pk, sealed=instead_of)
        sealed = seal(secrets, name_of(self._channel))
        return rows.update(sealed=sealed, renewing_until=None, renewed_at=timezone.now()) == 1
