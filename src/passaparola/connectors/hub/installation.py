"""Where this installation keeps its feeds, and under which address it is reached."""

from __future__ import annotations

import os
from pathlib import Path

HERE = "this installation"
"""The place of every channel of this kind: its address may change, its entries stay."""


def root() -> Path:
    """Return the folder of all feeds, among the product's data."""
    return Path(os.environ.get("PASSAPAROLA_DATA") or "data") / "hub"


def address() -> str:
    """Return the address people reach this installation at, without a slash at its end."""
    own = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}"
    return (os.environ.get("PASSAPAROLA_ADDRESS") or own).rstrip("/")


def page(account: str) -> str:
    """Return the address of an account's feed as people read it."""
    return f"{address()}/feed/{account}/"
