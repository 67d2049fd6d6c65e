"""Calls to a Bot API server. The bot's token is part of every address, so no address is ever shown."""

from __future__ import annotations

import json
import re
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed, tell
from passaparola.connectors.telegram import faults, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from passaparola.connectors.contract import Medium
    from passaparola.connectors.telegram.calls import Call
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client
    from passaparola.http.client import File

T = TypeVar("T")
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,200}")
PLACE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?")
SLOWEST = 100_000  # bytes a second that an upload may come down to
DEADLINE = 30.0  # seconds for the answer once the files are there
UNSEEN = "look in the chat whether it is there, and say so here: a bot cannot look"


class Api:
    """Asks the server at `place` on behalf of the bot with `token`; every method raises `ConnectorError`."""

    def __init__(self, client: Client, place: str, token: str) -> None:
        # an address that cannot be asked would be quoted in the error, and the token with it
        if not PLACE.fullmatch(place):
            raise errors.Invalid("This is no address of a Bot API server; give https://HOST.", field="place")
        if not TOKEN.fullmatch(token):
            raise errors.AuthRevoked("This is no bot's token; copy the one that @BotFather gave.")
        self._client = client
        self._base = place.rstrip("/")
        self._token = token

    @property
    def bot(self) -> str:
        """The bot's number, which its token begins with."""
        return self._token.partition(":")[0]

    async def post(self, call: Call, *, doing: str) -> Wild:
        """Return what `call` made; raises `UnknownOutcome` where it may have made it all the same."""
        try:
            return await self._done(call, doing=doing, harmless=False)
        except errors.UnknownOutcome as error:
            raise errors.UnknownOutcome(f"Nobody knows whether one could {doing}: {UNSEEN}.") from error
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                f"Telegram answered what its API does not promise, so nobody knows: {UNSEEN}."
            ) from error

    async def repeat(self, call: Call, *, doing: str) -> Wild:
        """Return what `call` gives, where doing it twice is doing it once."""
        return await self._done(call, doing=doing, harmless=True)

    async def read(self, call: Call, read: Callable[[Wild], T], *, doing: str) -> T:
        """Return what `read` makes of what `call` gives."""
        try:
            return read(await self.repeat(call, doing=doing))
        except errors.Garbled as error:
            raise errors.Garbled(
                f"Could not {doing}: the server does not answer like a Bot API server; check its address."
            ) from error

    async def _done(self, call: Call, *, doing: str, harmless: bool) -> Wild:
        answer = await self._sent(call, doing=doing, harmless=harmless)
        if answer.status >= faults.FAILING:
            kind = errors.Transient if harmless else errors.UnknownOutcome
            raise kind(f"Could not {doing}: Telegram answers {answer.status}; try again later.")
        found = _read(answer)
        if isinstance(found, wire.Fault):
            raise faults.told(found, doing=doing)
        return found

    async def _sent(self, call: Call, *, doing: str, harmless: bool) -> Answer:
        url = f"{self._base}/bot{self._token}/{call.method}"
        with ExitStack() as opened:
            sending = _parts(call, opened)
            answer = await tell(
                self._client,
                "POST",
                url,
                doing=doing,
                harmless=harmless,
                deadline=_deadline(call),
                **sending,
            )
        return replace(answer, url=f"{self._base}/{call.method}")


def _read(answer: Answer) -> Wild | wire.Fault:
    try:
        return tamed(answer, wire.result, about="the answer")
    except errors.Garbled:
        # what stands in front of a server refuses in words of its own, but it does refuse
        if answer.status < faults.REFUSING:
            raise
        return wire.Fault(answer.status, "nothing")


def _deadline(call: Call) -> float | None:
    """Return the seconds that files may take on a slow line; None where there are none."""
    return DEADLINE + sum(file.size for file in call.files.values()) / SLOWEST if call.files else None


def _parts(call: Call, opened: ExitStack) -> dict[str, Any]:
    """Return the body: JSON, or a form whose texts are JSON where they are more than a text."""
    if not call.files:
        return {"json": dict(call.fields)}
    form = {
        name: value if isinstance(value, str) else json.dumps(value) for name, value in call.fields.items()
    }
    return {"form": form, "files": _open(call.files, opened)}


def _open(files: Mapping[str, Medium], opened: ExitStack) -> dict[str, File]:
    return {
        part: (medium.name, opened.enter_context(medium.path.open("rb")), medium.mime)
        for part, medium in files.items()
    }
