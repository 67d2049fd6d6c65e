"""The site's own door: the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from passaparola.web.brands import queries as brands
from passaparola.web.site.templatetags.built import built

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.brands.models import User


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """Go to the home of the brand the person has been a member of longest; say so where there is none."""
    brand = brands.brands_of(cast("User", request.user)).first()
    if brand is None:
        return render(request, "no_brand.html")
    return redirect("home", slug=brand.slug)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send a browser that asks for the sign of the site by its old name to where it is."""
    return redirect(built("mark.svg"))
