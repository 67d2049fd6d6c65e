"""The pages of tracing: ask for a post or a file, watch it being read, stop it, have it read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.channels import queries as channels
from passaparola.web.conversations.following import actions
from passaparola.web.conversations.following import queries as readings
from passaparola.web.insights import told
from passaparola.web.insights.forms import AddressForm, FileForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.conversations.models import Reading

LATELY = 8


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member()
def trace(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a post or a file to be read, and go to where its progress is shown."""
    if request.method != "POST":
        return _page(request, brand, AddressForm(brand), FileForm())
    if not member_of(request).may(Role.EDITOR):
        raise PermissionDenied
    by_file = request.POST.get("way") == "file"
    form = FileForm(request.POST, request.FILES) if by_file else AddressForm(brand, request.POST)
    if form.is_valid():
        try:
            found = _begin(request, brand, form)
        except actions.Refused as refusal:
            form.add_error("file" if by_file else "address", told.in_words(str(refusal)))
        else:
            return redirect("reading", slug=brand.slug, reading_id=found.pk)
    if isinstance(form, FileForm):
        return _page(request, brand, AddressForm(brand), form)
    return _page(request, brand, form, FileForm())


def _begin(request: HttpRequest, brand: Brand, form: AddressForm | FileForm) -> Reading:
    given = form.cleaned_data
    by, now = cast("User", request.user), timezone.now()
    if isinstance(form, AddressForm):
        return actions.follow(brand, given["address"], by=by, now=now, campaign=given.get("campaign"))
    return actions.upload(
        brand,
        given["file"],
        by=by,
        now=now,
        format=given["format"],
        graph=given["graph"],
        repair=given["repair"],
    )


def _page(request: HttpRequest, brand: Brand, address_form: AddressForm, file_form: FileForm) -> HttpResponse:
    shown = {
        "brand": brand,
        "here": "trace",
        "address_form": address_form,
        "file_form": file_form,
        "platforms": channels.read_here(simulated=brand.simulated),
        "readings": readings.readings_of(brand)[:LATELY],
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "insights/trace.html", shown)


@require_safe
@brand_member()
@missing_is_404
def reading(request: HttpRequest, brand: Brand, reading_id: int) -> HttpResponse:
    """Show how far a reading has come; asked by the page itself, only the part that changes."""
    shown = {
        "brand": brand,
        "here": "trace",
        "reading": readings.reading_of(brand, reading_id),
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "insights/part/reading.html" if part else "insights/reading.html", shown)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def cancel_reading(_request: HttpRequest, brand: Brand, reading_id: int) -> HttpResponse:
    """Stop a reading; what was heard stays."""
    actions.cancel(readings.reading_of(brand, reading_id), timezone.now())
    return redirect("reading", slug=brand.slug, reading_id=reading_id)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def read_again(_request: HttpRequest, brand: Brand, reading_id: int) -> HttpResponse:
    """Have a followed post read now, and go back to its message."""
    found = readings.reading_of(brand, reading_id)
    actions.read_again(found, timezone.now())
    if found.message_id is None:
        return redirect("reading", slug=brand.slug, reading_id=reading_id)
    return redirect("message", slug=brand.slug, message_id=found.message_id)
