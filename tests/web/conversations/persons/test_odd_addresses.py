"""Addresses that nobody was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from web.acting import a_person

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
NEVER = ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00%2B14:00", "2026-99-99T00:00Z", "%00")


@pytest.mark.parametrize("at", NEVER)
def test_a_moment_in_no_year_is_no_place_on_a_list(brand: Brand, anna: User, at: str) -> None:
    client = Client()
    client.force_login(anna)
    persons = f"/b/{brand.slug}/persons/"
    for address in (f"?order=last&after={at}~1", f"{a_person(brand).pk}/?before={at}"):
        assert client.get(persons + address).status_code == 200, address
