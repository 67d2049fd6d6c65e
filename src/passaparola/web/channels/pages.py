"""The pages of a brand's channels: how each is, how one more is connected."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from passaparola.connectors.errors import ConnectorError, Invalid
from passaparola.web.brands import audit
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role
from passaparola.web.channels import actions, leave, queries
from passaparola.web.channels.forms import ConnectForm
from passaparola.web.channels.seal import Unsealable
from passaparola.web.channels.told import in_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.connectors.contract import Login
    from passaparola.connectors.row import Platform

ID = re.compile(r"[0-9]{1,18}")


@require_safe
@brand_member()
def channels(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the brand's channels, how each is, and where else it could speak."""
    simulated = brand.simulated or settings.DEMO
    shown = {
        "brand": brand,
        "here": "channels",
        "channels": queries.health_of(brand, timezone.now()),
        "platforms": queries.connectable(simulated=simulated),
        "may_manage": member_of(request).may(Role.ADMIN),
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "channels/channels.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.ADMIN)
@missing_is_404
def connect(request: HttpRequest, brand: Brand, platform: str) -> HttpResponse:
    """Ask for what connects an account of `platform`, and connect it."""
    row = _row(platform)
    again = request.GET.get("again", "")
    known = queries.channel_of(brand, int(again)).place if ID.fullmatch(again) else ""
    form = ConnectForm(row, request.POST if request.method == "POST" else None, place=known)
    if request.method == "POST" and "leave" in request.POST:
        return _ask_leave(request, brand, row, form)
    if request.method == "POST" and form.is_valid():
        answers = {**form.answers(), "brand": brand.slug, "brand name": brand.name}
        try:
            login = asyncio.run(actions.sign_in(platform, form.place(), answers))
        except ConnectorError as error:
            form.blame(error.field if isinstance(error, Invalid) else "", in_words(str(error)))
        else:
            return _connected(request, brand, platform, login)
    shown = {"brand": brand, "here": "channels", "platform": row, "form": form}
    return render(request, "channels/connect.html", shown)


def _ask_leave(request: HttpRequest, brand: Brand, row: Platform, form: ConnectForm) -> HttpResponse:
    """Show the way to the platform's own page; a link, as a form may lead nowhere but here."""
    if not row.oauth:
        raise Http404
    shown = {"brand": brand, "here": "channels", "platform": row, "form": form}
    try:
        shown["leave"] = leave.ask(request.session, brand, row.key, request.POST.get("place") or row.place)
    except ConnectorError as error:
        form.is_valid()
        form.errors.clear()
        form.blame("place", in_words(str(error)))
    return render(request, "channels/connect.html", shown)


@require_GET
@brand_member(Role.ADMIN)
def left(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Take a person in who comes back from the platform's own page."""
    try:
        platform, login = leave.answered(request.session, brand, request.build_absolute_uri())
    except ConnectorError as error:
        messages.error(request, in_words(str(error)))
        return redirect("channels", slug=brand.slug)
    return _connected(request, brand, platform, login)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def check(request: HttpRequest, brand: Brand, channel_id: int) -> HttpResponse:
    """Ask a channel's platform how the account is."""
    channel = queries.channel_of(brand, channel_id)
    try:
        account = asyncio.run(actions.look(channel))
    except (ConnectorError, Unsealable) as error:
        actions.refused(channel, error, timezone.now())
        messages.error(request, in_words(str(error)))
    else:
        actions.keep_looked(channel, account, timezone.now())
        messages.success(request, _("%(channel)s is well.") % {"channel": channel})
    return redirect("channels", slug=brand.slug)


@require_POST
@brand_member(Role.ADMIN)
@missing_is_404
def disconnect(request: HttpRequest, brand: Brand, channel_id: int) -> HttpResponse:
    """Take a channel off and forget its secrets; leave that was given for it is given back."""
    channel, now = queries.channel_of(brand, channel_id), timezone.now()
    given = leave.given_to(channel)
    actions.disconnect(channel, now)
    audit.record(brand, member_of(request).user, actions.DISCONNECTED, str(channel), now)
    messages.success(
        request, _("%(channel)s is disconnected and its keys are forgotten.") % {"channel": channel}
    )
    try:
        if given:
            leave.give_back(channel.platform, channel.place, given)
    except ConnectorError as error:
        messages.warning(request, in_words(str(error)))
    return redirect("channels", slug=brand.slug)


def _connected(request: HttpRequest, brand: Brand, platform: str, login: Login) -> HttpResponse:
    now = timezone.now()
    channel = actions.connect(brand, platform, login, now)
    audit.record(brand, member_of(request).user, actions.CONNECTED, str(channel), now, platform=platform)
    messages.success(request, _("%(channel)s is connected.") % {"channel": channel})
    return redirect("channels", slug=brand.slug)


def _row(platform: str) -> Platform:
    try:
        row = queries.row_of(platform)
    except KeyError as error:
        raise Http404 from error
    if "publisher" not in row.capabilities:
        raise Http404
    return row
