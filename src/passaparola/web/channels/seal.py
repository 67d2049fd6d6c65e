"""Seals a channel's secrets, so that the database alone, or a copy of it, opens no account.

AES-256-GCM (NIST SP 800-38D) with a random nonce; the channel a seal belongs to is part of it, so that a
sealed value moved to another row does not open. The keys come from `settings.SEAL_KEYS`: the first seals,
all of them open.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

NONCE = 12


class Unsealable(Exception):
    """The secrets cannot be opened with the keys of this installation; the message says what to do."""


def seal(secrets: Mapping[str, str], of: str) -> bytes:
    """Return `secrets` sealed for the channel named `of`."""
    nonce = os.urandom(NONCE)
    return nonce + _lock(settings.SEAL_KEYS[0]).encrypt(
        nonce, json.dumps(dict(secrets)).encode(), of.encode()
    )


def unseal(sealed: bytes, of: str) -> dict[str, str]:
    """Return the secrets `seal` sealed for `of`; raises `Unsealable`."""
    for key in settings.SEAL_KEYS:
        try:
            opened: dict[str, str] = json.loads(
                _lock(key).decrypt(sealed[:NONCE], sealed[NONCE:], of.encode())
            )
        except (InvalidTag, ValueError):  # ValueError: too short to hold a nonce
            continue
        return opened
    raise Unsealable(
        "The keys of this channel were sealed with another key than this installation has: put back"
        " seal.key from the backup (or PASSAPAROLA_SEAL_KEY), or connect the channel again."
    )


def _lock(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(key.encode()).digest())
