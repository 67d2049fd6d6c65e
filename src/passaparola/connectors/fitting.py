"""Refuses a draft that does not fit its platform's row before anything is sent: nothing is dropped or cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from passaparola.connectors import measure
from passaparola.connectors.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.row import Platform

# which part of a draft a feature is, where it is called otherwise
FIELDS = {"reply": "replies_to", "thread": "replies_to", "quote": "quotes"}


def refuse_misfits(draft: Draft, row: Platform, told: Mapping[str, int] | None = None) -> None:
    """Raise `Invalid` where `draft` carries what `row` does not take, or more of it than its limits allow.

    `told` are limits the server says of itself; of the row's, those that servers set themselves count only
    where they are told (but what a link counts, which hardly any of them changes).
    """
    known = [
        limit for limit in row.limits if limit.key in (told or {}) or not limit.own or limit.key == "link"
    ]
    files = [*draft.media, *([draft.card.image] if draft.card and draft.card.image else [])]
    types = row.media_types or frozenset(medium.mime for medium in files)
    for fault in measure.check(draft, replace(row, limits=tuple(known), media_types=types), told):
        raise Invalid(fault.message, field=FIELDS.get(fault.field, fault.field))
