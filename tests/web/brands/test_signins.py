from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from passaparola.web.brands import actions
from passaparola.web.brands.models import Entry, Role

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User

WORD = "a good long word"


@pytest.fixture(autouse=True)
def _nobody_has_tried() -> None:
    cache.clear()


def sign_in(client: Client, user: User, password: str = WORD) -> int:
    return client.post("/login/", {"login": user.email, "password": password}).status_code


def code(secret: str) -> str:
    return str(
        totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()) + 1))
    )


def set_up(client: Client) -> str:
    """Set up codes from an app as a person does; return the secret."""
    assert client.post("/account/confirm/?next=/account/app/", {"password": WORD}).status_code == 302
    page = client.get("/account/app/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)
    assert secret
    assert client.post("/account/app/", {"code": code(secret[1])}).status_code == 302
    cache.clear()
    return secret[1]


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_signing_in_is_in_the_log_of_each_brand_of_the_person(
    client: Client, brand: Brand, rival: Brand, anna: User
) -> None:
    actions.add_member(rival, anna, Role.ANALYST)
    assert sign_in(client, anna) == 302
    assert {entry.brand for entry in Entry.objects.all()} == {brand, rival}
    assert set(verbs()) == {"account.signed_in"}


def test_who_has_no_brand_is_in_the_installation_s_log(client: Client, bruno: User) -> None:
    sign_in(client, bruno)
    assert Entry.objects.get().brand is None


def test_a_burst_of_wrong_passwords_is_one_line(client: Client, brand: Brand, anna: User) -> None:
    for n in range(4):
        sign_in(client, anna, f"guess {n}")
    assert verbs() == []
    for n in range(8):
        sign_in(client, anna, f"guess again {n}")
    assert verbs() == ["account.sign_in_failed"]
    assert "guess" not in str(list(Entry.objects.values()))


def test_guessing_at_somebody_who_is_not_here_writes_nothing(client: Client, brand: Brand) -> None:
    for n in range(8):
        client.post("/login/", {"login": "nobody@example.org", "password": f"guess {n}"})
    assert verbs() == []


def test_a_new_password_is_logged_and_ends_other_sessions(client: Client, brand: Brand, anna: User) -> None:
    elsewhere = Client()
    sign_in(client, anna)
    sign_in(elsewhere, anna)
    form = {"oldpassword": WORD, "password1": "another long word", "password2": "another long word"}
    assert client.post("/account/password/", form).status_code == 302
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert verbs()[-1] == "account.password"


def test_codes_from_an_app_are_asked_for_after_the_password(client: Client, brand: Brand, anna: User) -> None:
    sign_in(client, anna)
    secret = set_up(client)
    later = Client()
    answer = later.post("/login/", {"login": anna.email, "password": WORD})
    assert answer["Location"] == "/login/second/"
    assert later.get(f"/b/{brand.slug}/").status_code == 302
    assert later.post("/login/second/", {"code": "000000"}).status_code == 200
    assert verbs()[-1] == "account.factor_failed"
    assert later.post("/login/second/", {"code": code(secret)}).status_code == 302
    assert later.get(f"/b/{brand.slug}/").status_code == 200


def test_the_secrets_are_sealed_in_the_database(client: Client, brand: Brand, anna: User) -> None:
    sign_in(client, anna)
    secret = set_up(client)
    kept = str(list(Authenticator.objects.values("data")))
    assert secret not in kept
    assert len(Authenticator.objects.all()) == 2


def test_with_another_key_no_code_fits_and_nothing_breaks(
    client: Client, brand: Brand, anna: User, settings: Settings
) -> None:
    sign_in(client, anna)
    secret = set_up(client)
    settings.SECRET_KEY = "another"  # noqa: S105 - the key was lost
    later = Client()
    later.post("/login/", {"login": anna.email, "password": WORD})
    assert later.post("/login/second/", {"code": code(secret)}).status_code == 200


def test_a_recovery_code_lets_in_once(client: Client, brand: Brand, anna: User) -> None:
    sign_in(client, anna)
    set_up(client)
    spare = client.get("/account/codes/codes.txt").content.decode().split()[-1]
    for answer in (302, 200):
        later = Client()
        later.post("/login/", {"login": anna.email, "password": WORD})
        assert later.post("/login/second/", {"code": spare}).status_code == answer


def test_setting_one_up_and_removing_it_is_in_the_log(
    client: Client,
    brand: Brand,
    anna: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    sign_in(client, anna)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    assert client.post("/account/app/remove/").status_code == 302
    added = Entry.objects.filter(verb="account.factor_added")
    assert {entry.detail["kind"] for entry in added} == {"totp", "recovery_codes"}
    assert verbs().count("account.factor_removed") == 2


def test_a_brand_that_asks_for_a_second_factor_opens_once_it_is_there(
    client: Client, brand: Brand, anna: User
) -> None:
    brand.needs_second_factor = True
    brand.save()
    sign_in(client, anna)
    answer = client.get(f"/b/{brand.slug}/", follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert brand.name in answer.content.decode()
    set_up(client)
    assert client.get(f"/b/{brand.slug}/").status_code == 200


def test_nothing_about_signing_in_changes_without_showing_who_one_is(
    client: Client, brand: Brand, anna: User
) -> None:
    sign_in(client, anna)
    for page in ("app/", "passkeys/add/", "codes/new/"):
        answer = client.get(f"/account/{page}")
        assert answer["Location"].startswith("/account/confirm/")


def test_a_wrong_password_confirms_nothing(client: Client, brand: Brand, anna: User) -> None:
    sign_in(client, anna)
    assert client.post("/account/confirm/", {"password": "wrong word here"}).status_code == 200
    assert client.get("/account/app/").status_code == 302


def test_a_name_is_changed_on_the_account(client: Client, anna: User) -> None:
    client.force_login(anna)
    client.post("/account/", {"name": " Anna \n Bianchi "})
    anna.refresh_from_db()
    assert anna.name == "Anna Bianchi"


def test_nobody_reaches_the_passkey_of_somebody_else(
    client: Client, brand: Brand, anna: User, bruno: User
) -> None:
    theirs = Authenticator.objects.create(
        user=bruno, type=Authenticator.Type.WEBAUTHN, data={"name": "Bruno's", "credential": {}}
    )
    sign_in(client, anna)
    client.post("/account/confirm/?next=/account/", {"password": WORD})
    for what in ("name", "remove"):
        for ask in (client.get, client.post):
            assert ask(f"/account/passkeys/{theirs.pk}/{what}/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_who_has_an_account_signs_in_and_is_back_at_the_invitation(client: Client, anna: User) -> None:
    answer = client.post("/login/", {"login": anna.email, "password": WORD, "next": "/join/abc/"})
    assert answer["Location"] == "/join/abc/"
