"""How templates write people: their score as a line, their roles in words, the way to a talk with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format

from passaparola.web.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

register = template.Library()

TALL = 40
MOST = 100.0


@register.inclusion_tag("persons/part/line.html")
def score_line(line: Sequence[float]) -> dict[str, Any]:
    """Draw a score over time as a line, on a scale that the largest fills."""
    top = max(*line, 1.0)
    points = " ".join(f"{n},{TALL - 2 - (TALL - 4) * score / top:.2f}" for n, score in enumerate(line))
    return {"points": points, "steps": len(line) - 1, "first": line[0], "last": line[-1], "top": top}


@register.filter
def role_words(roles: Iterable[str]) -> str:
    """Write the roles of a person in words."""
    labels = dict(Role.choices)
    return ", ".join(str(labels[role]) for role in roles if role in labels)


@register.filter
def signed(value: float) -> str:
    """Write a change with its sign: +3.2, −1.0, and nothing but 0 where it is less than a tenth."""
    tenths = round(value, 1)
    if not tenths:
        return "0"
    return f"{'+' if tenths > 0 else '−'}{number_format(abs(tenths), 1)}"


@register.simple_tag
def talk_address(slug: str, conversation_id: int | None) -> str:
    """Return where the conversation is read, empty where there is none."""
    try:
        return reverse("conversation", args=[slug, conversation_id]) if conversation_id else ""
    except NoReverseMatch:
        return ""
