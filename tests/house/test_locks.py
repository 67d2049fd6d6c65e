"""Rows are locked against those who would change them, never against those who only point at them."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "passaparola"


def test_every_lock_leaves_the_key_alone() -> None:
    """On PostgreSQL a row that points at another may have to lock that one's key when it is written.

    A plain `FOR UPDATE` makes it wait: a sender that writes a delivery then waits for whoever plans its
    post, who waits for the delivery. `FOR NO KEY UPDATE` keeps two writers apart and lets keys be.
    """
    calls = [
        (path, call)
        for path in SOURCE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "select_for_update"
    ]
    assert calls
    plain = [
        f"{path.name}:{call.lineno}"
        for path, call in calls
        if "no_key" not in {word.arg for word in call.keywords}
    ]
    assert not plain, "add no_key=True"
