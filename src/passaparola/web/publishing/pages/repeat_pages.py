"""The page on which a post is made to come again, and stopped from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import patterns, planning, recurrence
from passaparola.web.publishing.models import Post
from passaparola.web.publishing.models.delivery import QUEUED

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

SHOWN = 6
LONGEST_NUMBER = 4
REFUSALS = (Refused, planning.Unplannable)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
@missing_is_404
def repeat(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Ask how often a post comes again, show the first dates that gives, and begin."""
    post = Post.objects.select_related("brand").get(brand=brand, pk=post_id)
    if request.method != "POST":
        return _page(request, post, {"starts": _begins(post), "every": "week", "count": "10"}, "")
    try:
        rule, starts = asked(request.POST)
        if request.POST.get("do") == "begin":
            by, now = cast("User", request.user), timezone.now()
            recurrence.begin(post, rule=rule, starts=starts, zone=brand.zone, by=by, now=now)
            messages.success(request, _("It comes again: %(rule)s.") % {"rule": patterns.in_words(rule)})
            return redirect("repeat-post", slug=brand.slug, post_id=post_id)
    except REFUSALS as refusal:
        return _page(request, post, request.POST, str(refusal))
    return _page(request, post, request.POST, "", rule=rule, starts=starts)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def stop(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Let a post come no more."""
    take_out = request.POST.get("take_out") == "1"
    by, now = cast("User", request.user), timezone.now()
    gone = recurrence.stop(brand, post_id, take_out=take_out, by=by, now=now)
    said = _("It comes no more.")
    taken = ngettext("%(n)s post is taken out.", "%(n)s posts are taken out.", gone) % {"n": gone}
    messages.success(request, f"{said} {taken}" if take_out else said)
    return redirect("repeat-post", slug=brand.slug, post_id=post_id)


def asked(form: QueryDict) -> tuple[str, str]:
    """Return the rule and the first wall time a form asks for; raises `Refused`, `planning.Unplannable`."""
    starts = form.get("starts", "")
    planning.parsed(starts)
    if rule := form.get("rule", "").strip():
        patterns.check(rule, starts)
        return rule, starts
    by_day = form.get("ends") == "until"
    wanted = patterns.Asked(
        every=form.get("every", ""),
        interval=digits.number(form.get("interval", ""), LONGEST_NUMBER) or 1,
        weekdays=[int(day) for day in form.getlist("day") if day in set("0123456")],
        nth=form.get("nth") == "1",
        count=0 if by_day else digits.number(form.get("count", ""), LONGEST_NUMBER) or 0,
        until=form.get("until", "") if by_day else "",
    )
    return patterns.written(wanted, starts), starts


def _begins(post: Post) -> str:
    """Return the wall time a form begins with: when the post goes itself, else the coming hour."""
    first = post.deliveries.filter(state__in=QUEUED).order_by("planned_at").first()
    if first:
        return planning.wall(first.planned_at, post.brand.zone)
    return post.planned or f"{planning.wall(timezone.now() + recurrence.AHEAD / 60, post.brand.zone)[:13]}:00"


def _page(  # noqa: PLR0913 - what the form held, and what became of it
    request: HttpRequest, post: Post, given: Any, trouble: str, *, rule: str = "", starts: str = ""
) -> HttpResponse:
    going = recurrence.going(post, timezone.now())
    dates = list(patterns.occurrences(rule, starts)) if rule else []
    shown = {
        "brand": post.brand,
        "here": "calendar",
        "post": post,
        "going": going,
        "going_words": patterns.in_words(going.rule) if going else "",
        "made": list(going.occurrences.order_by("wall")) if going else [],
        "weekdays": list(WEEKDAYS.items()),
        "ticked": given.getlist("day") if hasattr(given, "getlist") else [],
        "given": given,
        "trouble": trouble,
        "rule_words": patterns.in_words(rule) if rule else "",
        "dates": [(wall, planning.oddity(wall, post.brand.zone)) for wall in dates[:SHOWN]],
        "times": len(dates),
        "waits": bool(post.brand.approval) and post.stage != "approved",
    }
    return render(request, "publishing/repeat.html", shown, status=422 if trouble else 200)
