"""What an approver outside sees by their link: the posts in review, and nothing else of the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands.access import guest_of, guest_of_brand
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.library import library
from passaparola.web.publishing.pages import reviewing
from passaparola.web.publishing.pages.approval_pages import verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from passaparola.web.brands.models import Brand


@require_safe
@guest_of_brand
def posts(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show a guest what waits for approval, and how long their link is open."""
    guest = guest_of(request)
    rows = reviewing.for_guest(brand, guest, timezone.now())
    shown = {"brand": brand, "guest": guest, "rows": rows, "token": _token(request)}
    return render(request, "publishing/guest_posts.html", shown)


@require_safe
@guest_of_brand
@missing_is_404
def post(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Show a guest one post in review as it will be sent."""
    guest = guest_of(request)
    found = reviewing.open_review_of(brand, post_id, guest, timezone.now())
    shown = {"brand": brand, "guest": guest, "found": found, "post": found.post, "token": _token(request)}
    return render(request, "publishing/guest_post.html", shown)


@require_POST
@guest_of_brand
@missing_is_404
def judge(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Take a guest's verdict."""
    guest = guest_of(request)
    found = reviewing.open_review_of(brand, post_id, guest, timezone.now())
    return _done(request, post_id, lambda: verdict(request, found.post, guest), leaves=True)


@require_POST
@guest_of_brand
@missing_is_404
def comment(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Take a guest's remark, which members and guests can read."""
    guest, now = guest_of(request), timezone.now()
    found = reviewing.open_review_of(brand, post_id, guest, now)

    def say() -> str:
        approving.comment(found.post, request.POST.get("text", ""), by=guest, internal=False, now=now)
        return _("Your remark is there.")

    return _done(request, post_id, say, leaves=False)


@require_safe
@guest_of_brand
@missing_is_404
def asset(_request: HttpRequest, brand: Brand, post_id: int, asset_id: int) -> HttpResponse:
    """Hand out the picture of a post in review."""
    shown = reviewing.asset_of(brand, post_id, asset_id).asset
    small = library.thumbnail_of(shown)
    if not small.exists():
        raise Http404
    return HttpResponse(small.read_bytes(), content_type="image/webp")


def _token(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["token"]) if match else ""


def _done(request: HttpRequest, post_id: int, act: Callable[[], str], *, leaves: bool) -> HttpResponse:
    """Do it and say what became of it, in the list where the guest has done with the post (`leaves`)."""
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
        leaves = False
    if leaves:
        return redirect("guest", token=_token(request))
    return redirect("guest-post", token=_token(request), post_id=post_id)
