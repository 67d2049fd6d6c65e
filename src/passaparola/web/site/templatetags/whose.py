"""Whose pages one looks at and what one may do there: what the head of every page of a brand shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template

from passaparola.web.brands import queries
from passaparola.web.brands.models import Role

if TYPE_CHECKING:
    from django.template import Context

    from passaparola.web.brands.models import Brand

register = template.Library()


@dataclass(frozen=True, slots=True)
class Powers:
    """What whoever looks at the page may do for its brand."""

    manages: bool = False
    holds: bool = False


@register.simple_tag(takes_context=True)
def own_brands(context: Context) -> list[Brand]:
    """Return the brands of whoever looks at the page; one query."""
    return list(queries.brands_of(context["request"].user))


@register.simple_tag(takes_context=True)
def powers(context: Context) -> Powers:
    """Return what whoever looks may do for the brand; a query only where the page asked for no membership."""
    request, brand = context["request"], context["brand"]
    member = getattr(request, "member", None)
    if member is None and request.user.is_authenticated:
        member = queries.members_of(brand).filter(user=request.user).first()
    if member is None:
        return Powers()
    return Powers(member.may(Role.ADMIN), member.may(Role.EDITOR) or member.may(Role.APPROVER))
