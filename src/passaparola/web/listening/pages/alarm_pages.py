"""How spikes are told, and that somebody has seen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passaparola.web.brands import mailing
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.listening import alarms
from passaparola.web.listening.forms import AlarmForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.ADMIN)
def alarm_settings(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask how spikes are told, and show a new webhook's secret once."""
    kept = alarms.alarm_of(brand)
    form = AlarmForm(request.POST or None, initial={"mail": kept.mail, "hook": kept.hook})
    secret, done = "", False
    if form.is_valid():
        by, given = cast("User", request.user), form.cleaned_data
        try:
            secret = alarms.keep(brand, mail=given["mail"], hook=given["hook"], by=by, now=timezone.now())
            done = True
        except Refused as error:
            form.add_error("hook", str(error))
    if done and not secret:
        messages.success(request, _("Kept."))
        return redirect("alarms", slug=brand.slug)
    shown = {
        "brand": brand,
        "here": "listening",
        "form": form,
        "secret": secret,
        "mail_possible": mailing.possible(),
    }
    return render(request, "listening/alarms.html", shown, status=422 if form.errors else 200)


@require_POST
@brand_member(Role.EDITOR, Role.APPROVER)
@missing_is_404
def see_alarm(request: HttpRequest, brand: Brand, episode_id: int) -> HttpResponse:
    """Take an alarm off the screen."""
    row = alarms.see(brand, episode_id, by=cast("User", request.user), now=timezone.now())
    messages.success(request, _("The alarm is off the screen; its figures stay with the search."))
    return redirect("listening-search", slug=brand.slug, search_id=row.search_id)
