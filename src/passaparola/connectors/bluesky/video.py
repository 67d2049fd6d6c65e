"""The video service: takes a file in parts and puts what every app can play on the account's server.

It works in the name of the account, with a token of its server for that one purpose. Each step may be done
again: a file that it knows already is not prepared twice (lexicons app.bsky.video, 2026-08-20;
docs.bsky.app/docs/tutorials/video, 2026-08).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from passaparola.connectors import errors
from passaparola.connectors.asking import ask, tamed, tell
from passaparola.connectors.bluesky import answers, refusals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.bluesky.answers import Blob, Job, Parts
    from passaparola.connectors.bluesky.session import Session
    from passaparola.connectors.contract import Medium
    from passaparola.connectors.wild import Wild
    from passaparola.http import Answer

T = TypeVar("T")
ABOUT = "the answer of the video service"
SERVICE = "https://video.bsky.app"
KNOWN = 409
THEIRS = frozenset({"pds_upload_failure", "generic_failure"})  # where the file is not to blame
LARGEST_PART = 64 * 1024 * 1024
PART_DEADLINE = 120.0
LOOKS = 60  # at a job, one every PAUSE seconds; then the delivery is tried again later
PAUSE = 2.0


class VideoService:
    """Asks the video service at `base`; `pause` waits between two looks at a job."""

    def __init__(
        self, base: str = SERVICE, *, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._base = base
        self._pause = pause

    async def prepared(self, session: Session, medium: Medium) -> Blob:
        """Return the finished video, which is on the account's server by then; raises a `ConnectorError`."""
        host = session.base.partition("://")[2]
        params = [("aud", f"did:web:{host}"), ("lxm", "com.atproto.repo.uploadBlob")]
        method = "com.atproto.server.getServiceAuth"
        token = await session.read(
            method, answers.service_token, about="the leave to send a video", params=params
        )
        upload = _Upload(session, self._base, token, medium)
        job = await upload.through()
        for _ in range(LOOKS):
            if (blob := _finished(job, medium)) is not None:
                return blob
            await self._pause(PAUSE)
            job = await upload.looked_at(job.id)
        raise errors.Transient(
            f"{medium.name} is still being prepared by {self._base}; it is tried again later."
        )


def _finished(job: Job, medium: Medium) -> Blob | None:
    if job.state == answers.FAILED and job.code in THEIRS:
        raise errors.Transient(f"Bluesky could not prepare {medium.name} just now; it is tried again later.")
    if job.state == answers.FAILED:
        raise errors.Invalid(
            f"Bluesky could not prepare {medium.name}: {job.trouble[:160] or 'it does not say why'};"
            " save it again as an MP4.",
            field="media",
        )
    return job.blob


class _Upload:
    """One file on its way."""

    def __init__(self, session: Session, base: str, token: str, medium: Medium) -> None:
        self._client = session.client
        self._base = base
        self._headers = {"authorization": f"Bearer {token}"}
        self._medium = medium
        self._doing = f"have {medium.name} prepared"

    async def through(self) -> Job:
        """Send the file and return the job that prepares it."""
        medium = self._medium
        seen = {"width": medium.width, "height": medium.height}
        about = {"sizeBytes": medium.size, "mimeType": medium.mime, "name": medium.name[:256]}
        started = await self._sent("startUpload", json={**about, **{k: v for k, v in seen.items() if v}})
        if started.status == KNOWN:
            known = tamed(started, answers.known, about=ABOUT)
            if known is not None:  # it has prepared this very file before
                return known
        parts = self._read(started, answers.parts)
        await self._parts(parts)
        return self._read(await self._sent("finishUpload", json={"jobId": parts.job}), answers.finished)

    async def looked_at(self, job: str) -> Job:
        """Return how far `job` has come."""
        url = f"{self._base}/xrpc/app.bsky.video.getJobStatus"
        answer = await ask(self._client, url, about=ABOUT, params=[("jobId", job)])
        return self._read(answer, answers.job)

    async def _parts(self, parts: Parts) -> None:
        size = self._medium.size
        if not 0 < parts.size <= LARGEST_PART or parts.count != -(-size // parts.size):
            raise errors.Garbled(
                f"{self._base} wants {self._medium.name} in parts that do not add up; try again later."
            )
        for number in range(parts.count):
            piece = await asyncio.to_thread(_piece, self._medium.path, number * parts.size, parts.size)
            params = [("jobId", parts.job), ("partNumber", str(number + 1))]
            answer = await self._sent("uploadPart", params=params, content=piece, deadline=PART_DEADLINE)
            self._read(answer, lambda wild: wild["partNumber"].count())

    async def _sent(self, method: str, **sending: Any) -> Answer:
        url = f"{self._base}/xrpc/app.bsky.video.{method}"
        kind = {"content-type": "application/octet-stream"} if "content" in sending else {}
        headers = {**self._headers, **kind}
        return await tell(
            self._client, "POST", url, doing=self._doing, harmless=True, headers=headers, **sending
        )

    def _read(self, answer: Answer, read: Callable[[Wild], T]) -> T:
        if answer.status != refusals.OK:
            raise refusals.refusal(answer, doing=self._doing, harmless=True)
        return tamed(answer, read, about=ABOUT)


def _piece(path: Path, start: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(length)
