"""Invitations and approval links through a real mail server."""

from __future__ import annotations

import email
import email.policy
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.web.brands import actions as brands
from passaparola.web.site import mail as addresses
from servers.running import server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from django.test import Client
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def sink(shared: Path) -> Iterator[dict[str, Any]]:
    """A server that takes every mail and keeps it in a folder."""
    start = shared / "counterparts/mail/start.sh"
    with server("mail", start, needs=[], env={"MAIL_PORT": "43090"}) as network:
        yield network


@pytest.fixture
def anna() -> User:
    return brands.create_user("anna@example.org", None, name="Anna")


@pytest.fixture
def brand(anna: User) -> Brand:
    return brands.create_brand("Caffè Aurora", owner=anna)


@pytest.fixture
def person(client: Client, brand: Brand, anna: User, sink: dict[str, Any], settings: Settings) -> Client:
    address = f"smtp://voce:word@{sink['host']}:{sink['port']}/?from=Passaparola <voce@example.org>"
    for name, value in addresses.settings(address).items():
        setattr(settings, name, value)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.ADDRESS = "https://voce.example.org"
    client.force_login(anna)
    return client


def newest(sink: dict[str, Any]) -> EmailMessage:
    last = max(Path(sink["mail"]).glob("*.eml"))
    return email.message_from_bytes(last.read_bytes(), policy=email.policy.default)


def link(message: EmailMessage) -> str:
    body = message.get_body()
    assert body
    found = re.search(r"https://voce\.example\.org(/\S+)", body.get_content())
    assert found
    return found[1]


def test_an_invitation_arrives_and_lets_in(person: Client, brand: Brand, sink: dict[str, Any]) -> None:
    form = {"invitation-email": "dario@example.org", "invitation-role": "editor"}
    shown = person.post(f"/b/{brand.slug}/people/invite/", form).content.decode()
    message = newest(sink)
    assert (message["To"], message["From"]) == ("dario@example.org", "Passaparola <voce@example.org>")
    assert brand.name in message["Subject"]
    assert link(message) in shown
    person.logout()
    answer = person.post(link(message), {"name": "Dario", "password": "three words and more"})
    assert answer["Location"] == f"/b/{brand.slug}/"


def test_an_approval_link_arrives_and_opens(person: Client, brand: Brand, sink: dict[str, Any]) -> None:
    form = {"guest-name": "Elsa", "guest-email": "elsa@example.org", "guest-days": "7"}
    person.post(f"/b/{brand.slug}/people/guests/", form)
    person.logout()
    assert person.get(link(newest(sink))).status_code == 200


def test_an_address_the_server_refuses_is_said(person: Client, brand: Brand) -> None:
    form = {"invitation-email": "refuse@example.org", "invitation-role": "editor"}
    shown = person.post(f"/b/{brand.slug}/people/invite/", form).content.decode()
    assert "the mail server refuses this address" in shown
    assert "/join/" in shown


def test_a_brand_s_name_breaks_no_header(person: Client, brand: Brand, sink: dict[str, Any]) -> None:
    brand.name = "Aurora\nBcc: everybody@example.org"
    brand.save()
    form = {"invitation-email": "eva@example.org", "invitation-role": "editor"}
    person.post(f"/b/{brand.slug}/people/invite/", form)
    assert newest(sink)["Bcc"] is None
    assert newest(sink)["To"] == "eva@example.org"
