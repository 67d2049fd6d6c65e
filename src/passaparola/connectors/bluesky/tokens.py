"""Reads what a session's token says of itself. Nothing is verified: its server does that, we only show it."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any


def scopes(token: str) -> tuple[str, ...]:
    """Return what `token` allows, nothing where it does not say."""
    said = _claims(token).get("scope")
    return tuple(said.split()) if isinstance(said, str) else ()


def ends(token: str) -> datetime | None:
    """Return when `token` runs out, None where it does not say."""
    said = _claims(token).get("exp")
    try:
        return datetime.fromtimestamp(said, UTC) if isinstance(said, int) else None
    except (OverflowError, ValueError, OSError):
        return None


def _claims(token: str) -> dict[str, Any]:
    """Return the claims of a JWT (RFC 7519), none where `token` is something else."""
    _, _, rest = token.partition(".")
    body = rest.partition(".")[0]
    try:
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
