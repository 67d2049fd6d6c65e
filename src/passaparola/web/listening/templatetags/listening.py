"""How templates write what was found, and draw how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext as _

from passaparola.web.channels import told
from passaparola.web.conversations.models import Labelled
from passaparola.web.listening import alarms, hours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Voiced
    from passaparola.web.listening.models import Episode
    from passaparola.web.listening.queries import Bar
    from passaparola.web.listening.shares import Share

register = template.Library()

TALL = 40


@register.simple_tag
def alarms_of(brand: Brand) -> QuerySet[Episode]:
    """Return the alarms of the brand that nobody has seen."""
    return alarms.unseen_of(brand)[:3]


@register.filter
def began(episode: Episode) -> Any:
    """Return when an episode began."""
    return hours.begins(episode.begins)


@register.filter
def trouble_said(trouble: str) -> str:
    """Write why something is not heard at the moment, in the reader's language."""
    own = _(trouble) if trouble else ""
    return own if own != trouble else told.in_words(trouble)


@register.filter
def source(by: str) -> str:
    """Write who or what says so."""
    return str(Labelled(by).label) if by else _("nobody says")


@register.filter
def tone_word(said: Voiced) -> str:
    """Write how something is said, "not said" where nobody knows."""
    return _("not said") if said.tone is None else str(said.get_tone_display())


@register.filter
def percent(value: float) -> str:
    """Write a share in per cent without decimals."""
    return f"{100 * value:.0f} %"


@register.filter
def interval(share: Share) -> str:
    """Write between which shares the true one lies."""
    return f"{100 * share.low:.0f}–{100 * share.high:.0f} %"


@register.inclusion_tag("listening/part/volume.html")
def volume(bars: Sequence[Bar]) -> dict[str, Any]:
    """Draw how much was said over time; what was more than usual in another colour."""
    top = max((bar.n for bar in bars), default=0) or 1
    drawn = [
        (k, f"{TALL - TALL * bar.n / top:.2f}", f"{TALL * bar.n / top:.2f}", "hop3" if bar.loud else "hop1")
        for k, bar in enumerate(bars)
        if bar.n
    ]
    return {"bars": drawn, "spans": len(bars), "tall": TALL, "top": max((bar.n for bar in bars), default=0)}
