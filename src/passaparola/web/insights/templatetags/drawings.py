"""How templates draw: bars, intervals and sparklines as SVG whose sizes are attributes, never styles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from passaparola.web.insights.templatetags import figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

register = template.Library()

WIDTH = 100
TALL = 20


@register.inclusion_tag("insights/part/hop_bar.html")
def hop_bar(hops: Sequence[Mapping[str, Any]], size: str = "", *, key: bool = True) -> dict[str, Any]:
    """Draw the reach as one bar, split into bipolar, tripolar and multipolar; `key` writes it out."""
    people = [0, 0, 0]
    for row in hops:
        if row["hop"] >= 1:
            people[figures.kinship(row["hop"]) - 1] += row["people"]
    whole = sum(people)
    return {"parts": list(_parts(people, whole)), "whole": whole, "size": size, "key": key}


def _parts(people: list[int], whole: int) -> Iterator[dict[str, Any]]:
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
            "share": figures.share(n, whole),
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
