"""Saved replies: words to answer with, and who is meant by what stands in braces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.brands.typed import plain
from passaparola.web.conversations.models import SavedReply
from passaparola.web.publishing.models.limits import TEXT
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.people.models import Handle

# `@{anna}` is somebody a post names, and not one of these
IN_BRACES = re.compile(r"(?<!@)\{([^{}\n]*)\}")
KNOWN = ("name", "handle", "brand", "me")
NAME = 100
HARMLESS = re.compile(r"[^\W\d_][\w '’-]{0,39}")
"""A name that may stand in words of ours: strangers choose theirs, and some are addresses or slogans."""


def filled(text: str, *, to: Handle, brand: Brand, me: User | None) -> str:
    """Return `text` with everybody it means; whose name is no name is called by their handle."""
    name = to.name if HARMLESS.fullmatch(to.name) else to.handle
    meant = {"name": name, "handle": to.handle, "brand": brand.name, "me": str(me) if me else brand.name}
    return IN_BRACES.sub(lambda found: meant.get(found[1].strip(), found[0]), text)


@transaction.atomic
def keep(brand: Brand, name: str, language: str, text: str, *, reply_id: int | None = None) -> SavedReply:
    """Keep words to answer with; raises `Refused`, and SavedReply.DoesNotExist for another brand's."""
    name, text = " ".join(name.split()), plain(text).strip()
    if not name or len(name) > NAME or not text or len(text) > TEXT:
        raise Refused(_("Give the reply a short name, and words."))
    if language not in {"", *LANGUAGES}:
        raise Refused(_("Choose a language from the list."))
    if unknown := [found for found in IN_BRACES.findall(text) if found.strip() not in KNOWN]:
        raise Refused(
            _("Nobody knows what {%(word)s} means: only {name}, {handle}, {brand} and {me} are filled in.")
            % {"word": unknown[0][:40]}
        )
    row = SavedReply.objects.get(brand=brand, pk=reply_id) if reply_id else SavedReply(brand=brand)
    same = SavedReply.objects.filter(brand=brand, name=name, language=language).exclude(pk=row.pk)
    if same.exists():
        raise Refused(_("There is a reply of that name in that language already."))
    row.name, row.language, row.text = name, language, text
    row.save()
    return row


def offered(brand: Brand, language: str) -> list[SavedReply]:
    """Return the brand's saved replies: those in `language` first, then those in any, then the others."""
    rows: Iterable[SavedReply] = SavedReply.objects.filter(brand=brand).order_by("name", "pk")
    return sorted(rows, key=lambda row: (row.language != language, bool(row.language)))
