"""A brand's channel on the simulated network: the one place of the site that publishes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Account, Login
from passaparola.connectors.errors import Gone
from passaparola.connectors.sandbox.network import SCHEME, Network, find
from passaparola.web.channels.actions import connect

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel


@dataclass(frozen=True, slots=True)
class Place:
    """A simulated network: the file it is kept in, its name, its seed and how fast its people are."""

    path: Path
    name: str
    seed: int
    speed: float

    def open(self) -> Network:
        """Return the network, made where it is new."""
        return Network.open(self.path, self.name, seed=self.seed, speed=self.speed)


def join(place: Place, brand: Brand, handle: str, *, followers: int, now: datetime) -> Channel:
    """Give `brand` an account at `place` with so many simulated followers."""
    account = place.open().join(handle, brand.name, followers=followers)
    login = Login(Account(handle, handle, account.name), f"{SCHEME}{place.name}", {})
    return connect(brand, "sandbox", login, now)


def publish(place: Place, handle: str, text: str, at: datetime, *, key: str) -> str:
    """Publish `text` as `handle` and return its address; the same `key` is the same post."""
    return place.open().publish(handle, text, at, key=key)


def published(path: Path, name: str, handle: str) -> list[datetime]:
    """Return when `handle` published on the network `name`, the oldest first; nothing where there is none."""
    try:
        return find(path, name).published(handle)
    except Gone:
        return []
