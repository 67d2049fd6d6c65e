"""How templates write figures: times with their zone, durations, shares, words that can be looked up."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passaparola.spread.definitions import DEFINITIONS
from passaparola.web.insights import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.utils.safestring import SafeString

register = template.Library()

# A page may say a word twice, and ids must differ; an included template cannot see how far its page is.
NUMBERS = count(1)
MULTIPOLAR = 3
FEW = 30
MINUTE, HOUR, DAY = 60, 3600, 86_400
BOUNDLESS = 99
SIMULATED = " (simulated)"


@register.inclusion_tag("insights/part/definition.html")
def define(key: str, label: str = "") -> dict[str, str]:
    """Write `label` (or the name of `key`) as a word whose definition opens on hover, tap and Enter."""
    row = DEFINITIONS[key]
    return {
        "id": f"def-{key}-{next(NUMBERS)}",
        "label": label or _(row.name),
        "name": _(row.name),
        "text": _(row.text),
        "source": row.source,
    }


@register.filter
def worded(text: str) -> str:
    """Write a sentence that came from below in the reader's language, as far as it is known."""
    return told.in_words(text)


@register.filter
def plainly(name: object) -> str:
    """Write a person's name without a simulated network's mark: a page says that in its own words."""
    return str(name).removesuffix(SIMULATED)


@register.filter
def is_simulated(name: object) -> bool:
    """Say whether a person's name carries a simulated network's mark."""
    return str(name).endswith(SIMULATED)


@register.filter
def on_the_web(address: str | None) -> bool:
    """Say whether a browser may be sent to `address`: strangers choose it, not every scheme is harmless."""
    return bool(address) and str(address).startswith(("https://", "http://"))


def _here(at: datetime) -> datetime:
    try:
        return localtime(at)
    except OverflowError:
        return at  # a stranger's clock, hours from where the calendar ends: UTC must do


@register.filter
def stamp(at: datetime | None) -> SafeString | str:
    """Write a time with its zone, as people of the reader's language do: 22 Nov 2026, 14:05 CET."""
    if at is None:
        return ""
    here = _here(at)
    text = date_format(here, "j M Y, H:i T")
    return format_html('<time datetime="{}" class="nowrap">{}</time>', at.isoformat(), text)


@register.filter
def clock(at: datetime | None) -> SafeString | str:
    """Write the time of day with its zone; the day too where it is not today's."""
    if at is None:
        return ""
    here = _here(at)
    form = "H:i T" if here.date() == localtime().date() else "j M, H:i T"
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>', at.isoformat(), date_format(here, form)
    )


@register.filter
def duration(seconds: float | None) -> str:
    """Write a duration in its two largest units."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < MINUTE:
        return ngettext("%(n)s second", "%(n)s seconds", whole) % {"n": whole}
    if whole < HOUR:
        return _("%(minutes)s min") % {"minutes": whole // MINUTE}
    if whole < DAY:
        return _("%(hours)s h %(minutes)s min") % {
            "hours": whole // HOUR,
            "minutes": whole % HOUR // MINUTE,
        }
    return _("%(days)s d %(hours)s h") % {"days": whole // DAY, "hours": whole % DAY // HOUR}


@register.filter
def share(part: float | None, whole: float = 1) -> str:
    """Write `part` of `whole` in percent; a dash where there is nothing to divide."""
    if part is None or not whole:
        return "–"
    percent = 100 * part / whole
    return "<1 %" if 0 < percent < 1 else f"{percent:.0f} %"


@register.filter
def kinship(hop: int) -> int:
    """Give the colour class of a hop: 1 bipolar, 2 tripolar, 3 everything beyond."""
    return min(hop, MULTIPOLAR)


@register.filter
def few(n: int | None) -> bool:
    """Say whether `n` people are too few for a rate to mean much."""
    return n is not None and n < FEW


@register.filter
def bound(value: float) -> str:
    """Write an upper bound; one so high that it bounds nothing is said to be none."""
    return "∞" if value > BOUNDLESS else floatformat(value, "2g")


@register.filter
def beyond(hops: Sequence[Mapping[str, Any]], hop: int) -> list[Mapping[str, Any]]:
    """Keep the rows from `hop` on."""
    return [row for row in hops if row["hop"] >= hop]
