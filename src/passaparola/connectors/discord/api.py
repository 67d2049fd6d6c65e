"""Requests to Discord. A webhook's address is its key, so no address is ever shown."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.discord import faults, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from passaparola.connectors.contract import Medium
    from passaparola.connectors.discord.ways import Way
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer, Client

T = TypeVar("T")
REFUSING = 400
SLOWEST = 100_000  # bytes a second that an upload may come down to
DEADLINE = 30.0  # seconds for the answer once the files are there


class Api:
    """Asks Discord by one `way`; every method raises `ConnectorError`."""

    def __init__(self, client: Client, way: Way) -> None:
        self._client = client
        self.way = way

    async def post(self, body: Mapping[str, Any], media: Sequence[Medium], *, doing: str) -> wire.Message:
        """Return the message made; raises `UnknownOutcome` where it may have been made all the same."""
        try:
            return await self._posted(body, media, doing=doing)
        except errors.UnknownOutcome as error:
            if self.way.by_bot:
                raise
            raise errors.UnknownOutcome(
                f"Nobody knows whether one could {doing}: look there, and say so here; a webhook cannot look."
            ) from error

    async def _posted(self, body: Mapping[str, Any], media: Sequence[Medium], *, doing: str) -> wire.Message:
        with ExitStack() as opened:
            answer = await tell(
                self._client,
                "POST",
                self.way.posts,
                doing=doing,
                headers=self.way.headers,
                **_parts(body, media, opened),
            )
        answer = self._checked(answer, doing=doing, failing=errors.UnknownOutcome)
        try:
            return self._read(answer, wire.message)
        except errors.Garbled as error:
            raise errors.UnknownOutcome(
                "Discord answered what its API does not promise, so nobody knows whether the post is there."
            ) from error

    async def change(self, number: str, body: Mapping[str, Any], *, doing: str) -> None:
        """Change message `number`."""
        await self._repeat("PATCH", self.way.message(number), doing=doing, json=dict(body))

    async def delete(self, number: str, *, doing: str) -> None:
        """Delete message `number`."""
        await self._repeat("DELETE", self.way.message(number), doing=doing)

    async def get(
        self, url: str, read: Callable[[Wild], T], *, doing: str, params: Sequence[tuple[str, str]] = ()
    ) -> T:
        """Return what `read` makes of what is at `url`."""
        answer = await ask(self._client, url, about=self.way.place, params=params, headers=self.way.headers)
        return self._read(self._checked(answer, doing=doing, failing=errors.Transient), read)

    async def _repeat(self, method: str, url: str, *, doing: str, **sending: Any) -> None:
        answer = await tell(
            self._client, method, url, doing=doing, harmless=True, headers=self.way.headers, **sending
        )
        self._checked(answer, doing=doing, failing=errors.Transient)

    def _checked(self, answer: Answer, *, doing: str, failing: type[errors.ConnectorError]) -> Answer:
        if answer.status >= faults.FAILING:
            raise failing(f"Could not {doing}: Discord answers {answer.status}; look, and try again later.")
        if answer.status < REFUSING:
            return answer
        try:
            fault = self._read(answer, wire.fault)
        except errors.Garbled:  # what stands in front of Discord refuses in words of its own
            fault = wire.Fault(0, "nothing", "")
        raise faults.told(answer.status, fault, doing=doing)

    def _read(self, answer: Answer, read: Callable[[Wild], T]) -> T:
        return tamed(replace(answer, url=self.way.place), read, about="the answer")


def _parts(body: Mapping[str, Any], media: Sequence[Medium], opened: ExitStack) -> dict[str, Any]:
    """Return what is sent: JSON, or a form with the same JSON and the files (reference#uploading-files)."""
    if not media:
        return {"json": dict(body)}
    files = {
        f"files[{number}]": (medium.name, opened.enter_context(medium.path.open("rb")), medium.mime)
        for number, medium in enumerate(media)
    }
    seconds = DEADLINE + sum(medium.size for medium in media) / SLOWEST
    return {"form": {"payload_json": json.dumps(body)}, "files": files, "deadline": seconds}
