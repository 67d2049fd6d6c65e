"""The page of the log, and the log as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from passaparola.web.brands import audit, digits, queries
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.models import Brand, Role

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrPromise

    from passaparola.web.brands.models import Entry

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would reckon with: such texts get an apostrophe in front."""

DETAILS: dict[str, StrPromise] = {
    "approval": _("approval"),
    "days": _("days"),
    "email": _("e-mail"),
    "invited_by": _("invited by"),
    "kind": _("kind"),
    "links_ended": _("links ended"),
    "minutes": _("minutes held"),
    "name": _("name"),
    "needs_second_factor": _("needs a second factor"),
    "role": _("role"),
    "times": _("times"),
    "was": _("before"),
    "within_minutes": _("within minutes"),
    "zone": _("time zone"),
}
"""What the details of our own lines are called on screen; others show their own name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log in words."""

    entry: Entry
    words: str
    details: list[tuple[str, str]]


@require_safe
@brand_member(Role.ADMIN)
def log(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show one page of what was done, narrowed down as asked."""
    verb, who = _asked(request)
    found = queries.log_of(brand, verb, who, digits.page(request.GET.get("page", "")))
    shown = {
        "brand": brand,
        "here": "log",
        "log": found,
        "lines": [_line(entry) for entry in found.rows],
        "verbs": [(key, audit.words(key)) for key in queries.verbs_of(brand)],
        "verb": verb,
        "who": who,
    }
    return render(request, "brands/log.html", shown)


@require_safe
@brand_member(Role.ADMIN)
def export(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Hand out the log as CSV, the newest first, times in UTC, narrowed down as asked."""
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(["at", "who", "verb", "subject", "detail"])
    for entry in queries.entries_of(brand, *_asked(request))[: queries.EXPORT].iterator():
        at = entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        said = [entry.who_name, entry.verb, entry.subject, json.dumps(entry.detail, ensure_ascii=False)]
        rows.writerow([at, *(_harmless(text) for text in said)])
    disposition = {"Content-Disposition": f'attachment; filename="{brand.slug}-log.csv"'}
    return HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8", headers=disposition)


def _asked(request: HttpRequest) -> tuple[str, str]:
    verb, who = (request.GET.get(name, "").replace("\0", "").strip() for name in ("verb", "who"))
    return verb, who


def _line(entry: Entry) -> Line:
    details = [(str(DETAILS.get(key, key)), _said(value)) for key, value in entry.detail.items() if value]
    return Line(entry, audit.words(entry.verb), details)


def _said(value: Any) -> str:
    """Return a detail as it is read: a pair of before and after with an arrow between."""
    if isinstance(value, list):
        return " → ".join(map(_said, value))
    if isinstance(value, bool):
        return "✓" if value else "–"
    return str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
