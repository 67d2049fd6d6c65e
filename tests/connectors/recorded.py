"""Recorded answers, and servers that give them again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from passaparola import http
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent


def recorded(platform: str, name: str) -> Any:
    """The JSON recorded as `name`."""
    return json.loads((HERE / platform / f"{name}.json").read_text())


def wild(platform: str, name: str) -> Wild:
    return Wild(recorded(platform, name))


def client(handler: Callable[[httpx.Request], httpx.Response]) -> Callable[[], http.Client]:
    """A maker of clients that are answered by `handler`, without pauses."""

    async def at_once(seconds: float) -> None:
        _ = seconds

    def make() -> http.Client:
        policy = http.Policy(pace=http.Pace(per_second=10_000, burst=10_000), attempts=2)
        return http.Client(policy, transport=httpx.MockTransport(handler), chance=http.Chance(sleep=at_once))

    return make
