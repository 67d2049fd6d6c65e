"""What happens to accounts, written into the log of every brand the person acts for.

The package that signs people in says such things by signals only; they are heard here and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.utils import timezone

from passaparola.web.brands import audit, queries, tokens
from passaparola.web.brands.models import User

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

    from passaparola.web.brands.models import Brand

BURST = 5
"""Wrong passwords in a row that are worth a line; one alone is a slip of the finger."""

WITHIN = 10 * 60
"""Seconds in which they are counted together, and one line is written for them."""


def listen() -> None:
    """Begin to hear what happens to accounts."""
    account.user_logged_in.connect(_signed_in)
    account.password_changed.connect(_password_changed)
    user_login_failed.connect(_failed)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_factor_reset)
    mfa.authentication_failed.connect(_factor_failed)


def _write(user: User, verb: str, **detail: Any) -> None:
    """Write a line for each brand of `user`; for somebody without one, the installation's own."""
    now = timezone.now()
    brands: list[Brand | None] = [*queries.brands_of(user)]
    for brand in brands or [None]:
        audit.record(brand, user, verb, "", now, **detail)


def _signed_in(user: User, **_: object) -> None:
    _write(user, audit.SIGNED_IN)


def _password_changed(user: User, **_: object) -> None:
    _write(user, audit.PASSWORD)


def _failed(credentials: dict[str, str], **_: object) -> None:
    """Count a wrong password; an e-mail nobody has writes nothing: the log is not for strangers to fill."""
    email = str(credentials.get("email", "")).lower()
    key = f"sign-in-failed-{tokens.digest(email)}"
    cache.add(key, 0, WITHIN)
    try:
        count = cache.incr(key)
    except ValueError:  # the ten minutes ended just now
        return
    if count == BURST and (user := User.objects.filter(email__iexact=email).first()):
        _write(user, audit.SIGN_IN_FAILED, times=BURST, within_minutes=WITHIN // 60)


def _factor_added(user: User, authenticator: Authenticator, **_: object) -> None:
    _write(user, audit.FACTOR_ADDED, kind=authenticator.type)


def _factor_removed(user: User, authenticator: Authenticator, **_: object) -> None:
    _write(user, audit.FACTOR_REMOVED, kind=authenticator.type)


def _factor_reset(user: User, authenticator: Authenticator, **_: object) -> None:
    _write(user, audit.FACTOR_RESET, kind=authenticator.type)


def _factor_failed(user: User, authenticator: Authenticator, **_: object) -> None:
    _write(user, audit.FACTOR_FAILED, kind=authenticator.type)
