"""Channels that are connected, with keys of their own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from passaparola.connectors.contract import Account, Login
from passaparola.web.channels import platform_sentences, sentences, told
from passaparola.web.channels.actions import connect
from web.channels.renewing import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
LISTED = {*sentences.SENTENCES, *platform_sentences.SENTENCES}
PLACES = re.compile(r"(%\(\w+\)s)")


def shout(template: str) -> str:
    """Translate into capitals: what is left in small letters was not translated."""
    return "".join(part if k % 2 else part.upper() for k, part in enumerate(PLACES.split(template)))


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate whatever is listed into capitals, and nothing else."""
    monkeypatch.setattr(told, "gettext", lambda words: shout(words) if words in LISTED else words)


@pytest.fixture
def connected(brand: Brand) -> Callable[..., Channel]:
    """Connect an account as its platform shows it, with secrets."""

    def make(
        secrets: Mapping[str, str] = SECRETS,
        *,
        platform: str = "sandbox",
        name: str = "aurora",
        **more: object,
    ) -> Channel:
        account = Account(name, name, name.title(), **more)  # type: ignore[arg-type]  # an account's own fields
        return connect(brand, platform, Login(account, "https://example.org", secrets), NOON)

    return make
