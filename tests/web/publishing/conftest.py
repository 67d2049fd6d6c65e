"""A brand with channels and a post, and a platform that fails on command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.connectors import registry
from passaparola.connectors.contract import Account, Login
from passaparola.web.channels.actions import connect
from passaparola.web.publishing.models import Post, Variant
from web.publishing.square import NOON, Square

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel


@pytest.fixture
def square(monkeypatch: pytest.MonkeyPatch) -> Square:
    """The one platform behind every channel, whatever its row says."""
    made = Square()
    monkeypatch.setattr(registry, "speaker", lambda *_: made)
    return made


@pytest.fixture
def channel_on(brand: Brand) -> Callable[..., Channel]:
    def make(platform: str = "sandbox", handle: str = "aurora", of: Brand | None = None) -> Channel:
        login = Login(Account(handle, handle, handle.title()), "https://square.example", {"token": "s3cret"})
        return connect(of or brand, platform, login, NOON)

    return make


@pytest.fixture
def post_on(brand: Brand, anna: User) -> Callable[..., Post]:
    """A post with a variant for each of the channels given."""

    def make(*channels: Channel, text: str = "Buongiorno", **more: object) -> Post:
        post = Post.objects.create(
            brand=brand, by=anna, text=text, created_at=NOON, changed_at=NOON, version=1, **more
        )
        for channel in channels:
            Variant.objects.create(post=post, channel=channel)
        return post

    return make
