"""The switch that lets a held brand speak again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from passaparola.web.brands import actions
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.models import Brand, Role
from passaparola.web.publishing.outbox import deliveries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@brand_member(Role.ADMIN)
def release(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Let things be sent again, and what is due at once."""
    now = timezone.now()
    if actions.release(brand, member_of(request).user, now):
        deliveries.wake(brand, now)
        messages.success(request, _("Released: what is due is sent from now on."))
    return redirect("home", slug=brand.slug)
