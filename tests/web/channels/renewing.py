"""A process that wants a channel's keys renewed, as two workers do at once.

    python renewing.py CHANNEL DATABASE LOG HOW_MANY

Each renewal leaves a line in LOG; what everybody has in the end is written to standard output.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.web.channels.keys import ChannelKeys

SECRETS = {"access": "old", "refresh": "r1"}


async def renew(stale: Mapping[str, str], log: Path) -> Mapping[str, str]:
    """Hand out new keys, slowly; twice with the same refresh token would be refused by a platform."""
    with log.open("a") as file:
        file.write(f"{stale['refresh']}\n")
    await asyncio.sleep(0.5)
    return {"access": f"after {stale['refresh']}", "refresh": "r2"}


async def all_at_once(keys: list[ChannelKeys], log: Path) -> list[Mapping[str, str]]:
    return list(
        await asyncio.gather(*(each.renewed(SECRETS, lambda stale: renew(stale, log)) for each in keys))
    )


def main(channel_id: str, database: str, log: str, count: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from passaparola.web.channels.keys import ChannelKeys  # noqa: PLC0415 - Django has to be ready first
    from passaparola.web.channels.models import Channel  # noqa: PLC0415

    keys = [ChannelKeys(Channel.objects.get(pk=int(channel_id))) for _ in range(int(count))]
    sys.stdout.write(json.dumps(asyncio.run(all_at_once(keys, Path(log)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
