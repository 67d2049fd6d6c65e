"""The pages of the calendar: a month, a week, a list, a day, and giving something another time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import agenda, grids, moving, planning
from passaparola.web.publishing.calendar.narrowing import STATES, narrowed

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from passaparola.web.publishing.calendar.agenda import Board

DAY = timedelta(days=1)
LIST_DAYS = 28
IN_A_CELL, IN_AN_HOUR, IN_A_LIST, ALL = 4, 3, 15, 1_000_000
BEGIN_AT = "09:00"


@require_safe
@brand_member()
def month(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show a month, each day with its first posts and how many more."""
    day, now = _day_asked(request, brand), timezone.now()
    first, days = grids.month_span(day)
    board = agenda.board(brand, first, days, now, narrowed(request.GET), most=IN_A_CELL)
    around = {"before": grids.preceding(day), "after": grids.following(day)}
    return _page(request, brand, board, "month", day, around | {"weeks": grids.weeks(board.days, day)})


@require_safe
@brand_member()
def week(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show a week by its hours."""
    day, now = _day_asked(request, brand), timezone.now()
    first = grids.monday(day)
    board = agenda.board(brand, first, grids.WEEK, now, narrowed(request.GET), most=IN_AN_HOUR, by_hour=True)
    every = request.GET.get("hours") == "all"
    hours = grids.hours(board.days, planning.wall(now, brand.zone), every=every)
    around = {"before": first - 7 * DAY, "after": first + 7 * DAY}
    return _page(request, brand, board, "week", day, around | {"hours": hours, "every": every})


@require_safe
@brand_member()
def listed(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show four weeks as a list, without the days on which there is nothing."""
    day, now = _day_asked(request, brand), timezone.now()
    board = agenda.board(brand, day, LIST_DAYS, now, narrowed(request.GET), most=IN_A_LIST, pictures=True)
    around = {"before": day - LIST_DAYS * DAY, "after": day + LIST_DAYS * DAY}
    return _page(request, brand, board, "list", day, around)


@require_safe
@brand_member()
def day(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show everything of one day."""
    asked, now = _day_asked(request, brand), timezone.now()
    board = agenda.board(brand, asked, 1, now, narrowed(request.GET), most=ALL, pictures=True)
    # A post begun on the page of a day to come is meant for it.
    meant = f"{asked}T{BEGIN_AT}" if f"{asked}" > planning.wall(now, brand.zone)[:10] else ""
    around = {"before": asked - DAY, "after": asked + DAY, "meant": meant}
    return _page(request, brand, board, "day", asked, around)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
@missing_is_404
def move(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Ask for another day and hour, and say afterwards where it went."""
    given = request.POST or request.GET
    try:
        came = moving.minute(given.get("came", ""))
    except planning.Unplannable:
        return redirect("calendar", slug=brand.slug)
    wall = planning.wall(came, brand.zone)
    if request.method == "POST":
        wanted = f"{given.get('day') or wall[:10]}T{given.get('time') or wall[11:]}"
        try:
            at = moving.move(brand, post_id, came, wanted, by=cast("User", request.user), now=timezone.now())
        except (Refused, planning.Unplannable) as refusal:
            return _move_form(request, brand, post_id, came, str(refusal))
        messages.success(request, _where_it_went(brand, wanted, at))
        return redirect(_back(request, brand))
    return _move_form(request, brand, post_id, came, "")


def _move_form(
    request: HttpRequest, brand: Brand, post_id: int, came: datetime, trouble: str
) -> HttpResponse:
    post, waiting = moving.movable(brand, post_id, came)
    given, wall = request.POST, planning.wall(came, brand.zone)
    shown = {
        "brand": brand,
        "here": "calendar",
        "post": post,
        "waiting": waiting,
        "came": came.strftime("%Y-%m-%dT%H:%M"),
        "day": given.get("day") or wall[:10],
        "time": given.get("time") or wall[11:],
        "trouble": trouble,
        "back": _back(request, brand),
    }
    return render(request, "publishing/move.html", shown, status=422 if trouble else 200)


def _where_it_went(brand: Brand, wanted: str, at: datetime) -> str:
    """Return the sentence, with a link, that says where a post now is."""
    wall = planning.wall(at, brand.zone)
    address = f"{reverse('calendar-day', args=[brand.slug])}?{urlencode({'on': wall[:10]})}"
    words = _("Moved to %(day)s, %(time)s (%(zone)s).") % {
        "day": planning.day_in_words(date.fromisoformat(wall[:10]), "l j F Y"),
        "time": wall[11:],
        "zone": brand.zone,
    }
    oddity = planning.oddity(wanted, brand.zone)
    return format_html('{} {} <a href="{}">{}</a>', words, oddity, address, _("See that day"))


def _back(request: HttpRequest, brand: Brand) -> str:
    """Return where the person came from, as long as it is a page of this site."""
    back = (request.POST or request.GET).get("back", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if own else reverse("calendar", args=[brand.slug])


def _day_asked(request: HttpRequest, brand: Brand) -> date:
    """Return the day in the address; today by the brand's clocks where there is none."""
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        asked = None
    # A page shows days around the one asked for, which have to be in the calendar as well.
    if asked and planning.FIRST_YEAR < asked.year < planning.LAST_YEAR:
        return asked
    return date.fromisoformat(planning.wall(timezone.now(), brand.zone)[:10])


def _page(  # noqa: PLR0913, PLR0917 - what every view of the calendar shows
    request: HttpRequest, brand: Brand, board: Board, view: str, day: date, more: dict[str, Any]
) -> HttpResponse:
    shown = {
        "brand": brand,
        "here": "calendar",
        "view": view,
        "day": day,
        "on": day.isoformat(),
        "board": board,
        "narrowed": narrowed(request.GET),
        "states": {key: words for key, (words, _states) in STATES.items()},
        "may_edit": member_of(request).may(Role.EDITOR),
        "back": request.get_full_path(),
    }
    return render(request, f"publishing/calendar_{view}.html", shown | more)
