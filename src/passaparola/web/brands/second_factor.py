"""Whether somebody who signs in has to show more than a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

if TYPE_CHECKING:
    from passaparola.web.brands.models import User

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they stand in for one of these."""


def has_one(user: User) -> bool:
    """Say whether `user` has set up an app with codes or a passkey; one query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=REAL).exists())


def those_with_one(users: list[int]) -> set[int]:
    """Return which of `users`, by their numbers, have a second factor; one query."""
    found = Authenticator.objects.filter(user_id__in=users, type__in=REAL)
    return set(found.values_list("user_id", flat=True))


def take_away(user: User) -> None:
    """Have `user` sign in with the password alone until they set up a second factor again."""
    Authenticator.objects.filter(user_id=user.pk).delete()
