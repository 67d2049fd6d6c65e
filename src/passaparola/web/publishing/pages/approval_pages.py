"""The pages on which members approve: what waits, one post as it will be sent, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.models import Post
from passaparola.web.publishing.pages import reviewing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from passaparola.web.brands.models import Guest

NONE_SEEN = -1


@require_safe
@brand_member()
def approvals(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show what waits for approval."""
    approves = member_of(request).may(Role.APPROVER)
    found = reviewing.approvals_for(brand, cast("User", request.user), timezone.now(), approves=approves)
    shown = {"brand": brand, "here": "approvals", "found": found, "approves": approves}
    return render(request, "publishing/approvals.html", shown)


@require_safe
@brand_member()
@missing_is_404
def review(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Show a post as it will be sent, where it stands, and what was said of it."""
    found = reviewing.review_of(brand, post_id, cast("User", request.user), timezone.now())
    member = member_of(request)
    shown = {
        "brand": brand,
        "here": "approvals",
        "found": found,
        "post": found.post,
        "approves": member.may(Role.APPROVER),
        "writes": member.may(Role.EDITOR),
        "speaks": member.may(Role.EDITOR) or member.may(Role.APPROVER),
    }
    return render(request, "publishing/review.html", shown)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def submit(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Ask for approval of a post."""
    post = Post.objects.get(brand=brand, pk=post_id)
    by, now = cast("User", request.user), timezone.now()

    def ask() -> str:
        approving.submit(post, by=by, now=now)
        return _("It waits for approval now.")

    return _done(request, post, ask)


@require_POST
@brand_member(Role.APPROVER)
@missing_is_404
def judge(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Approve a post, or ask for changes."""
    post = Post.objects.get(brand=brand, pk=post_id)
    return _done(request, post, lambda: verdict(request, post, cast("User", request.user)))


@require_POST
@brand_member(Role.EDITOR, Role.APPROVER)
@missing_is_404
def comment(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Add a remark: for members only, unless it is said to be for the approver outside too."""
    post = Post.objects.get(brand=brand, pk=post_id)
    internal = request.POST.get("open") != "1"
    by, now = cast("User", request.user), timezone.now()

    def say() -> str:
        approving.comment(post, request.POST.get("text", ""), by=by, internal=internal, now=now)
        return _("Your remark is there.")

    return _done(request, post, say)


def verdict(request: HttpRequest, post: Post, by: User | Guest) -> str:
    """Give the verdict of a form on the version it showed; return what to say. Raises `Refused`."""
    given, now = request.POST, timezone.now()
    seen = digits.number(given.get("seen", ""), digits.VERSION) or NONE_SEEN
    if given.get("verdict") == "approve":
        return approving.approve(
            post, seen=seen, by=by, said=given.get("said", ""), now=now, read=given.get("read", "")
        )
    approving.ask_changes(post, seen=seen, by=by, said=given.get("said", ""), now=now)
    return _("You asked for changes: the author sees what you wrote.")


def _done(request: HttpRequest, post: Post, act: Callable[[], str]) -> HttpResponse:
    """Do it, and go back to the post, whose page says what became of it."""
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("review-post", slug=post.brand.slug, post_id=post.pk)
