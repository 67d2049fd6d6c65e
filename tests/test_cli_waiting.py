from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

from passaparola.cli import waiting
from passaparola.cli.waiting import Waiting

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, seconds: float) -> str:
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.2)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with Waiting() as bar:
        bar.progress("reposts", 3, 9)
        time.sleep(seconds)
    return stream.getvalue()


def test_what_takes_long_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "reposts" in shown(monkeypatch, Terminal(), seconds=1.5)


def test_what_is_done_at_once_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shown(monkeypatch, Terminal(), seconds=0)


def test_where_nobody_looks_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shown(monkeypatch, io.StringIO(), seconds=0.5)
