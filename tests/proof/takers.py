"""Stand-ins for Telegram's Bot API and Discord's webhooks, over real connections: they take anything.

    takers.py FILE        # prints its port; every message it takes is a line in FILE

They forget at once and remember no key, as the platforms they stand for: the strictest case for an outbox.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

NUMBERS = count(1001)


class Taker(BaseHTTPRequestHandler):
    """Takes a message, keeps it, and says what it is called."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length)
        # Kept before it is answered: what comes after may be cut off.
        with Path(sys.argv[1]).open("ab") as file:
            file.write(body.replace(b"\n", b" ") + b"\n")
        number = next(NUMBERS)
        self._answer(_telegram(number) if self.path.startswith("/bot") else _discord(number))

    def _answer(self, told: dict[str, object]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _telegram(number: int) -> dict[str, object]:
    chat = {"id": -1001234567890, "title": "Proof", "username": "proof", "type": "channel"}
    return {"ok": True, "result": {"message_id": number, "chat": chat, "date": 1795514405, "text": "taken"}}


def _discord(number: int) -> dict[str, object]:
    return {
        "id": str(10**18 + number),
        "channel_id": "1300000000000000002",
        "content": "taken",
        "timestamp": "2026-11-24T10:00:05.123000+00:00",
        "author": {"id": "1250000000000000005", "username": "proof", "bot": True},
        "attachments": [],
    }


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    print(server.server_port, flush=True)
    server.serve_forever()
