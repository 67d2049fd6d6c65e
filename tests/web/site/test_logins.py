from __future__ import annotations

import pytest

from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.site import logins

pytestmark = pytest.mark.django_db


def test_somebody_new_gets_a_password_and_a_brand_of_their_own() -> None:
    password = logins.give("anna@example.org", "Officina")
    user = User.objects.get()
    assert user.check_password(password)
    assert user.memberships.get().role == Role.OWNER
    assert Brand.objects.get().name == "Officina"


def test_somebody_who_is_there_gets_a_new_password_and_nothing_twice() -> None:
    first = logins.give("anna@example.org", "Officina")
    second = logins.give("Anna@example.org", "Officina")
    user = User.objects.get()
    assert first != second
    assert user.check_password(second)
    assert user.memberships.count() == Brand.objects.count() == 1


def test_what_is_no_email_is_refused() -> None:
    with pytest.raises(logins.LoginError, match="anna is no e-mail"):
        logins.give("anna", "Officina")
    assert not User.objects.exists()
