"""The page of a brand's tokens, and the reference of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.api import reference as described
from passaparola.web.api import tokens
from passaparola.web.api.forms import TokenForm
from passaparola.web.api.router import api
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show everything the API can be asked, to anybody."""
    schema = api.get_openapi_schema()
    shown = {
        "routes": described.routes(schema),
        "shapes": described.shapes(schema),
        "address": settings.ADDRESS,
    }
    return render(request, "api/reference.html", shown)


@require_safe
@brand_member(Role.ADMIN)
def tokens_page(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the brand's tokens."""
    return _page(request, brand)


@require_POST
@brand_member(Role.ADMIN)
def make(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Make a token; it is in the answer, and nowhere afterwards."""
    me = member_of(request)
    form = TokenForm(tokens.roles_given_by(me), request.POST)
    if not form.is_valid():
        return _page(request, brand, form=form)
    said = form.cleaned_data
    made, secret = tokens.make(said["name"], Role(said["role"]), said["days"], by=me, now=timezone.now())
    return _page(request, brand, made=made, secret=secret)


@require_POST
@brand_member(Role.ADMIN)
@missing_is_404
def revoke(request: HttpRequest, brand: Brand, api_token_id: int) -> HttpResponse:
    """Take a token back."""
    tokens.revoke(brand, api_token_id, by=member_of(request).user, now=timezone.now())
    messages.success(request, _("The token has ended: nothing is let in with it any more."))
    return redirect("api-tokens", slug=brand.slug)


def _page(request: HttpRequest, brand: Brand, **more: Any) -> HttpResponse:
    now = timezone.now()
    shown = {
        "brand": brand,
        "here": "tokens",
        "tokens": tokens.open_tokens_of(brand, now),
        "form": TokenForm(tokens.roles_given_by(member_of(request))),
        "address": settings.ADDRESS,
    }
    return render(request, "api/tokens.html", shown | more)
