"""Letting somebody in: what the operator does on the installation itself, before there is anyone to ask."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from passaparola.web.brands import actions, audit, second_factor
from passaparola.web.brands.models import Brand, Role, User

if TYPE_CHECKING:
    from datetime import datetime

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""None that is taken for another when it is typed from a screen."""


class LoginError(ValueError):
    """No login can be given; the message says what to do."""


def password() -> str:
    """Return a new password of 59 random bits that can be typed."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def give(email: str, brand: str, now: datetime) -> str:
    """Let `email` sign in with the new password returned, as an owner of `brand`, made where it is new.

    A person who is there already gets a new password, and their second factor is taken away: whoever asks for
    this has lost the one or the other. Raises `LoginError` for something that is no e-mail.
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
        second_factor.take_away(user)
    found = Brand.objects.filter(name=brand, simulated=False).first()
    if found is None:
        found = actions.create_brand(brand, owner=user)
    else:
        actions.add_member(found, user, Role.OWNER)
    audit.record(found, None, audit.LET_IN, email, now, role=Role.OWNER)
    return new
