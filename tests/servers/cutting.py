"""A line to a real server that is cut after the server has done what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from passaparola import http

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Cutting(httpx.AsyncBaseTransport):
    """Passes everything on, and loses the answers to what `cut` names."""

    cut: Callable[[httpx.Request], bool]
    lost: list[httpx.Response] = field(default_factory=list)
    line: httpx.AsyncHTTPTransport = field(default_factory=httpx.AsyncHTTPTransport)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        losing = self.cut(request)
        answer = await self.line.handle_async_request(request)
        if losing:
            await answer.aread()
            await answer.aclose()
            self.lost.append(answer)
            raise httpx.ReadError("cut")
        return answer

    async def aclose(self) -> None:
        await self.line.aclose()


def cut_client(cutting: Cutting) -> http.Client:
    """A client on that line."""
    return http.Client(transport=cutting)
