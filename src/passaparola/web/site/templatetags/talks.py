"""How many conversations nobody has read: what the head of every page of a brand says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from passaparola.web.conversations.inbox import queries

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

register = template.Library()


@register.simple_tag
def unread_talks(brand: Brand) -> str:
    """Return how many conversations of the brand nobody has read, empty where none; one small query."""
    n = queries.unread_of(brand, timezone.now())
    return "" if not n else f"{queries.CAP}+" if n > queries.CAP else str(n)
