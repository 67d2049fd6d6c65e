"""What the tests that talk to servers lean on; the servers themselves are in `started`."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _loopback_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers live where the door to the network does not go unless it is told to."""
    monkeypatch.setenv("PASSAPAROLA_ALLOW_PRIVATE", "1")
