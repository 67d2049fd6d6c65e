"""The installation's own secrets: made once, kept in a file only its owner may read."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def secret_key(data: Path) -> str:
    """Return `$PASSAPAROLA_SECRET_KEY`, or the key in `data`/secret.key (0600), made at the first start."""
    if given := os.environ.get("PASSAPAROLA_SECRET_KEY"):
        return given
    return _kept(data / "secret.key")


def seal_keys(data: Path) -> list[str]:
    """Return the keys that seal secrets: `$PASSAPAROLA_SEAL_KEY` (several: spaced), or `data`/seal.key.

    The first seals; those after it still open what they sealed before.
    """
    return os.environ.get("PASSAPAROLA_SEAL_KEY", "").split() or _kept(data / "seal.key").split()


def _kept(path: Path) -> str:
    """Return the key at `path`; the first of several processes to come makes it, whole or not at all."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
