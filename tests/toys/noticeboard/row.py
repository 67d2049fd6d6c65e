"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Ask, Limit, Platform

ROW = Platform(
    key="noticeboard",
    name="Noticeboard",
    colour="#3f7d3a",
    sight="none",
    seen="Nothing: who reads a board says so to nobody.",
    capabilities=frozenset({"publisher", "finder", "editor", "deleter", "checker"}),
    takes=frozenset({"thread", "reply", "alt"}),
    media_types=frozenset({"image/png"}),
    example="board://PATH#LINE",
    login="the file it is in",
    docs="docs/platforms.md",
    limits=(Limit("text", "text", 140, "grapheme", "a test", "2026-11"),),
    asks=(Ask("name", "Name to sign with"),),
    place_example="/var/lib/board.jsonl",
    settles_after=timedelta(0),
)
