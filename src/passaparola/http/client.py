"""Asks other machines, patiently and carefully."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self, TypeAlias

import httpcore
import httpx

from passaparola.http import addresses, body, faults, stream, waits, websocket
from passaparola.http.errors import (
    BadAnswer,
    Busy,
    Failing,
    HttpError,
    Refused,
    TimedOut,
    Unreachable,
)
from passaparola.http.guard import GuardedBackend
from passaparola.http.pace import Gate, Pace
from passaparola.http.transport import GuardedTransport
from passaparola.http.waits import Chance

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
    from types import TracebackType

    from passaparola.http.addresses import Params

AGENT = f"Passaparola/{version('passaparola')} (reads public posts; self-hosted)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRY_AGAIN = frozenset({429, 502, 503, 504})
TOO_MANY = 429
PRIVATE = frozenset({"authorization", "cookie"})
CHUNK = 64 * 1024

# httpx logs every address it asks, and some hold a secret: Telegram's, Discord's
logging.getLogger("httpx").setLevel(logging.WARNING)

File: TypeAlias = "tuple[str, BinaryIO | bytes, str]"
Files: TypeAlias = "Mapping[str, File] | Sequence[tuple[str, File]]"
"""Parts of a form by their names: (file name, an open file or bytes, media type)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How far the door goes for one question.

    `deadline`: seconds for one request, from connecting to the last byte (a slow drip does not stretch it).
    `connect`: seconds for each address of a host, so that one that is dead leaves time for the next.
    `attempts`: how often it is asked in all; `patience`: seconds of waiting between them, in all.
    `max_bytes`: the largest body taken, unpacked. `redirects`: how many are followed.
    `allow_private`: None asks the environment (PASSAPAROLA_ALLOW_PRIVATE=1).
    """

    deadline: float = 30.0
    connect: float = 8.0
    attempts: int = 4
    patience: float = 60.0
    max_bytes: int = 16 * 1024 * 1024
    redirects: int = 5
    pace: Pace = field(default_factory=Pace)
    allow_private: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: `url` is where it came from in the end, `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def json(self) -> Any:
        """Return the body as JSON; raises `BadAnswer` where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise BadAnswer(f"{httpx.URL(self.url).host} answered something that is not JSON") from error


