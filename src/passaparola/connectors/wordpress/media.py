"""Brings the files of a post into a site's library, each once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.wordpress import names, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft, Medium
    from passaparola.connectors.wordpress.site import Site

SLOWEST = 250_000  # bytes in a second below which an upload is given up
START = 60.0  # seconds for a site to make its smaller images


async def brought(site: Site, draft: Draft) -> list[tuple[Medium, wire.File]]:
    """Return the post's files as they are in the library; those of an earlier try are found there."""
    if not draft.media:
        return []
    called = [await asyncio.to_thread(names.file, medium, draft.key) for medium in draft.media]
    doing = "look for the post's files in the library"
    answer = await site.get(
        "media", doing=doing, slug=",".join(called), per_page="100", _fields=wire.fields("file")
    )
    there = tamed(answer, wire.files, about=site.host)
    for name, medium in zip(called, draft.media, strict=True):
        if name not in there:
            there[name] = await _sent(site, medium, name)
        elif there[name].alt != medium.alt:
            there[name] = await _described(site, medium, there[name])
    return [(medium, there[name]) for name, medium in zip(called, draft.media, strict=True)]


async def _sent(site: Site, medium: Medium, name: str) -> wire.File:
    """Upload a file with its title and description in one request; sent twice, it is only a spare file."""
    form = {"slug": name, "title": Path(medium.name).stem, "alt_text": medium.alt}
    with medium.path.open("rb") as content:
        answer = await site.send(
            "POST",
            "media",
            doing=f"upload {medium.name}",
            harmless=True,
            query={"_fields": wire.fields("file")},
            form=form,
            files={"file": (name + names.ending(medium), content, medium.mime)},
            deadline=START + medium.size / SLOWEST,
        )
    return tamed(answer, wire.file, about=site.host)


async def _described(site: Site, medium: Medium, file: wire.File) -> wire.File:
    answer = await site.send(
        "POST",
        f"media/{file.id}",
        doing=f"describe {medium.name}",
        harmless=True,
        query={"_fields": wire.fields("file")},
        json={"alt_text": medium.alt},
    )
    return tamed(answer, wire.file, about=site.host)
