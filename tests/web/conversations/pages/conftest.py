"""Somebody signed in, who walks through the pages of the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User


@pytest.fixture
def here(anna: User, brand: Brand) -> Client:
    """The owner's browser."""
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def inbox(brand: Brand) -> str:
    """Where the inbox is."""
    return f"/b/{brand.slug}/inbox/"
