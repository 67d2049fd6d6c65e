"""Numbers every step a worker takes towards the world: each statement, commit and bit of a request.

A process can be told to end itself with SIGKILL at one of them, or to have its line cut there. Nothing of the
product knows of this: the database connection and the network's streams are wrapped from outside.
"""

from __future__ import annotations

import importlib
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpcore
from django.db import connections

from passaparola.connectors.sandbox import kept
from passaparola.http import guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Steps:
    """Counts steps; at number `kill_at` the process dies, at number `cut_at` (of those on lines) a line."""

    def __init__(self, *, kill_at: int = 0, cut_at: int = 0) -> None:
        self.taken = 0
        self.on_lines = 0
        self._kill_at = kill_at
        self._cut_at = cut_at

    def step(self) -> None:
        """Count one step, which may be the last."""
        self.taken += 1
        if self.taken == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def line(self) -> None:
        """Count one step on a line to a platform, which may be its last."""
        self.on_lines += 1
        if self.on_lines == self._cut_at:
            raise httpcore.ReadError("the line was cut")
        self.step()

    def watch(self) -> None:
        """Wrap what this process says to its database and to platforms."""
        connection: Any = connections["default"]
        connection.ensure_connection()
        connection.execute_wrappers.append(self._statement)
        commit = connection._commit

        def committed() -> None:
            self.step()
            commit()
            self.step()

        connection._commit = committed
        self._watch_streams()
        self._watch_sandbox()
        self._watch_board()
        for name in ("fsync", "replace", "rename", "link"):
            self._watch_file(name)

    def _statement(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.step()
        answer = execute(*arguments)
        self.step()
        return answer

    def _watch_streams(self) -> None:
        connect = guard.GuardedBackend.connect_tcp

        async def connected(*arguments: Any, **named: Any) -> Watched:
            self.line()
            return Watched(await connect(*arguments, **named), self)

        guard.GuardedBackend.connect_tcp = connected  # type: ignore[method-assign]

    def _watch_sandbox(self) -> None:
        plain = kept.opened

        @contextmanager
        def connected(path: Any) -> Iterator[Any]:
            self.line()
            with plain(path) as database:
                yield database
            # It is committed now: the simulated network has taken the post, and nobody here knows it yet.
            self.line()

        kept.opened = connected

    def _watch_file(self, name: str) -> None:
        """Count what is made durable, or takes its place, in a folder: the own feed's way of publishing."""
        plain = getattr(os, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self.step()
            answer = plain(*arguments, **named)
            self.step()
            return answer

        setattr(os, name, watched)

    def _watch_board(self) -> None:
        board: Any = importlib.import_module("passaparola.connectors.noticeboard.connector")
        hang = board.hang

        def hung(*arguments: Any) -> Any:
            self.line()
            number = hang(*arguments)
            self.line()
            return number

        board.hang = hung


class Watched(httpcore.AsyncNetworkStream):
    """A connection whose every write and read is a step before and a step after."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, steps: Steps) -> None:
        self._stream = stream
        self._steps = steps

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  httpcore
        self._steps.line()
        await self._stream.write(buffer, timeout)
        self._steps.line()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  httpcore
        self._steps.line()
        got = await self._stream.read(max_bytes, timeout)
        self._steps.line()
        return got

    async def start_tls(self, *arguments: Any, **named: Any) -> httpcore.AsyncNetworkStream:
        return Watched(await self._stream.start_tls(*arguments, **named), self._steps)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
