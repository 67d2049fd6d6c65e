"""The keys of one account, held in memory: what the site keeps sealed in its database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Login, Renewal


@dataclass
class HeldKeys:
    """Keys of `account` at `place`; counts how often they were renewed."""

    place: str
    account: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)
    renewals: int = 0

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        if dict(stale) == dict(self.secrets):
            self.renewals += 1
            fresh = await renew(stale)
            self.secrets = {**self.secrets, **{name: value for name, value in fresh.items() if value}}
        return self.secrets


def keys_of(login: Login) -> HeldKeys:
    """The keys that connecting gave."""
    return HeldKeys(login.place, login.account.id, login.secrets)
