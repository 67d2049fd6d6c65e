"""How people call what a text is counted in, how long a poll is open, and the languages of posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

UNITS: Mapping[str, StrPromise] = {
    "grapheme": _("characters"),
    "character": _("characters"),
    "utf-16 unit": _("characters"),
    "weighted": _("characters"),
    "byte": _("bytes"),
}
"""What people are told; what exactly is counted is said in docs/platforms.md."""

LANGUAGES = (
    "it", "en", "de", "fr", "es", "pt", "ca", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "sl", "hr",
    "hu", "ro", "bg", "el", "tr", "uk", "ru", "ar", "he", "hi", "zh-hans", "ja", "ko",
)  # fmt: skip
"""Languages a post may be marked with, by the code Django names them by."""

MINUTE, HOUR = 60, 3600
OPEN_FOR = (1, 6, 12, 24, 72, 168)
"""Hours a poll may be open."""


def durations(now: int = 0) -> list[tuple[int, str]]:
    """Return how long a poll may be open: (seconds, in words), as it is `now` among them."""
    offered = [(hours * HOUR, _long(hours)) for hours in OPEN_FOR]
    if now and now not in dict(offered):
        minutes = ngettext("%(n)s minute", "%(n)s minutes", now // MINUTE) % {"n": now // MINUTE}
        offered = sorted([*offered, (now, minutes)])
    return offered


def _long(hours: int) -> str:
    if hours < 24:  # noqa: PLR2004 - a day
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
