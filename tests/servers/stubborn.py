"""A door to servers that cut a line now and then for no reason, as snac does."""

from __future__ import annotations

import httpx

TRIES = 5


class Stubborn(httpx.HTTPTransport):
    """Asks again where the line is cut: only for what may be asked twice."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in range(TRIES - 1):
            try:
                return super().handle_request(request)
            except httpx.TransportError:
                continue
        return super().handle_request(request)
