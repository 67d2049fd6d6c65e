"""People a post names: typed once as `@{anna}`, and written on each platform as that platform knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.queries import platform_name
from passaparola.web.publishing.models import Mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from passaparola.web.brands.models import Brand

NAMED = re.compile(r"@\{([^{}\n]{1,60})\}")
Known = dict[str, dict[str, str]]
"""Key of a person > platform > their handle there."""


def known_to(brand: Brand) -> Known:
    """Return everybody the brand names in posts; one query, none where they came with the brand."""
    return {each.key: each.handles for each in brand.mentions.all()}


def resolve(text: str, platform: str, known: Mapping[str, Mapping[str, str]]) -> str:
    """Return `text` with everybody named as `platform` knows them; whom it does not know stays as typed."""

    def here(found: re.Match[str]) -> str:
        return as_written(known.get(found[1].strip(), {}).get(platform, "")) or found[0]

    return NAMED.sub(here, text)


def named_in(texts: Iterable[str], brand: Brand) -> Known:
    """Return whom `texts` may mean: everybody the brand names; one query, none where they name nobody."""
    return known_to(brand) if any(map(NAMED.search, texts)) else {}


def as_written(handle: str) -> str:
    """Return a handle as it stands in a text; one with a sign of its own (`<@1>`, `@a:host`) stays so."""
    return handle if not handle or handle.startswith(("@", "<")) else f"@{handle}"


def unresolved(texts: Iterable[str], platform: str, known: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return a sentence for each person named in `texts` who has no handle on `platform`."""
    keys = dict.fromkeys(found.strip() for text in texts for found in NAMED.findall(text))
    return [_missing(key, platform, known) for key in keys if not known.get(key, {}).get(platform)]


def _missing(key: str, platform: str, known: Mapping[str, Mapping[str, str]]) -> str:
    if key not in known:
        return _("Nobody is kept under @{%(key)s}: add them under Words, or write their name.") % {"key": key}
    return _("@{%(key)s} has no handle on %(platform)s: add it under Words, or write their name.") % {
        "key": key,
        "platform": platform_name(platform),
    }


@transaction.atomic
def keep(brand: Brand, name: str, handles: Mapping[str, str]) -> Mention:
    """Keep somebody's handles under a key made from their name; raises `Refused`."""
    key = slugify(name)[:60]
    if not key:
        raise Refused(_("Give them a name with at least one letter."))
    told = {platform: handle.strip() for platform, handle in handles.items() if handle.strip()}
    if not told:
        raise Refused(_("Give at least one handle; without it there is nobody to name."))
    mention, _made = Mention.objects.update_or_create(
        brand=brand, key=key, defaults={"name": name, "handles": told}
    )
    return mention
