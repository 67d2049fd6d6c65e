"""Nothing of the library is kept outside the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.api.asking import Program, program
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel


@pytest.fixture(autouse=True)
def _own_library(settings: Settings, tmp_path: Path) -> None:
    settings.LIBRARY = tmp_path / "library"


@pytest.fixture
def cms(brand: Brand) -> Program:
    """A program that writes for the brand."""
    return program(brand)


@pytest.fixture
def channel(brand: Brand) -> Channel:
    """A channel that can speak."""
    return a_channel(brand)
