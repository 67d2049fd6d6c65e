"""How people call what a text is counted in, and the languages a post may be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

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
