"""The pages of a brand itself: making one, its settings, and holding everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings as site
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from passaparola.web.brands import actions
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.forms import NewBrandForm, SettingsForm
from passaparola.web.brands.models import Brand, Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.brands.models import User

asks_and_does = require_http_methods(["GET", "HEAD", "POST"])


@asks_and_does
@login_required
def new_brand(request: HttpRequest) -> HttpResponse:
    """Make a brand that whoever asks owns."""
    form = NewBrandForm(request.POST or None, initial={"zone": site.TIME_ZONE})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        brand = actions.found(said["name"], said["zone"], by=cast("User", request.user), now=timezone.now())
        return redirect("home", slug=brand.slug)
    return render(request, "brands/new.html", {"form": form})


@asks_and_does
@brand_member(Role.ADMIN)
def settings(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what is decided for the brand, and change it."""
    form = SettingsForm(brand, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change(brand, form.cleaned_data, by=member_of(request).user, now=timezone.now())
        messages.success(request, _("The settings are saved."))
        return redirect("brand-settings", slug=brand.slug)
    return render(request, "brands/settings.html", {"brand": brand, "here": "settings", "form": form})


@asks_and_does
@brand_member(Role.EDITOR, Role.APPROVER)
def hold(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Say what holding does, and hold."""
    if request.method == "POST":
        actions.hold(brand, member_of(request).user, timezone.now())
        return redirect("hold", slug=brand.slug)
    return render(request, "brands/hold.html", {"brand": brand, "here": "hold"})
