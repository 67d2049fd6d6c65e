"""In which language and how something is said, and what that rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.conversations.models import TALK, Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Interaction


def label(brand: Brand, rows: Iterable[Interaction]) -> None:
    """Say on `rows`, unsaved, in which language and how they are said; what a person said is kept."""
    _ = brand
    for row in rows:
        if row.kind in TALK and row.language and not row.language_by:
            row.language_by = Labelled.PLATFORM
