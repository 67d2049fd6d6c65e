"""The settings of the calendar (holidays, the feed), and the feed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passaparola.web.brands.access import brand_member, kept_quiet, member_of
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import almanac, ics
from passaparola.web.publishing.models import Almanac

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
def almanac_page(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show and change whose holidays the calendar has; show whether there is a feed."""
    if request.method != "POST":
        return _page(request, brand)
    country = request.POST.get("country", "")
    same = almanac.of(brand).country == country
    try:
        almanac.settle(brand, country, request.POST.get("region", "") if same else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The calendar shows these holidays now."))
    return redirect("almanac", slug=brand.slug)


@require_POST
@brand_member(Role.ADMIN)
def open_feed(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Make the feed's address; it is in the answer, and nowhere afterwards."""
    token = almanac.open_feed(brand, by=cast("User", request.user), now=timezone.now())
    return _page(request, brand, f"{settings.ADDRESS}{reverse('calendar-feed', args=[token])}")


@require_POST
@brand_member(Role.ADMIN)
def close_feed(request: HttpRequest, brand: Brand) -> HttpResponse:
    """End the feed."""
    almanac.close_feed(brand, by=cast("User", request.user), now=timezone.now())
    messages.success(request, _("The feed has ended: whoever has its address reads nothing more."))
    return redirect("almanac", slug=brand.slug)


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the feed to whoever has its address."""
    try:
        brand = almanac.by_feed(token)
    except Almanac.DoesNotExist as error:
        raise Http404 from error

    def address(post: int) -> str:
        return f"{settings.ADDRESS}{reverse('post', args=[brand.slug, post])}"

    content = ics.feed_of(brand, timezone.now(), address)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{brand.slug}.ics"'
    return kept_quiet(answer)


def _page(request: HttpRequest, brand: Brand, address: str = "") -> HttpResponse:
    kept = almanac.of(brand)
    shown = {
        "brand": brand,
        "here": "calendar",
        "kept": kept,
        "countries": almanac.country_names(),
        "regions": almanac.region_names(kept.country),
        "address": address,
        "may_rule": member_of(request).may(Role.ADMIN),
    }
    return render(request, "publishing/almanac.html", shown)