class Client:
    """Asks with GET, sends, and listens; use as `async with Client() as client`, within one event loop.

    Proxies named in the environment are not used: a proxy resolves names itself, behind the guard's back.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        chance: Chance | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._chance = chance or Chance()
        self._gates: dict[str, Gate] = {}
        self._http = httpx.AsyncClient(
            transport=transport or GuardedTransport(GuardedBackend(allow_private=self._private())),
            headers={"user-agent": AGENT, "accept-encoding": body.ENCODINGS},
            timeout=httpx.Timeout(self._policy.deadline, connect=self._policy.connect),
            trust_env=False,
            # none are kept: one account's session must not be shown to a server in another's name
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )

    def _private(self) -> bool:
        if self._policy.allow_private is None:
            return os.environ.get("PASSAPAROLA_ALLOW_PRIVATE") == "1"
        return self._policy.allow_private

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, url: str, *, params: Params = (), headers: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to GET `url`, whatever its status but 429, 502, 503 and 504; raises `HttpError`.

        Failures that may pass are asked again, after the wait the server names or a growing one of ours. A
        server that names a wait longer than the patience left is not waited for: `Busy.until` tells when.
        """
        target = addresses.target_of(url, params)
        left = self._policy.patience
        for attempt in range(self._policy.attempts):
            try:
                return await self._once(target, headers or {})
            except (Busy, Failing, Unreachable, TimedOut, BadAnswer) as error:
                wait = self._wait(error, attempt)
                left -= wait
                if left < 0 or attempt + 1 == self._policy.attempts or not _may_pass(error):
                    raise
            await self._chance.sleep(wait)
        raise Unreachable(f"{target.host} was not asked: the policy allows no attempt")

    async def send(  # noqa: PLR0913 - a request's own parts, all by name
        self,
        method: str,
        url: str,
        *,
        params: Params = (),
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        files: Files | None = None,
        content: bytes | Path | None = None,
        deadline: float | None = None,
    ) -> Answer:
        """Send one request, once, and return the answer whatever its status but 429, 502, 503 and 504.

        Nothing is repeated and no redirect followed: whoever asks knows whether that is safe. An `HttpError`
        whose `reached` is False was certainly not acted upon. A file (`content` as a path, or in `files`) is
        read while it is sent. `deadline` in seconds, from connecting to the last byte of the answer.
        """
        sending: dict[str, Any] = {"params": list(params)} if params else {}
        sending |= {"json": json} if json is not None else {}
        sending |= {"data": dict(form)} if form is not None else {}
        sending |= {"files": files} if files is not None else {}
        sending |= {"content": content} if isinstance(content, bytes) else {}
        more = dict(headers or {})
        if isinstance(content, Path):
            more["content-length"] = str(content.stat().st_size)  # noqa: ASYNC240 - a local file
            sending["content"] = _chunks(content)
        target = addresses.target_of(url, ())
        answer = await self._answer(target, more, method=method, sending=sending, deadline=deadline)
        if answer.status in REDIRECTS:
            raise Refused(f"{target.host} redirects what is sent to it elsewhere")
        return answer

    def listen(self, url: str, *, params: Params = ()) -> AsyncGenerator[str | bytes, None]:
        """Yield each message of the WebSocket at `url` (http or https) until it is closed.

        It is opened once, and kept open however long nothing is said; a message has at most `max_bytes`.
        Raises `HttpError`.
        """
        policy = self._policy
        line = websocket.Line(
            agent=AGENT,
            allow_private=self._private(),
            deadline=policy.deadline,
            connect=policy.connect,
            max_bytes=policy.max_bytes,
        )
        return websocket.messages(url, params, line)

    @asynccontextmanager
    async def stream(
        self, url: str, *, headers: Mapping[str, str] | None = None, silence: float = stream.SILENCE
    ) -> AsyncIterator[stream.Stream]:
        """Open an answer that goes on for ever, whatever its status.

        Nothing is asked again, and no redirect followed. `silence` in seconds: longer without a byte, and its
        lines end with `TimedOut`.
        """
        target = addresses.target_of(url, ())
        asked = {**(headers or {}), "accept": "text/event-stream", "accept-encoding": "identity"}
        timeout = httpx.Timeout(silence, connect=self._policy.connect)
        request = self._http.build_request("GET", target, headers=asked, timeout=timeout)
        gate, seconds = self._gate(target), self._policy.deadline
        async with stream.opened(self._http, request, gate=gate, seconds=seconds, silence=silence) as line:
            yield line

    def _wait(self, error: HttpError, attempt: int) -> float:
        pause = waits.backoff(attempt, self._chance.jitter())
        if isinstance(error, Busy | Failing) and error.until is not None:
            return max(pause, (error.until - self._chance.now()).total_seconds())
        return pause

    async def _once(self, target: httpx.URL, headers: Mapping[str, str]) -> Answer:
        """Ask once, following redirects; each is checked like a first address."""
        for _ in range(self._policy.redirects + 1):
            answer = await self._answer(target, headers)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return answer
            onward = addresses.onward(target, answer.headers["location"])
            # what is meant for one server is not shown to another, on the same machine or not
            if (onward.host, onward.port) != (target.host, target.port):
                headers = {k: v for k, v in headers.items() if k.lower() not in PRIVATE}
            target = onward
        raise Refused(f"{target.host} redirects more than {self._policy.redirects} times")

    async def _answer(
        self,
        target: httpx.URL,
        headers: Mapping[str, str],
        *,
        method: str = "GET",
        sending: Mapping[str, Any] | None = None,
        deadline: float | None = None,
    ) -> Answer:
        gate = self._gate(target)
        seconds = deadline or self._policy.deadline
        timeout = httpx.Timeout(seconds, connect=self._policy.connect)
        request = self._http.build_request(
            method, target, headers=dict(headers), timeout=timeout, **sending or {}
        )
        async with gate.passed():
            try:
                async with asyncio.timeout(seconds):
                    answer = await self._exchange(target, request)
            except faults.BEFORE as error:
                raise faults.named(error, target.host) from error
            except (*faults.AFTER, OSError, UnicodeError) as error:
                failed = faults.named(error, target.host)
                failed.reached = True
                raise failed from error
        self._refuse_pause(answer, target, gate if method == "GET" else None)
        return answer

    async def _exchange(self, target: httpx.URL, request: httpx.Request) -> Answer:
        response = await self._http.send(request, stream=True)
        try:
            stream = response.stream
            if not isinstance(stream, httpx.AsyncByteStream):
                raise BadAnswer(f"{target.host} gave an answer without a body to read")
            content = await body.read(
                stream,
                encoding=response.headers.get("content-encoding", ""),
                limit=self._policy.max_bytes,
                host=target.host,
            )
        finally:
            await response.aclose()
        return Answer(response.status_code, dict(response.headers), content, str(target))

    def _refuse_pause(self, answer: Answer, target: httpx.URL, gate: Gate | None) -> None:
        """Turn "not now" into an error, and let everybody else who wants this host rest as well.

        Not (no `gate`) after something was sent: that is refused to one account, and others have their own.
        """
        if answer.status not in TRY_AGAIN:
            return
        now = self._chance.now()
        seconds = waits.told(answer.headers, now)
        until = None if seconds is None else now + timedelta(seconds=seconds)
        if gate is not None and seconds is not None and seconds <= self._policy.patience:
            gate.rest(seconds)
        if answer.status == TOO_MANY:
            raise Busy(f"{target.host} asks for fewer requests", until=until)
        raise Failing(f"{target.host} answers {answer.status}: it is failing or overloaded", until=until)

    def _gate(self, target: httpx.URL) -> Gate:
        place = f"{target.host}:{target.port}"
        if place not in self._gates:
            self._gates[place] = Gate(self._policy.pace, sleep=self._chance.sleep, ticks=self._chance.ticks)
        return self._gates[place]


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _may_pass(error: HttpError) -> bool:
    """Say whether the same question may be answered later: a wrong packing or a broken promise will not."""
    return not isinstance(error, BadAnswer) or isinstance(error.__cause__, httpcore.RemoteProtocolError)
