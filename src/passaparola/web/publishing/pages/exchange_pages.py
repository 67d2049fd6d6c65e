"""Taking posts along as a file, and bringing a file in after seeing what it will do."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from passaparola.web.brands.access import brand_member
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import exchange, exporting, importing

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST_BYTES = 2 * 1024 * 1024


@require_safe
@brand_member()
def export_plan(_request: HttpRequest, brand: Brand, form: str) -> HttpResponse:
    """Hand out what is planned and every draft."""
    rows = exporting.rows_of(brand)
    if form == "csv":
        # The mark at the beginning tells a spreadsheet that it is UTF-8.
        return _file("\ufeff" + exchange.as_csv(rows), "text/csv", f"{brand.slug}.csv")
    return _file(exchange.as_json(rows), "application/json", f"{brand.slug}.json")


def _file(content: str, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content.encode(), content_type=f"{kind}; charset=utf-8", headers=disposition)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
def import_plan(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a file, show what it will do, and take it in when that is confirmed."""
    if request.method != "POST":
        return _page(request, brand)
    schedule = request.POST.get("schedule") == "1"
    by, now = cast("User", request.user), timezone.now()
    try:
        content = _given(request)
        if request.POST.get("do") == "keep":
            taken = importing.take_in(brand, content, schedule=schedule, by=by, now=now)
            messages.success(
                request, ngettext("%(n)s post is here.", "%(n)s posts are here.", taken) % {"n": taken}
            )
            return redirect("calendar", slug=brand.slug)
        found = importing.preview(brand, content, schedule=schedule, by=by, now=now)
    except Refused as refusal:
        return _page(request, brand, trouble=str(refusal))
    return _page(request, brand, found=found, content=b64encode(content).decode(), schedule=schedule)


def _given(request: HttpRequest) -> bytes:
    """Return the file that was chosen, or the one that was shown; raises `Refused`."""
    if upload := request.FILES.get("file"):
        if (upload.size or 0) > MOST_BYTES:
            raise Refused(_("The file is larger than 2 MB: take it in in parts."))
        return bytes(upload.read())
    try:
        # Not as text: a form writes every line's end anew, also those inside a post.
        content = b64decode(request.POST.get("content", ""), validate=True)
    except ValueError:
        content = b""
    if not content:
        raise Refused(_("Choose a file first."))
    return content


def _page(  # noqa: PLR0913 - what the page shows, all by name
    request: HttpRequest,
    brand: Brand,
    *,
    trouble: str = "",
    found: importing.Preview | None = None,
    content: str = "",
    schedule: bool = False,
) -> HttpResponse:
    shown = {
        "brand": brand,
        "here": "calendar",
        "trouble": trouble,
        "found": found,
        "content": content,
        "schedule": schedule,
        "columns": exchange.COLUMNS,
    }
    return render(request, "publishing/import.html", shown, status=422 if trouble else 200)
