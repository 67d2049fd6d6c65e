"""What streams of the AT Protocol carry: whether a message may concern an account; pure.

A repository's stream (com.atproto.sync.subscribeRepos, of a server or a relay) sends CBOR, Jetstream JSON
(github.com/bluesky-social/jetstream, 2026-08). In both, whom an act concerns stands written out in it: as a
DID, or in the at-uri of what was answered, quoted, reposted or liked. Nothing needs to be unpacked.
"""

from __future__ import annotations

import json

# up to which a text's length is in its first byte, and in its second (RFC 8949, 3)
SHORT, LONG = 24, 256


def concerns(message: str | bytes, did: str) -> bool:
    """Say whether somebody else's act in `message` names the account `did`."""
    if isinstance(message, str):
        return did in message and not _by(message, did)
    return did.encode() in message and _text("repo") + _text(did) not in message


def _by(message: str, did: str) -> bool:
    try:
        told = json.loads(message)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("did") == did


def _text(words: str) -> bytes:
    """Return `words` as CBOR writes a text."""
    raw = words.encode()
    if len(raw) < SHORT:
        return bytes([0x60 + len(raw)]) + raw
    if len(raw) < LONG:
        return bytes([0x78, len(raw)]) + raw
    return b"\x79" + len(raw).to_bytes(2, "big") + raw
