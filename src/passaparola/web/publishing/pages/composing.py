"""The pages one writes on: the list of posts, a new post, the post itself, and what its form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

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
from passaparola.web.publishing.calendar.planning import Unplannable
from passaparola.web.publishing.models.post import Disclosure
from passaparola.web.publishing.pages import desk, media, queries, sending_off
from passaparola.web.publishing.pages.standing import Standing
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.publishing.models import Post
    from passaparola.web.publishing.words.content import Content


@require_safe
@brand_member()
def posts(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show one page of the brand's posts, what is in trouble first."""
    shelf = request.GET.get("where", "")
    found = queries.posts_of(
        brand, shelf if shelf in Standing.values else "", digits.page(request.GET.get("page", ""))
    )
    shown = {
        "brand": brand,
        "here": "posts",
        "list": found,
        "shelves": [(each, found.counts[each]) for each in Standing],
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "publishing/posts.html", shown)


@require_POST
@brand_member(Role.EDITOR)
def new_post(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Begin a post, for the day and hour that a calendar asked for, and open it."""
    post = writing.begin(brand, by=cast("User", request.user), now=timezone.now())
    if wall := request.POST.get("at", ""):
        sending_off.mean(post, wall)
    return redirect("post", slug=brand.slug, post_id=post.pk)


@require_safe
@brand_member()
@missing_is_404
def post(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Show a post to write on, or what it says where it may not be changed."""
    found = queries.post_of(brand, post_id)
    return render(request, "publishing/post.html", _shown(request, brand, found))


def _shown(request: HttpRequest, brand: Brand, found: Post, **more: Any) -> dict[str, Any]:
    correcting = "correcting" in (request.POST or request.GET)
    may_edit = member_of(request).may(Role.EDITOR)
    laid = desk.laid_out(found, timezone.now(), correcting=correcting, may_edit=may_edit)
    shown = {"brand": brand, "here": "posts", "post": found, "desk": laid, "may_edit": may_edit}
    return shown | {"disclosures": Disclosure.choices} | more


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def save_post(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Save what is written, then do what was asked for; what somebody else saved meanwhile stays."""
    found = queries.post_of(brand, post_id)
    here = {each.channel_id for each in found.variants.all()}
    try:
        content = desk.handed_in(found, request.POST)
        changed = _saved(request, found, content)
    except writing.Stale as stale:
        return _met(request, brand, found, content, stale)
    except Refused as refusal:
        return _refused(request, brand, found, str(refusal))
    if request.headers.get("HX-Request") == "true":
        return _told(request, brand, post_id, here, changed=changed)
    return _done(request, brand, found)


def _saved(request: HttpRequest, found: Post, content: Content) -> bool:
    who = _who(request)
    answer = request.POST.get("do", "")
    if answer in {"mine", "theirs"}:
        writing.settle(found, content, keep_mine=answer == "mine", **who)
        return True
    seen = digits.number(request.POST.get("seen", ""), digits.VERSION) or 0
    return writing.save(found, content, seen=seen, **who)


def _done(request: HttpRequest, brand: Brand, found: Post) -> HttpResponse:
    """Do what a button of the form asked for beyond saving, and go back to the post."""
    asked = request.POST.get("do", "")
    who = _who(request)
    by, now = who["by"], who["now"]
    fresh = queries.post_of(brand, found.pk)
    try:
        if asked == "send":
            return sending_off.send(request, fresh, by=by, now=now)
        if asked == "change-there":
            return sending_off.change_there(request, fresh, by=by, now=now)
        said = media.act(fresh, asked, request.POST, request.FILES.getlist("files"), **who)
    except (Refused, Unplannable) as refusal:
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, said)
    return sending_off.back_to(fresh, request)


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who saves, when, and whether they correct what is out already."""
    correcting = "correcting" in request.POST
    return {"by": cast("User", request.user), "now": timezone.now(), "correcting": correcting}


def _told(request: HttpRequest, brand: Brand, post_id: int, here: set[int], *, changed: bool) -> HttpResponse:
    """Answer the page that saves by itself: when it was saved, and each channel's side as it is now."""
    fresh = queries.post_of(brand, post_id)
    other = here != {each.channel_id for each in fresh.variants.all()}
    shown = _shown(request, brand, fresh, changed=changed, other_sides=other)
    return render(request, "publishing/part/saved.html", shown)


def _met(
    request: HttpRequest, brand: Brand, found: Post, content: Content, stale: writing.Stale
) -> HttpResponse:
    """Say that somebody else saved meanwhile, and ask whose words are to stand."""
    if request.headers.get("HX-Request") == "true":
        shown = {"latest": stale.latest, "brand": brand, "post": found}
        response = render(request, "publishing/part/met.html", shown)
        response["HX-Retarget"] = "#met"
        return response
    unsaved = desk.as_if(found, content)
    return render(
        request, "publishing/post.html", _shown(request, brand, unsaved, met=stale.latest), status=409
    )


def _refused(request: HttpRequest, brand: Brand, found: Post, said: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return render(request, "publishing/part/unsaved.html", {"said": said})
    # Saved by nobody, the words stand on this page only.
    typed = desk.typed(queries.post_of(brand, found.pk), request.POST)
    shown = _shown(request, brand, typed, unsaved=said, seen=request.POST.get("seen", ""))
    return render(request, "publishing/post.html", shown, status=422)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def clone_post(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Begin a draft that says the same, and open it."""
    made = writing.clone(queries.post_of(brand, post_id), by=cast("User", request.user), now=timezone.now())
    messages.success(request, _("This is a new draft with the same words; the other one stays as it is."))
    return redirect("post", slug=brand.slug, post_id=made.pk)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def drop_post(request: HttpRequest, brand: Brand, post_id: int) -> HttpResponse:
    """Delete a draft that was never on its way."""
    try:
        writing.drop(queries.post_of(brand, post_id), by=cast("User", request.user), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("post", slug=brand.slug, post_id=post_id)
    messages.success(request, _("The draft is deleted."))
    return redirect("posts", slug=brand.slug)
