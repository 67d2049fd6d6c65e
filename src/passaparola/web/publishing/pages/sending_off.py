"""What the composer's one button does: plan, send or correct a post, and say where it went."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import planning, scheduling
from passaparola.web.publishing.models import Post, Stage
from passaparola.web.publishing.outbox import deliveries, mending
from passaparola.web.publishing.pages import timing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from passaparola.web.brands.models import User
    from passaparola.web.publishing.models import Delivery


def mean(post: Post, wall: str) -> None:
    """Keep in mind for when a draft is meant; what is no time is not kept."""
    try:
        planning.parsed(wall)
    except planning.Unplannable:
        return
    Post.objects.filter(pk=post.pk).update(planned=wall, zone=post.brand.zone)


def send(request: HttpRequest, post: Post, *, by: User, now: datetime) -> HttpResponse:
    """Plan or send `post` as its form chose, and say where it went."""
    wall = f"{request.POST.get('day', '')}T{request.POST.get('time', '')}"
    try:
        made, at = plan(post, request.POST.get("when", ""), wall, by=by, now=now)
    except (Refused, planning.Unplannable):
        if request.POST.get("when") == timing.AT:
            # Pressed once more after mending, the button must not mean "now".
            mean(post, wall)
        raise
    messages.success(request, said(post, made, at, wall if at else ""))
    return back_to(post, request)


@transaction.atomic
def plan(
    post: Post, key: str, wall: str, *, by: User, now: datetime
) -> tuple[list[Delivery], datetime | None]:
    """Schedule `post` for what `key` means; ask for approval where the brand wants it; move on who must."""
    zone = post.brand.zone
    chosen = timing.chosen(post, key, wall, now)
    for shift in reversed(chosen.shifts):
        wall_then = planning.wall(shift.at, zone)
        deliveries.reschedule(shift.delivery, shift.at, by=by, now=now, wall=wall_then, zone=zone)
    made = scheduling.put_in(post, chosen.at, by=by, now=now, wall=chosen.wall, zone=zone)
    return made, chosen.at


def said(post: Post, made: list[Delivery], at: datetime | None, typed: str) -> SafeString:
    """Return the sentence, with a link, that says where a post went."""
    names = ", ".join(str(each.channel) for each in made)
    waits = post.needs_approval and post.stage != Stage.APPROVED
    if at is None:
        return format_html("{}", _now(post, waits=waits) % {"channels": names})
    zone = post.brand.zone
    wall = planning.wall(at, zone)
    shown = {
        "day": date_format(date.fromisoformat(wall[:10]), "l j F Y"),
        "time": wall[11:],
        "zone": at.astimezone(planning.zone_of(zone)).strftime("%Z"),
        "channels": names,
    }
    words = (
        _("Planned for %(day)s, %(time)s %(zone)s on %(channels)s, once it is approved.")
        if waits
        else _("Planned for %(day)s, %(time)s %(zone)s on %(channels)s.")
    ) % shown
    oddity = planning.oddity(typed, zone) if planning.WALL_FORM.fullmatch(typed) else ""
    address = f"{reverse('calendar-day', args=[post.brand.slug])}?{urlencode({'on': wall[:10]})}"
    return format_html('{} {} <a href="{}">{}</a>', words, oddity, address, _("See that day"))


def _now(post: Post, *, waits: bool) -> str:
    """Return what is said of a post that is to go now, with a place for where."""
    if waits:
        return _("It goes to %(channels)s as soon as it is approved.")
    if post.brand.held_since:
        return _("It goes to %(channels)s as soon as the brand is released: nothing is sent now.")
    return _("On its way to %(channels)s.")


def change_there(request: HttpRequest, post: Post, *, by: User, now: datetime) -> HttpResponse:
    """Make what is published say what the post says now, where its platforms allow it."""
    made = mending.change(post, by, now)
    names = ", ".join(str(each.channel) for each in made)
    messages.success(request, _("It is being corrected on %(channels)s.") % {"channels": names})
    return redirect("post", slug=post.brand.slug, post_id=post.pk)


def back_to(post: Post, request: HttpRequest) -> HttpResponse:
    """Go back to the page of `post`, still correcting where that was being done."""
    address = reverse("post", args=[post.brand.slug, post.pk])
    return redirect(f"{address}?correcting=1" if "correcting" in request.POST else address)
