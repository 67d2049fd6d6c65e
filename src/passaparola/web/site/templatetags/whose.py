"""Whose pages one may look at: who has several brands changes between them in the head of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from passaparola.web.brands import queries

if TYPE_CHECKING:
    from django.template import Context

    from passaparola.web.brands.models import Brand

register = template.Library()


@register.simple_tag(takes_context=True)
def own_brands(context: Context) -> list[Brand]:
    """Return the brands of whoever looks at the page; one query."""
    return list(queries.brands_of(context["request"].user))
