"""Secrets in addresses: told once to whoever makes them, and kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new() -> str:
    """Return a token that nobody guesses: 256 random bits, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    """Return what is kept of `token`: looking it up by this tells nothing about tokens that are near it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
