"""How templates say in which tone something is said, and on whose word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from passaparola.web.conversations.inbox import rows

if TYPE_CHECKING:
    from passaparola.web.conversations.models import Interaction

register = template.Library()


@register.filter
def tone_said(said: Interaction) -> str:
    """Write how something is said, and who says so."""
    return rows.tone_said(said)
