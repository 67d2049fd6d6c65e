"""Words a brand uses again: templates and sets of hashtags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.models import Snippet

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

TAG = re.compile(r"[^\s,;#]+")


def keep(brand: Brand, kind: str, name: str, text: str) -> Snippet:
    """Keep words to use again under `name`; raises `Refused` where it is taken or there are none."""
    said = hashtags(text) if kind == Snippet.Kind.HASHTAGS else text.strip()
    if not name.strip() or not said:
        raise Refused(_("Give it a name and some words."))
    try:
        with transaction.atomic():
            return Snippet.objects.create(brand=brand, kind=kind, name=name.strip(), text=said)
    except IntegrityError as error:
        raise Refused(
            _("There is already something called %(name)s: choose another name.") % {"name": name}
        ) from error


def hashtags(text: str) -> str:
    """Return the words of `text` as hashtags, each once, in their order."""
    found: dict[str, str] = {}
    for word in TAG.findall(text):
        found.setdefault(word.casefold(), f"#{word}")
    return " ".join(found.values())
