"""Letting somebody in: what the operator does on the installation itself, before there is anyone to ask."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from passaparola.web.brands import actions
from passaparola.web.brands.models import Brand, Role, User

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is typed from a screen."""


class LoginError(ValueError):
    """No login can be given; the message says what to do."""


def password() -> str:
    """Return a new password of 59 random bits that can be typed."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def give(email: str, brand: str) -> str:
    """Let `email` sign in with the new password returned, as an owner of `brand`, made where it is new.

    A person who is there already gets a new password. Raises `LoginError` for something that is no e-mail.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise LoginError(f"{email} is no e-mail address: give one like anna@example.org.") from error
    new = password()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = actions.create_user(email, new)
    else:
        user.set_password(new)
        user.save(update_fields=["password"])
    found = Brand.objects.filter(name=brand, simulated=False).first()
    if found is None:
        actions.create_brand(brand, owner=user)
    else:
        actions.add_member(found, user, Role.OWNER)
    return new
