"""The pages of campaigns: all of them, a new one, one to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.campaigns import actions, queries
from passaparola.web.campaigns.forms import CampaignForm
from passaparola.web.campaigns.models import Campaign

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@brand_member()
def campaigns(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the brand's campaigns."""
    shown = {
        "brand": brand,
        "here": "campaigns",
        "campaigns": list(queries.counted_campaigns_of(brand)),
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "campaigns/campaigns.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
def new_campaign(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a new campaign, and keep it."""
    return _form(request, brand, Campaign(brand=brand))


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member()
@missing_is_404
def campaign(request: HttpRequest, brand: Brand, campaign_id: int) -> HttpResponse:
    """Show a campaign, and change it."""
    found = queries.campaign_of(brand, campaign_id)
    if request.method == "POST" and not member_of(request).may(Role.EDITOR):
        raise PermissionDenied
    return _form(request, brand, found)


def _form(request: HttpRequest, brand: Brand, found: Campaign) -> HttpResponse:
    name = found.name
    form = CampaignForm(request.POST or None, initial=model_to_dict(found, actions.FIELDS))
    if form.is_valid():
        for field, value in form.cleaned_data.items():
            setattr(found, field, value)
        try:
            actions.keep(found, by=cast("User", request.user), now=timezone.now())
        except actions.CampaignError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(name)s is kept.") % {"name": found.name})
            return redirect("campaigns", slug=brand.slug)
    shown = {
        "brand": brand,
        "here": "campaigns",
        "form": form,
        "name": name,
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "campaigns/campaign.html", shown, status=422 if form.errors else 200)
