"""The one place where a view's brand is bound: a view that has a brand has passed through here.

    @brand_member()
    def messages(request: HttpRequest, brand: Brand) -> HttpResponse: ...

    @brand_member(Role.EDITOR)
    def follow(request: HttpRequest, brand: Brand) -> HttpResponse: ...

    @guest_of_brand
    def posts(request: HttpRequest, brand: Brand) -> HttpResponse: ...

The URL of a member's page carries `slug`; the view gets the brand instead. Whoever is not signed in is asked
to; strangers get 404, as if the brand were not there; members whose role lacks it get 403; those without the
second factor their brand asks for are sent to set one up. `member_of(request)` is the member.

The URL of a guest's page carries `token`, the guest's own link: nobody signs in, and a link that has ended is
404. `guest_of(request)` is the guest.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from passaparola.web.brands import guests, queries, second_factor
from passaparola.web.brands.models import Brand, Guest, Member, Role, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
LOOKING = (Role.ANALYST,)


def brand_member(
    *roles: Role,
) -> Callable[[Callable[Concatenate[HttpRequest, Brand, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view through for members of the brand in its URL who may do what one of `roles` may (or look)."""

    def bind(view: Callable[Concatenate[HttpRequest, Brand, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def bound(request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
            member = queries.membership(cast("User", request.user), slug)
            if member.brand.needs_second_factor and not second_factor.has_one(member.user):
                return _sent_to_set_one_up(request, member.brand)
            if not any(map(member.may, roles or LOOKING)):
                raise PermissionDenied
            request.member = member  # type: ignore[attr-defined]
            # Every hour on a brand's pages is told in the brand's zone.
            with timezone.override(member.brand.zone):
                return view(request, member.brand, *args, **kwargs)

        bound.brand_bound = True  # type: ignore[attr-defined]
        return cast("Callable[..., HttpResponse]", bound)

    return bind


def member_of(request: HttpRequest) -> Member:
    """Return the member whom `brand_member` let through."""
    return cast("Member", request.member)  # type: ignore[attr-defined]


def guest_of_brand(
    view: Callable[Concatenate[HttpRequest, Brand, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a view through for the guest whose link the URL's `token` is, with the brand that let them in."""

    @wraps(view)
    def bound(request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        try:
            guest = guests.by_token(token, now)
        except Guest.DoesNotExist as error:
            raise Http404 from error
        guests.seen(guest, now)
        request.guest = guest  # type: ignore[attr-defined]
        with timezone.override(guest.brand.zone):
            return kept_quiet(view(request, guest.brand, *args, **kwargs))

    bound.brand_bound = True  # type: ignore[attr-defined]
    return cast("Callable[..., HttpResponse]", bound)


def guest_of(request: HttpRequest) -> Guest:
    """Return the guest whom `guest_of_brand` let through."""
    return cast("Guest", request.guest)  # type: ignore[attr-defined]


def kept_quiet(response: HttpResponse) -> HttpResponse:
    """Have no search engine list a page whose address is a secret, and no other site told it."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # Not "no-referrer": browsers then send "Origin: null" with a form, which is refused as a forgery.
    response["Referrer-Policy"] = "same-origin"
    return response


def _sent_to_set_one_up(request: HttpRequest, brand: Brand) -> HttpResponse:
    messages.warning(
        request,
        _("%(brand)s asks its members for a second factor: set one up here, then come back.")
        % {"brand": brand.name},
    )
    return redirect("account")
