"""The pages of the inbox as a whole: the list, what is new in it, many at once, and what is no talk."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import queries
from passaparola.web.conversations.inbox.narrowing import narrowed
from passaparola.web.conversations.pages import doing, showing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from passaparola.web.conversations.inbox.narrowing import Narrowed


@require_safe
@brand_member()
def inbox(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show one tab of the inbox."""
    return render(request, "inbox/inbox.html", showing.listed(request, brand))


@require_safe
@brand_member()
def inbox_news(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the list anew where it changed since the page that asks; 204 where it did not."""
    user, now = cast("User", request.user), timezone.now()
    if queries.mark_of(brand, user, narrowed(request.GET), now) == request.GET.get("mark", ""):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    open_now = digits.number(request.GET.get("open", "")) or 0
    shown = {**showing.listed(request, brand), "news": True, "open_now": open_now}
    return render(request, "inbox/part/list.html", shown)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def handle_many(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Do with the chosen conversations what a button says, and go back to where they were chosen."""
    ids = [number for each in request.POST.getlist("id") if (number := digits.number(each))]
    try:
        said = doing.act(brand, ids, request.POST, by=cast("User", request.user), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('inbox', args=[brand.slug])}?{back_to(request).whole}")


def back_to(request: HttpRequest) -> Narrowed:
    """Return the place in the inbox that a form came from."""
    return narrowed(QueryDict(request.POST.get("back", "")[:2000]))


@require_safe
@brand_member()
def besides(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what was heard and is no talk: likes, reshares, follows."""
    acts, after = queries.besides_of(brand, request.GET.get("after", ""))
    shown = {"brand": brand, "here": "inbox", "acts": acts, "after": after}
    return render(request, "inbox/besides.html", shown)
