"""What an answer to somebody stays, whoever changes it: on its channel, below what it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from passaparola.web.publishing.words.content import Content, Words


def check(content: Content) -> None:
    """Raise `Refused` where `content` is not an answer to one post on one channel."""
    if len(content.variants) != 1 or not content.variants[0].answers:
        raise Refused(_("An answer goes to one channel, and to somebody there."))


def kept(before: Content, content: Content) -> Content:
    """Return `content` as far as an answer that said `before` may be made to say it: words and files.

    Raises `Refused` where it would go elsewhere.
    """
    wanted = [each.channel for each in content.variants]
    if wanted != [each.channel for each in before.variants]:
        raise Refused(
            _("It answers somebody, and stays on that channel: write a post of its own to say it elsewhere.")
        )
    variants = [_kept(*pair) for pair in zip(before.variants, content.variants, strict=True)]
    return replace(
        before, text=content.text, language=content.language, media=content.media, variants=variants
    )


def _kept(before: Words, wanted: Words) -> Words:
    return replace(before, own=wanted.own, text=wanted.text, media=wanted.media)
