from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator

from passaparola.web.brands.models import Brand, Entry, Role, User
from passaparola.web.site import logins

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_somebody_new_gets_a_password_and_a_brand_of_their_own() -> None:
    password = logins.give("anna@example.org", "Officina", NOW)
    user = User.objects.get()
    assert user.check_password(password)
    assert user.memberships.get().role == Role.OWNER
    assert Brand.objects.get().name == "Officina"


def test_somebody_who_is_there_gets_a_new_password_and_nothing_twice() -> None:
    first = logins.give("anna@example.org", "Officina", NOW)
    second = logins.give("Anna@example.org", "Officina", NOW)
    user = User.objects.get()
    assert first != second
    assert user.check_password(second)
    assert user.memberships.count() == Brand.objects.count() == 1


def test_what_is_no_email_is_refused() -> None:
    with pytest.raises(logins.LoginError, match="anna is no e-mail"):
        logins.give("anna", "Officina", NOW)
    assert not User.objects.exists()


def test_who_has_lost_their_telephone_is_let_in_with_the_password_alone() -> None:
    logins.give("anna@example.org", "Officina", NOW)
    Authenticator.objects.create(user=User.objects.get(), type=Authenticator.Type.TOTP, data={})
    logins.give("anna@example.org", "Officina", NOW)
    assert not Authenticator.objects.exists()


def test_letting_somebody_in_is_in_the_log_of_the_brand() -> None:
    logins.give("anna@example.org", "Officina", NOW)
    entry = Entry.objects.get()
    assert (entry.brand, entry.who_name, entry.verb) == (Brand.objects.get(), "Passaparola", "account.let_in")
