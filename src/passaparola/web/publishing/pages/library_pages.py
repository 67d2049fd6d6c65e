"""The pages of the library: its pictures, films and slides, the files themselves, what is done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.library import library
from passaparola.web.publishing.models.asset import AssetKind
from passaparola.web.publishing.pages import queries

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest

MOST = 5_000
"""Letters that say what a file shows."""
SHELVES = (*AssetKind.values, "wordless")


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member()
def library_page(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show one page of the library; take in what is handed in."""
    if request.method == "POST":
        return _take_in(request, brand)
    shelf = request.GET.get("kind", "")
    number = digits.page(request.GET.get("page", ""))
    shown = {
        "brand": brand,
        "here": "library",
        "shelf": shelf if shelf in SHELVES else "",
        "kinds": AssetKind.choices,
        "list": queries.library_of(brand, shelf if shelf in SHELVES else "", number),
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "publishing/library.html", shown)


def _take_in(request: HttpRequest, brand: Brand) -> HttpResponse:
    if not member_of(request).may(Role.EDITOR):
        raise PermissionDenied
    by, now = cast("User", request.user), timezone.now()
    taken = 0
    for file in request.FILES.getlist("files"):
        try:
            library.take_in(brand, file, by=by, now=now)
            taken += 1
        except Refused as refusal:
            messages.error(request, f"{file.name}: {refusal}")
    if taken:
        said = ngettext("%(n)s file is in the library.", "%(n)s files are in the library.", taken)
        messages.success(request, said % {"n": taken})
    return redirect("library", slug=brand.slug)


@require_safe
@brand_member()
@missing_is_404
@cache_control(private=True, max_age=86_400, immutable=True)
def asset_file(_request: HttpRequest, brand: Brand, asset_id: int) -> HttpResponse:
    """Hand out a file of the library; a browser shows it, and lets it do nothing."""
    asset = queries.asset_of(brand, asset_id)
    return _file(asset.path, asset.mime, asset.name)


@require_safe
@brand_member()
@missing_is_404
@cache_control(private=True, max_age=86_400, immutable=True)
def asset_picture(_request: HttpRequest, brand: Brand, asset_id: int) -> HttpResponse:
    """Hand out the small picture of a file; 404 where it has none."""
    asset = queries.asset_of(brand, asset_id)
    return _file(library.thumbnail_of(asset), "image/webp", f"{asset.name}.webp")


def _file(path: Path, mime: str, name: str) -> HttpResponse:
    try:
        response = FileResponse(path.open("rb"), content_type=mime)
    except FileNotFoundError as error:
        raise Http404 from error
    attached = mime == "application/pdf"
    response["Content-Disposition"] = content_disposition_header(attached, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast("HttpResponse", response)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def describe_asset(request: HttpRequest, brand: Brand, asset_id: int) -> HttpResponse:
    """Keep what a file shows, in words."""
    asset = queries.asset_of(brand, asset_id)
    library.describe(asset, request.POST.get("alt", "")[:MOST], request.POST.get("name", ""))
    messages.success(request, _("The words for %(name)s are kept.") % {"name": asset.name})
    return redirect(f"{reverse('library', args=[brand.slug])}#a{asset.pk}")


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def remove_asset(request: HttpRequest, brand: Brand, asset_id: int) -> HttpResponse:
    """Take a file out of the library; posts that have it keep it."""
    asset = queries.asset_of(brand, asset_id)
    library.remove(asset, by=cast("User", request.user), now=timezone.now())
    messages.success(
        request, _("%(name)s is out of the library; posts that have it keep it.") % {"name": asset.name}
    )
    return redirect("library", slug=brand.slug)
