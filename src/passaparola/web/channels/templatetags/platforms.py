"""How templates write platforms: the sign of one, and what its row says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from passaparola.web.channels import told
from passaparola.web.channels.queries import platform_colour, platform_name

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

register = template.Library()


UNKNOWN = "#64748b"
"""The colour of a platform that has no row any more."""


@register.simple_tag
def platform_sign(platform: str) -> SafeString:
    """Draw the sign of the platform with this key."""
    name = platform_name(platform)
    return draw_sign(name, platform_colour(platform), name)


@register.simple_tag
def draw_sign(platform: str, colour: str, said: str = "") -> SafeString:
    """Draw a platform's sign: its first letter in its colour; `said` is what is read aloud, if anything."""
    aloud = format_html('{}="{}"', *(("aria-label", said) if said else ("aria-hidden", "true")))
    return format_html(
        '<svg class="sign" viewBox="0 0 16 16" role="img" {}><rect width="16" height="16" rx="4" fill="{}"/>'
        '<text x="8" y="12" text-anchor="middle">{}</text></svg>',
        aloud,
        colour or UNKNOWN,
        platform[:1].upper(),
    )


@register.filter
def said(words: str) -> str:
    """Write what a connector says in the reader's language."""
    return told.in_words(words)
