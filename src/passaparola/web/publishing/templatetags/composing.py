"""How templates show posts: what a platform marks in a text, days by the brand's clocks, sizes of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from passaparola.web.channels.queries import platform_colour, platform_name
from passaparola.web.publishing.calendar.chips import Sign
from passaparola.web.publishing.models.delivery import PUBLISHED, Verb
from passaparola.web.publishing.outbox import preflight, states

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Delivery

register = template.Library()

MARKED = re.compile(r"https?://\S+|(?<![\w/])@\{[^{}\n]*\}|(?<![\w/])[@#][\w][\w.\-@]*")
MEGA, KILO = 1_000_000, 1000
MINUTE = 60


@register.filter
def marked(text: str) -> SafeString:
    """Write a text as a platform shows it: its links, mentions and hashtags told apart."""
    parts: list[str] = []
    end = 0
    for found in MARKED.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(format_html('<span class="marked">{}</span>', found[0]))
        end = found.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped above


@register.filter
def sign(channel: Channel) -> Sign:
    """Give the sign of a channel: its platform's name and colour, and its own name."""
    return Sign(platform_name(channel.platform), platform_colour(channel.platform), str(channel))


@register.filter
def of_platform(key: str) -> str:
    """Write the name of the platform with this key."""
    return platform_name(key)


@register.filter
def icon(state: str) -> str:
    """Write which picture stands for a state."""
    return states.icon(state)


@register.filter
def in_words(delivery: Delivery) -> str:
    """Write the state of a delivery as people say it."""
    if delivery.state == PUBLISHED and delivery.verb != Verb.PUBLISH:
        return _("done")
    return states.words(delivery.state)


@register.filter
def deletable(delivery: Delivery) -> bool:
    """Say whether a program may delete there what a delivery published, and has not yet."""
    if delivery.state != PUBLISHED or delivery.verb != Verb.PUBLISH or not preflight.can(delivery, "deleter"):
        return False
    return any(not each.deleted_at for each in delivery.pieces.all())


@register.filter
def megabytes(size: int) -> str:
    """Write a size as people read it."""
    return f"{size / MEGA:.1f} MB" if size >= MEGA else f"{max(1, size // KILO)} kB"


@register.filter
def played(seconds: float | None) -> str:
    """Write how long something plays."""
    whole = round(seconds or 0)
    return f"{whole // MINUTE}:{whole % MINUTE:02}"


@register.filter
def language_name(code: str) -> str:
    """Write the name of a language in the reader's; a code nobody has named speaks for itself."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@register.filter
def on_lines(choices: list[str]) -> str:
    """Write choices one a line."""
    return "\n".join(choices)


@register.filter
def at_key(mapping: dict[str, str], key: str) -> str:
    """Write what a mapping holds under `key`; nothing where it holds nothing."""
    return (mapping or {}).get(key, "")
