from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from passaparola.web.brands import mailing
from passaparola.web.brands.models import Invitation
from passaparola.web.site import mail, ready

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage
    from django.test import Client
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User


def test_an_address_becomes_django_s_settings() -> None:
    made = mail.settings(
        "smtp://voce%40example.org:p%2Fw@mail.example.org/?tls=1&from=Voce <voce@example.org>"
    )
    assert made["EMAIL_HOST"] == "mail.example.org"
    assert made["EMAIL_PORT"] == 587
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("voce@example.org", "p/w")
    assert (made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (True, False)
    assert made["DEFAULT_FROM_EMAIL"] == "Voce <voce@example.org>"
    assert 0 < made["EMAIL_TIMEOUT"] <= 10


def test_smtps_is_encrypted_from_the_first_byte() -> None:
    made = mail.settings("smtps://mail.example.org?from=voce@example.org")
    assert (made["EMAIL_PORT"], made["EMAIL_USE_SSL"], made["EMAIL_USE_TLS"]) == (465, True, False)


def test_without_an_address_no_mail_is_set_up(settings: Settings) -> None:
    settings.EMAIL_HOST = mail.settings("")["EMAIL_HOST"]
    assert not mailing.possible()


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.org",
        "http://mail.example.org/?from=a@example.org",
        "smtp://mail.example.org",
        "smtp://mail.example.org:99999/?from=a@example.org",
        "smtp:///?from=a@example.org",
        "smtp://user:secret@mail.example.org/?from=nobody",
    ],
)
def test_what_is_no_mail_server_is_explained_and_never_repeated(address: str) -> None:
    with pytest.raises(ready.Unready, match="PASSAPAROLA_MAIL is no mail server: write it like") as told:
        ready.settings({"PASSAPAROLA_MAIL": address})
    assert "secret" not in str(told.value)


class Away(BaseEmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:  # noqa: ARG002 - none leaves
        raise ConnectionRefusedError


def test_a_server_that_is_away_is_said_and_the_link_is_there(
    client: Client, brand: Brand, anna: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = f"{__name__}.{Away.__name__}"
    client.force_login(anna)
    form = {"invitation-email": "dario@example.org", "invitation-role": "editor"}
    answer = client.post(f"/b/{brand.slug}/people/invite/", form)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "the mail server does not answer" in shown
    assert "/join/" in shown
    assert Invitation.objects.count() == 1
