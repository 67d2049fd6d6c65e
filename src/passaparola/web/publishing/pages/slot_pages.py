"""The pages of the queues: which channels have one, and one channel's week with what waits in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@require_safe
@brand_member()
def queues(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the channels with what waits on each."""
    shown = {"brand": brand, "here": "calendar", "lines": slots.lines_of(brand, timezone.now())}
    return render(request, "publishing/queues.html", shown)


@require_safe
@brand_member()
@missing_is_404
def queue(request: HttpRequest, brand: Brand, channel_id: int) -> HttpResponse:
    """Show a channel's week and its queue."""
    shown = {
        "brand": brand,
        "here": "calendar",
        "queue": slots.queue_of(brand, channel_id, timezone.now()),
        "weekdays": list(WEEKDAYS.items()),
        "may_edit": member_of(request).may(Role.EDITOR),
        "back": request.get_full_path(),
    }
    return render(request, "publishing/queue.html", shown)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def add_slots(request: HttpRequest, brand: Brand, channel_id: int) -> HttpResponse:
    """Give a channel a time on the days that were ticked."""
    channel = channels.channel_of(brand, channel_id)
    days = [int(day) for day in request.POST.getlist("day") if day in set("0123456")]
    by, now = cast("User", request.user), timezone.now()

    def act() -> str:
        made = slots.add(channel, days, request.POST.get("at", ""), by=by, now=now)
        return ngettext("%(n)s slot is new.", "%(n)s slots are new.", made) % {"n": made}

    return _done(request, brand, channel_id, act)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def remove_slot(request: HttpRequest, brand: Brand, channel_id: int, slot_id: int) -> HttpResponse:
    """Take a time out of a channel's week."""
    channel = channels.channel_of(brand, channel_id)
    by, now = cast("User", request.user), timezone.now()

    def act() -> str:
        slots.remove(channel, slot_id, by=by, now=now)
        return _("The slot is gone; what is planned on it stays.")

    return _done(request, brand, channel_id, act)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def swap(request: HttpRequest, brand: Brand, channel_id: int, delivery_id: int) -> HttpResponse:
    """Let an entry of the queue go one place earlier or later."""
    channel = channels.channel_of(brand, channel_id)
    by, now = cast("User", request.user), timezone.now()

    def act() -> str:
        slots.swap(channel, delivery_id, later=request.POST.get("way") == "later", by=by, now=now)
        return _("They have changed places.")

    return _done(request, brand, channel_id, act)


def _done(request: HttpRequest, brand: Brand, channel_id: int, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("queue", slug=brand.slug, channel_id=channel_id)
