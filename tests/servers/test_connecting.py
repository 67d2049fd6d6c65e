"""A channel is connected by leave given on a real server's own page, and speaks there through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.channels import health, keys, queries
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import seal
from passaparola.web.publishing.models import Post, Variant
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words import pieces
from servers.stubborn import TRIES
from servers.test_snac_writing import allowed, shown
from web.publishing.square import round_at

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return brands.create_user("anna@example.org", "a good long word", name="Anna")


@pytest.fixture
def brand(anna: User) -> Brand:
    return brands.create_brand("Caffè Aurora", owner=anna)


@pytest.fixture
def browser(anna: User) -> Client:
    made = Client()
    made.force_login(anna)
    return made


def asked(browser: Client, brand: Brand, place: str) -> str:
    """The page of the server that Anna is shown the way to."""
    where = reverse("channel-connect", args=[brand.slug, "mastodon"])
    for _ in range(TRIES):
        answer = browser.post(where, {"leave": "1", "place": place})
        if "leave" in answer.context:
            return str(answer.context["leave"])
    raise AssertionError(answer.context["form"].errors)


def connected(browser: Client, brand: Brand, snac: dict[str, Any], user: dict[str, Any]) -> str:
    """What the site says when Anna comes back from the server's page, signed in there as `user`."""
    for _ in range(TRIES):
        back = urlsplit(allowed(asked(browser, brand, snac["url"]), user))
        assert back.path == reverse("channel-leave", args=[brand.slug])
        said = browser.get(f"{back.path}?{back.query}", follow=True).content.decode()
        if "is connected." in said:
            return said
    raise AssertionError(said)


@pytest.fixture
def user(snac: dict[str, Any]) -> dict[str, Any]:
    return next(dict(user) for user in snac["users"] if user["user"] == "brand")


def test_leave_given_there_connects_a_channel_that_is_well(
    browser: Client, brand: Brand, snac: dict[str, Any], user: dict[str, Any]
) -> None:
    connected(browser, brand, snac, user)
    (told,) = queries.health_of(brand, timezone.now())
    assert told.state == "well"
    assert told.channel.handle == f"brand@{snac['url'].removeprefix('http://')}"
    assert told.channel.limits["text"] == 100_000
    assert keys.opened(told.channel)["access_token"]


def test_an_answer_of_the_real_server_is_taken_once(
    browser: Client, brand: Brand, snac: dict[str, Any], user: dict[str, Any]
) -> None:
    back = urlsplit(allowed(asked(browser, brand, snac["url"]), user))
    for _ in range(2):
        said = browser.get(f"{back.path}?{back.query}", follow=True).content.decode()
    assert "it was answered already: begin again" in said


def test_a_wrong_password_there_connects_nothing(
    browser: Client, brand: Brand, snac: dict[str, Any], user: dict[str, Any]
) -> None:
    assert "code=" not in allowed(asked(browser, brand, snac["url"]), user | {"password": "wrong"})
    assert not Channel.objects.exists()


def test_a_token_taken_back_locks_the_channel_and_connecting_again_lets_it_speak(
    browser: Client, brand: Brand, snac: dict[str, Any], user: dict[str, Any]
) -> None:
    connected(browser, brand, snac, user)
    channel = Channel.objects.get()
    Channel.objects.filter(pk=channel.pk).update(
        sealed=seal({**keys.opened(channel), "access_token": "taken-back"}, keys.name_of(channel))
    )
    for _ in range(TRIES):
        browser.post(reverse("channel-check", args=[brand.slug, channel.pk]))
        channel.refresh_from_db()
        if channel.locked_out:
            break
    assert health.of(channel, queries.row_of(channel.platform), timezone.now()).state == "locked"
    connected(browser, brand, snac, user)
    assert Channel.objects.get().speaks


def test_what_is_planned_on_it_is_published_there_with_the_keys_it_was_given(
    browser: Client, anna: User, brand: Brand, snac: dict[str, Any], user: dict[str, Any]
) -> None:
    connected(browser, brand, snac, user)
    now = timezone.now()
    post = Post.objects.create(brand=brand, by=anna, text="Fresh bread", created_at=now, changed_at=now)
    Variant.objects.create(post=post, channel=Channel.objects.get())
    (delivery,) = deliveries.schedule(post, None, by=anna, now=now)
    round_at(timezone.now())
    delivery.refresh_from_db()
    assert delivery.state == "published", (delivery.state, delivery.trouble)
    piece = delivery.pieces.get()
    assert piece.url.startswith(snac["url"])
    assert shown(snac, user, pieces.receipt_of(piece))["text"] == "Fresh bread"
