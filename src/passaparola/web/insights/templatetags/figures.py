"""How templates write figures: times with their zone, durations, bars, words that carry their definition."""

from __future__ import annotations

import math
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
WIDTH = 100
TALL = 20
BOUNDLESS = 99


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
def on_the_web(address: str | None) -> bool:
    """Say whether a browser may be sent to `address`: strangers choose it, not every scheme is harmless."""
    return bool(address) and str(address).startswith(("https://", "http://"))


@register.filter
def stamp(at: datetime | None) -> SafeString | str:
    """Write a time with its zone, as people of the reader's language do: 22 Nov 2026, 14:05 CET."""
    if at is None:
        return ""
    here = localtime(at)
    text = date_format(here, "j M Y, H:i T")
    return format_html('<time datetime="{}" class="nowrap">{}</time>', at.isoformat(), text)


@register.filter
def clock(at: datetime | None) -> SafeString | str:
    """Write the time of day with its zone; the day too where it is not today's."""
    if at is None:
        return ""
    here = localtime(at)
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


@register.inclusion_tag("insights/part/hop_bar.html")
def hop_bar(hops: Sequence[Mapping[str, Any]], size: str = "", *, key: bool = True) -> dict[str, Any]:
    """Draw the reach as one bar, split into bipolar, tripolar and multipolar; `key` writes it out."""
    people = [0, 0, 0]
    for row in hops:
        if row["hop"] >= 1:
            people[min(row["hop"], MULTIPOLAR) - 1] += row["people"]
    whole = sum(people)
    return {"parts": list(_parts(people, whole)), "whole": whole, "size": size, "key": key}


def _parts(people: list[int], whole: int) -> Any:
    names = (_("bipolar"), _("tripolar"), _("multipolar"))
    start = 0.0
    for kind, (n, name) in enumerate(zip(people, names, strict=True), start=1):
        width = WIDTH * n / whole if whole else 0.0
        yield {
            "kind": kind,
            "name": name,
            "n": n,
            "x": f"{start:.3f}",
            "width": f"{width:.3f}",
            "share": share(n, whole),
        }
        start += width


@register.inclusion_tag("insights/part/bar.html")
def bar(value: float, most: float, kind: int = 1) -> dict[str, Any]:
    """Draw one value as a bar on the scale of `most`, in the colour of hop class `kind`."""
    width = WIDTH * value / most if most else 0.0
    return {"width": f"{width:.3f}", "kind": kind}


@register.inclusion_tag("insights/part/spark.html")
def spark(pace: Mapping[str, Any] | None) -> dict[str, Any]:
    """Draw how the acts fell over time; heights are square roots, so that tails are seen."""
    acts = pace["acts"] if pace else []
    top = math.sqrt(max(acts, default=0) or 1)
    heights = [TALL * math.sqrt(n) / top for n in acts]
    bars = [(k, f"{TALL - height:.2f}", f"{height:.2f}") for k, height in enumerate(heights) if height]
    return {"bars": bars, "spans": len(acts)}


@register.filter
def axis(rows: Sequence[Mapping[str, Any]]) -> float:
    """Give where the axis of reproduction numbers ends: past every value, not past every interval."""
    return max(2.0, 1.6 * max((row["value"] for row in rows), default=0.0))


@register.filter
def bound(value: float) -> str:
    """Write an upper bound; one so high that it bounds nothing is said to be none."""
    return "∞" if value > BOUNDLESS else floatformat(value, "2g")


@register.inclusion_tag("insights/part/interval.html")
def interval(row: Mapping[str, Any], most: float) -> dict[str, Any]:
    """Draw a value with its interval on an axis from 0 to `most`, with a mark at 1."""
    points = {name: f"{min(WIDTH, WIDTH * row[name] / most):.2f}" for name in ("low", "high", "value")}
    return points | {"one": f"{WIDTH / most:.2f}" if most > 1 else ""}


@register.filter
def most(rows: Sequence[Any], name: str) -> float:
    """Give the largest `name` among `rows`, dicts or records; 0 where there are none."""
    values = [row[name] if isinstance(row, dict) else getattr(row, name) for row in rows]
    return max(values, default=0)


@register.filter
def beyond(hops: Sequence[Mapping[str, Any]], hop: int) -> list[Mapping[str, Any]]:
    """Keep the rows from `hop` on."""
    return [row for row in hops if row["hop"] >= hop]
