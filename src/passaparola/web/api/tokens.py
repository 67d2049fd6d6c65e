"""Tokens: made by a person for a program, shown once, ended by day, by hand, or with their maker's role."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.api.models import ApiToken
from passaparola.web.brands import audit, membership, tokens
from passaparola.web.brands.models import Member, Role
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand, User


class Asked(HttpRequest):
    """A request that came with a token."""

    auth: ApiToken


MADE = audit.verb("token.made", gettext_lazy("made an API token"))
REVOKED = audit.verb("token.revoked", gettext_lazy("took back an API token"))

DAYS = (30, 90, 365)
"""How long a token may be open; whoever makes it chooses."""

MARK = "pp_"
"""What every token begins with, so that those who look for leaked secrets know one."""


def roles_given_by(member: Member) -> list[Role]:
    """Return the roles `member` may give a token: none is an owner."""
    return [role for role in membership.roles_given_by(member) if role != Role.OWNER]


@transaction.atomic
def make(name: str, role: Role, days: int, *, by: Member, now: datetime) -> tuple[ApiToken, str]:
    """Make a token for the brand of `by`; return it and its secret. Raises `Refused`."""
    if role not in roles_given_by(by):
        raise Refused(_("You cannot give a token more than you may do yourself."))
    secret = f"{MARK}{tokens.new()}"
    token = ApiToken.objects.create(
        brand=by.brand,
        name=name,
        role=role,
        digest=tokens.digest(secret),
        made_by=by.user,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    audit.record(by.brand, by.user, MADE, name, now, role=role, days=days)
    return token, secret


@transaction.atomic
def revoke(brand: Brand, token_id: int, *, by: User, now: datetime) -> None:
    """Take a token back; raises ApiToken.DoesNotExist."""
    token = ApiToken.objects.get(pk=token_id, brand=brand)
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        audit.record(brand, by, REVOKED, token.name, now)


def open_tokens_of(brand: Brand, now: datetime) -> QuerySet[ApiToken]:
    """Return the tokens that still open something, the newest first."""
    open_ones = ApiToken.objects.select_related("made_by").filter(brand=brand, revoked_at=None)
    return open_ones.filter(expires_at__gt=now).order_by("-made_at", "-pk")


def by_secret(secret: str, now: datetime) -> ApiToken:
    """Return the open token that `secret` is; raises ApiToken.DoesNotExist.

    It ends with what its maker may do: who leaves the brand, or may no longer do it, leaves no way in behind.
    """
    token = ApiToken.objects.select_related("brand__held_by", "made_by").get(
        digest=tokens.digest(secret), revoked_at=None, expires_at__gt=now, made_by__is_active=True
    )
    maker = Member.objects.filter(brand=token.brand_id, user=token.made_by_id).first()
    if maker is None or Role(token.role) not in roles_given_by(maker):
        raise ApiToken.DoesNotExist
    return token
