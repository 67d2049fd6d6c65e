"""Who may ask what: every route is bound to the brand of its token, and asks for a role.

@router.get("/posts", **door(Role.ANALYST, name="api-posts", answer=told.Posts))
def list_posts(request: Asked, ...) -> told.Posts:
    return ... request.auth.brand ...
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from passaparola.web.api import pace, problems, repeats, tokens
from passaparola.web.api.models import ApiToken
from passaparola.web.brands import second_factor
from passaparola.web.brands.models import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from pydantic import BaseModel

    from passaparola.web.api.tokens import Asked
    from passaparola.web.brands.models import User

ROOT = "/api/v1/"

REFUSED = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
"""What any route may answer with a problem."""


class Bearer(HttpBearer):
    """Lets in a token that may do what one of `roles` may, asking for no more than `query`."""

    def __init__(self, roles: Sequence[Role], query: Sequence[str]) -> None:
        self.roles, self.query = roles, query
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Return the token; raises `Refusal`."""
        now = timezone.now()
        try:
            found = tokens.by_secret(token, now)
        except ApiToken.DoesNotExist as error:
            raise unknown() from error
        if seconds := pace.wait(found, now):
            raise _too_fast(seconds)
        if found.brand.needs_second_factor and not second_factor.has_one(found.made_by):
            raise problems.Refusal(
                HTTPStatus.FORBIDDEN,
                _("This brand asks for a second factor: whoever made the token has to set one up first."),
            )
        if not any(map(found.may, self.roles)):
            raise _no_leave(found, self.roles)
        if strange := sorted(request.GET.keys() - set(self.query)):
            said = _("There is no such parameter: leave it out.")
            raise problems.unfit([problems.Fault(field=name, detail=said) for name in strange])
        return found


def door(  # noqa: PLR0913 - everything a route is opened with, by name
    *roles: Role,
    name: str,
    answer: type[BaseModel],
    status: int = 200,
    query: Sequence[str] = (),
    refuses: frozenset[int] = frozenset(),
    repeatable: bool = False,
) -> dict[str, Any]:
    """Return what a route is opened with: who may ask and what it answers.

    `query` are the parameters its address may carry, `refuses` statuses no other route has; a `repeatable`
    request may be named by its sender.
    """
    extra: dict[str, Any] = {"x-roles": [role.value for role in Role if _lets_in(role, roles)]}
    if repeatable:
        extra["parameters"] = [repeats.PARAMETER]
    return {
        "auth": Bearer(roles, query),
        "response": {status: answer, REFUSED | refuses: problems.Problem},
        "url_name": name,
        "openapi_extra": extra,
    }


def actor(request: Asked) -> User:
    """Return the person in whose name the token acts, called so that the log says through which one."""
    user = request.auth.made_by
    # In memory only: nothing here saves a person.
    user.name = f"{user} · {request.auth.name}"
    return user


def unknown() -> problems.Refusal:
    """Return the refusal of whoever brings no token, or one that opens nothing."""
    return problems.Refusal(
        HTTPStatus.UNAUTHORIZED,
        _("Send a token that is open: Authorization: Bearer pp_… An admin of the brand makes one."),
        headers={"WWW-Authenticate": "Bearer"},
    )


def brings_files(request: HttpRequest) -> bool:
    """Say whether `request` comes with a token whose holder may put files into the library."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer":
        return False
    try:
        return tokens.by_secret(secret, timezone.now()).may(Role.EDITOR)
    except ApiToken.DoesNotExist:
        return False


def _lets_in(role: Role, needed: Sequence[Role]) -> bool:
    return any(map(ApiToken(role=role).may, needed))


def _too_fast(seconds: int) -> problems.Refusal:
    said = _("More than %(most)s requests in a minute: wait %(seconds)s s, then go on.")
    return problems.Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        said % {"most": pace.A_MINUTE, "seconds": seconds},
        headers={"Retry-After": str(seconds)},
    )


def _no_leave(token: ApiToken, roles: Sequence[Role]) -> problems.Refusal:
    said = _("This token is for the role %(role)s; this needs %(needed)s.")
    needed = ", ".join(role.value for role in roles)
    return problems.Refusal(HTTPStatus.FORBIDDEN, said % {"role": token.role, "needed": needed})
