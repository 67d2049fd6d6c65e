from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from passaparola.web.lifecycle import worker
from passaparola.web.lifecycle.models import HEARING, SENDING

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand, User


@pytest.fixture
def page(client: Client, anna: User, brand: Brand) -> str:
    client.force_login(anna)
    return f"/b/{brand.slug}/"


def test_a_page_says_that_no_worker_is_running(client: Client, page: str) -> None:
    assert b"no worker is running" in client.get(page).content


def test_a_page_says_since_when_no_worker_has_been_heard(client: Client, page: str) -> None:
    worker._introduce(timezone.now() - timedelta(minutes=10))
    assert b"the worker has not been heard since" in client.get(page).content


def test_a_page_says_nothing_of_the_worker_while_it_works(client: Client, page: str) -> None:
    worker._introduce(timezone.now())
    worker._introduce(timezone.now() + timedelta(seconds=1), SENDING)
    worker._introduce(timezone.now() + timedelta(seconds=2), HEARING)
    assert b"worker" not in client.get(page).content


def test_a_page_says_that_nothing_is_sent_while_only_the_reader_works(client: Client, page: str) -> None:
    worker._introduce(timezone.now())
    shown = client.get(page).content
    assert b"Nothing is being sent: the worker that sends is not running" in shown
    assert b"Nothing is being read" not in shown


def test_a_page_says_that_nothing_is_heard_while_the_ears_are_silent(client: Client, page: str) -> None:
    worker._introduce(timezone.now() - timedelta(minutes=10), HEARING)
    assert b"the worker that hears has been silent since" in client.get(page).content
