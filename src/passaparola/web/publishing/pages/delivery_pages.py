"""What people do with a delivery from the page of its post, and taking a whole post out of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import scheduling
from passaparola.web.publishing.outbox import deliveries, mending
from passaparola.web.publishing.pages import queries

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from passaparola.web.publishing.models import Delivery


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def handle_delivery(request: HttpRequest, brand: Brand, delivery_id: int) -> HttpResponse:
    """Cancel a delivery, try it again, say what became of it, or delete what it published."""
    delivery = queries.delivery_of(brand, delivery_id)
    by, now = cast("User", request.user), timezone.now()
    try:
        said = _handled(request.POST.get("do", ""), request.POST.get("url", "").strip(), delivery, by, now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said % {"channel": delivery.channel})
    return redirect("post", slug=brand.slug, post_id=delivery.post_id)


def _handled(asked: str, url: str, delivery: Delivery, by: User, now: datetime) -> str:
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "cancel": (lambda: deliveries.cancel(delivery, by, now), _("It does not go to %(channel)s.")),
        "retry": (lambda: mending.retry(delivery, by, now), _("It is tried again on %(channel)s.")),
        "there": (
            lambda: mending.decide(delivery, there=True, url=url, by=by, now=now),
            _("Kept as published on %(channel)s."),
        ),
        "missing": (
            lambda: mending.decide(delivery, there=False, url="", by=by, now=now),
            _("It is sent again to %(channel)s."),
        ),
        "delete": (lambda: mending.delete_there(delivery, by, now), _("It is being deleted on %(channel)s.")),
    }
    if asked not in acts:
        raise Refused(_("That cannot be done with it: load the page again."))
    act, said = acts[asked]
    act()
    return said


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def unplan(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Take a post out of the plan, so that it can be changed; its time is kept in mind."""
    post = queries.post_of(brand, post_id)
    try:
        scheduling.take_out(post, by=cast("User", request.user), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is out of the plan: change it, then choose again when it goes."))
    return redirect("post", slug=brand.slug, post_id=post_id)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def delete_everywhere(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Delete what a post published, wherever a program may."""
    post = queries.post_of(brand, post_id)
    try:
        made, left = mending.delete_everywhere(post, cast("User", request.user), timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        _tell(request, brand, made, left)
    return redirect("post", slug=brand.slug, post_id=post_id)


def _tell(request: HttpRequest, brand: Brand, made: list[Delivery], left: list[Delivery]) -> None:
    named, kept = (", ".join(str(each.channel) for each in some) for some in (made, left))
    if made and brand.held_since:
        held = _("It is deleted on %(channel)s as soon as the brand is released: nothing is sent now.")
        messages.warning(request, held % {"channel": named})
    elif made:
        messages.success(request, _("It is being deleted on %(channel)s.") % {"channel": named})
    if left:
        said = _("It is being changed on %(channel)s at this moment: delete it there when that is done.")
        messages.warning(request, said % {"channel": kept})
