"""One connection over which batch after batch is asked for; between them the database may be touched."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext_noop

from passaparola.connectors.errors import Transient
from passaparola.http import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from passaparola.connectors.contract import Batch

DEADLINE = 120.0  # seconds for one batch
LONG = 10.0
"""Seconds of asking in one go; then the others have their turn, and this one goes on at once."""

SLOW = gettext_noop("Its platform took too long to tell what is new: it is asked again.")


class Line:
    """Asks with its `client` until it is left."""

    def __init__(self) -> None:
        self.client = Client()
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._runner as runner:
            runner.run(self.client.__aexit__(None, None, None))

    def drain(self, ask: Callable[[], Coroutine[Any, Any, Batch]], keep: Callable[[Batch], bool]) -> bool:
        """Ask and keep until there is no more (True), or for `LONG` (False); raises `ConnectorError`."""
        begun = time.monotonic()
        while time.monotonic() - begun < LONG:
            if not keep(self._runner.run(_in_time(ask()))):
                return True
        return False


async def _in_time(asked: Coroutine[Any, Any, Batch]) -> Batch:
    try:
        async with asyncio.timeout(DEADLINE):
            return await asked
    except TimeoutError as error:
        raise Transient(SLOW) from error
