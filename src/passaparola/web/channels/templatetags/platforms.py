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


@register.simple_tag
def platform_sign(platform: str) -> SafeString:
    """Draw a platform's sign: a disc in its colour with its first letter."""
    return format_html(
        '<svg class="sign" viewBox="0 0 20 20" role="img" aria-label="{}">'
        '<circle cx="10" cy="10" r="10" fill="{}"/><text x="10" y="14" text-anchor="middle">{}</text></svg>',
        platform_name(platform),
        platform_colour(platform) or "#555555",
        platform_name(platform)[:1].upper(),
    )


@register.filter
def said(words: str) -> str:
    """Write what a connector says in the reader's language."""
    return told.in_words(words)
