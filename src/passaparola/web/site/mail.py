"""How mail leaves this installation: one address in the environment, read into Django's settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
PATIENCE = 10
"""Seconds somebody who has pressed a button waits for the mail server at most."""

NOT_ONE = (
    "is no mail server: write it like smtp://user:password@mail.example.org:587/?tls=1&from=voce@example.org."
)


class NoMailServer(ValueError):
    """The address names no mail server; the message says how to write one, and never repeats the address."""


def settings(address: str) -> dict[str, Any]:
    """Return Django's mail settings for `address`; an empty one: none is set up. Raises `NoMailServer`.

    `smtps` is encrypted from the first byte; `smtp` becomes so with `tls=1` (STARTTLS); `from` is the sender.
    """
    if not address:
        return {"EMAIL_HOST": "", "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise NoMailServer(NOT_ONE) from error
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    sender = asked.get("from", "")
    if not parts.hostname or "@" not in sender or not sender.isprintable():
        raise NoMailServer(NOT_ONE)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and asked.get("tls") == "1",
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
    }
