"""The files of a post: added, put in order, left out, made smaller until the strictest channel takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passaparola.web.brands import digits
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.queries import row_of
from passaparola.web.publishing.library import library
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words.content import Content, Picked, content_of
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from passaparola.web.brands.models import User
    from passaparola.web.publishing.models import Asset, Post

MOST = 20


def act(  # noqa: PLR0913 - what a form hands in, and who does it
    post: Post,
    asked: str,
    form: Mapping[str, str],
    files: Sequence[UploadedFile[bytes]],
    *,
    by: User,
    now: datetime,
    correcting: bool = False,
) -> str:
    """Do what a button of the media asked for ("up-3"); return what to say of it, nothing where it shows.

    Raises `Refused`, also where somebody saved `post` since it was read.
    """
    verb, _dash, number = asked.partition("-")
    asset = digits.number(number) or 0
    content = content_of(post)
    said = ""
    if files:
        content, said = _added(post, content, files, by=by, now=now)
    elif verb == "add" and asset:
        content = _with(content, queries.asset_of(post.brand, asset))
    elif verb == "shrink":
        content, said = _shrunk(post, content, asset, by=by, now=now)
    elif verb in {"up", "down", "remove"}:
        content = replace(content, media=_moved(content.media, verb, asset))
    elif verb == "insert":
        content = _inserted(post, content, form.get("insert", ""))
    if content != content_of(post):
        _save(post, content, by=by, now=now, correcting=correcting, added=bool(files))
    return said


def _save(  # noqa: PLR0913 - as writing.save, and whether files came with it
    post: Post, content: Content, *, by: User, now: datetime, correcting: bool, added: bool
) -> None:
    try:
        writing.save(post, content, by=by, now=now, seen=post.version, correcting=correcting)
    except writing.Stale as stale:
        kept = _("The files you handed in are in the library.") if added else ""
        raise Refused(f"{stale.said} {kept}".strip()) from stale


def _added(
    post: Post, content: Content, files: Sequence[UploadedFile[bytes]], *, by: User, now: datetime
) -> tuple[Content, str]:
    refused: list[str] = []
    taken = 0
    for file in files:
        try:
            content = _with(content, library.take_in(post.brand, file, by=by, now=now))
            taken += 1
        except Refused as refusal:
            refused.append(f"{file.name}: {refusal}")
    if refused and not taken:
        raise Refused(" ".join(refused))
    said = ngettext("%(n)s file is added.", "%(n)s files are added.", taken) % {"n": taken}
    return content, " ".join([said, *refused])


def _with(content: Content, asset: Asset) -> Content:
    if any(each.asset == asset.pk for each in content.media):
        return content
    if len(content.media) >= MOST:
        raise Refused(_("A post holds %(most)s files here: leave one out first.") % {"most": MOST})
    return replace(content, media=[*content.media, Picked(asset.pk)])


def _moved(media: list[Picked], verb: str, asset: int) -> list[Picked]:
    place = next((n for n, each in enumerate(media) if each.asset == asset), None)
    if place is None:
        return media
    rest = media[:place] + media[place + 1 :]
    if verb == "remove":
        return rest
    target = max(0, place - 1) if verb == "up" else min(len(rest), place + 1)
    return [*rest[:target], media[place], *rest[target:]]


def _shrunk(post: Post, content: Content, number: int, *, by: User, now: datetime) -> tuple[Content, str]:
    asset = queries.asset_of(post.brand, number)
    most_bytes, most_pixels = strictest(post)
    if most_bytes is None and most_pixels is None:
        raise Refused(_("No channel of this post sets a limit: it can stay as it is."))
    made = library.shrink(asset, most_bytes=most_bytes, most_pixels=most_pixels, by=by, now=now)
    swap = {asset.pk: made.pk}
    media = [replace(each, asset=swap.get(each.asset, each.asset)) for each in content.media]
    variants = [
        replace(each, media=[swap.get(one, one) for one in each.media]) if each.media else each
        for each in content.variants
    ]
    return replace(content, media=media, variants=variants), _(
        "A smaller copy is in its place; the original stays in the library."
    )


def strictest(post: Post) -> tuple[int | None, int | None]:
    """Return the most bytes and pixels a picture may have to go to every channel of `post`."""
    rows = [(row_of(each.channel.platform), each.channel.limits) for each in post.variants.all()]
    sizes = [row.limit("image bytes", told) for row, told in rows]
    pixels = [row.limit("image pixels", told) for row, told in rows]
    return (
        min((each for each in sizes if each is not None), default=None),
        min((each for each in pixels if each is not None), default=None),
    )


def _inserted(post: Post, content: Content, chosen: str) -> Content:
    words = {f"s{each.pk}": each.text for each in queries.snippets_of(post.brand)}
    words |= {f"m{each.pk}": f"@{{{each.key}}}" for each in queries.mentions_of(post.brand)}
    found = words.get(chosen, "")
    return replace(content, text=f"{content.text.rstrip()}\n\n{found}".strip()) if found else content
