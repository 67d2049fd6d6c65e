"""How templates of the calendar write days and wall times: as people of the reader's language do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from passaparola.web.publishing.calendar import planning

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def long_day(day: date) -> str:
    """Write Tuesday 3 March, or in Italian Martedì 3 marzo."""
    return _begun(planning.day_in_words(day, "l j F"))


@register.filter
def long_date(day: date) -> str:
    """Write Tuesday 3 March 2026."""
    return _begun(planning.day_in_words(day, "l j F Y"))


@register.filter
def wall_words(wall: str) -> SafeString | str:
    """Write a wall time: Tue 3 Mar 2026, 09:30."""
    if not wall:
        return ""
    day = planning.day_in_words(date.fromisoformat(wall[:10]), "D j M Y")
    return format_html('<time datetime="{}" class="nowrap">{}, <b>{}</b></time>', wall, day, wall[11:16])


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
