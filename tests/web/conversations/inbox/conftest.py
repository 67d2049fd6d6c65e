"""A platform that fails on command, behind every channel."""

from __future__ import annotations

import pytest

from passaparola.connectors import registry
from web.publishing.square import Square


@pytest.fixture
def square(monkeypatch: pytest.MonkeyPatch) -> Square:
    """The one platform behind every channel, whatever its row says."""
    made = Square()
    monkeypatch.setattr(registry, "speaker", lambda *_: made)
    return made
