"""What a platform is certain not to take is refused; what only its server can know is left to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from passaparola.connectors.contract import Draft, Medium
from passaparola.connectors.errors import Invalid
from passaparola.connectors.fitting import refuse_misfits
from passaparola.connectors.row import Limit, Platform

DRAFT = Draft("key", datetime(2026, 11, 25, tzinfo=UTC), "Pass it on")
FILM = Medium(Path("hat.mp4"), "video", "video/mp4", 10, "hat.mp4", seconds=9.0)
ROW = Platform(
    key="hats",
    name="Hats",
    colour="#000000",
    sight="none",
    seen="",
    capabilities=frozenset(),
    example="",
    login="",
    docs="",
    limits=(
        Limit("text", "text", 20, "character", "here", "2026-11"),
        Limit("media", "media", 1, "attachment", "here", "2026-11"),
        Limit("video bytes", "a video", 5, "byte", "here", "2026-11", own=True),
    ),
    takes=frozenset({"video"}),
    media_types=frozenset({"video/mp4"}),
)


def test_what_fits_passes() -> None:
    refuse_misfits(DRAFT, ROW)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, text="Pass it on and on and on"), "text"),
        (replace(DRAFT, text=" \n"), "text"),
        (replace(DRAFT, title="A hat"), "title"),
        (replace(DRAFT, media=(FILM, FILM)), "media"),
        (replace(DRAFT, media=(replace(FILM, mime="video/webm"),)), "media"),
        (replace(DRAFT, options={"colour": "red"}), "options"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_part(draft: Draft, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        refuse_misfits(draft, ROW)
    assert caught.value.field == field


def test_a_limit_that_servers_set_themselves_counts_only_where_it_is_told() -> None:
    film = replace(DRAFT, media=(FILM,))
    refuse_misfits(film, ROW)
    refuse_misfits(film, ROW, {"video bytes": 10})
    with pytest.raises(Invalid, match="at most 9 B"):
        refuse_misfits(film, ROW, {"video bytes": 9})
