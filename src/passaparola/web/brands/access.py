"""The one place where a view's brand is bound: a view that has a brand has passed through here.

    @brand_member()
    def messages(request: HttpRequest, brand: Brand) -> HttpResponse: ...

    @brand_member(Role.EDITOR)
    def follow(request: HttpRequest, brand: Brand) -> HttpResponse: ...

The URL carries `slug`; the view gets the brand instead. Whoever is not signed in is asked to; strangers get
404, as if the brand were not there; members whose role lacks it get 403. `member_of(request)` is the member.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

from passaparola.web.brands import queries
from passaparola.web.brands.models import Brand, Member, Role, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def brand_member(
    role: Role = Role.ANALYST,
) -> Callable[[Callable[Concatenate[HttpRequest, Brand, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view through for members of the brand in its URL who may do what `role` may."""

    def bind(view: Callable[Concatenate[HttpRequest, Brand, P], HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def bound(request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> HttpResponse:
            member = queries.membership(cast("User", request.user), slug)
            if not member.may(role):
                raise PermissionDenied
            request.member = member  # type: ignore[attr-defined]
            return view(request, member.brand, *args, **kwargs)

        bound.brand_bound = True  # type: ignore[attr-defined]
        return cast("Callable[..., HttpResponse]", bound)

    return bind


def member_of(request: HttpRequest) -> Member:
    """Return the member whom `brand_member` let through."""
    return cast("Member", request.member)  # type: ignore[attr-defined]
