from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from passaparola.web.insights.actions import settle
from passaparola.web.site import guards

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import RequestFactory
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message


@pytest.fixture
def person(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


@pytest.mark.parametrize("name", ["home", "messages", "trace"])
def test_no_cache_keeps_a_page_of_a_brand(person: Client, brand: Brand, name: str) -> None:
    assert "no-store" in person.get(reverse(name, args=[brand.slug]))["Cache-Control"]


def test_no_cache_keeps_an_export(person: Client, brand: Brand, heard: Callable[..., Message]) -> None:
    answer = person.get(reverse("export-csv", args=[brand.slug, heard().pk]))
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_stranger_hands_in_no_file_not_even_to_have_it_refused(client: Client) -> None:
    file = SimpleUploadedFile("film.bin", bytes(guards.FORM + 1))
    assert client.post("/login/", {"file": file}).status_code == 413


def test_a_body_larger_than_two_files_may_be_is_not_read(
    person: Client, brand: Brand, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = guards.FORM
    file = SimpleUploadedFile("film.bin", bytes(3 * guards.FORM))
    answer = person.post(reverse("trace", args=[brand.slug]), {"way": "file", "file": file})
    assert answer.status_code == 413


PART = {"HX-Request": "true"}


def test_a_page_that_asks_for_a_part_is_not_given_the_page_to_sign_in(client: Client, brand: Brand) -> None:
    address = reverse("messages", args=[brand.slug])
    assert client.get(address).status_code == 302
    assert client.get(address, headers=PART).status_code == 401


def test_a_page_that_asks_for_a_part_is_not_given_the_page_to_set_a_second_factor_up(
    person: Client, brand: Brand
) -> None:
    brand.needs_second_factor = True
    brand.save()
    assert person.get(reverse("messages", args=[brand.slug]), headers=PART).status_code == 403


def test_a_token_of_before_a_sign_in_is_told_apart_from_a_role_that_may_not(anna: User, brand: Brand) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(anna)
    address = reverse("words", args=[brand.slug])
    assert client.post(address, headers=PART).status_code == 401
    answer = client.post(address)
    assert answer.status_code == 403
    assert "opened too long ago" in answer.content.decode()


@pytest.mark.parametrize("kind", ["template", "hashtags"])
def test_what_is_typed_is_read_without_the_null_that_postgresql_refuses(
    person: Client, brand: Brand, kind: str
) -> None:
    person.post(reverse("words", args=[brand.slug]), {"kind": kind, "name": "Caf\x00fè", "text": "u\x00no"})
    kept = brand.snippets.get()
    assert (kept.name, kept.text.lstrip("#")) == ("Caffè", "uno")


def test_an_address_is_read_without_the_null(rf: RequestFactory) -> None:
    request = rf.get("/", {"q": ["caf\x00fè", "tè"]})
    guards.Typed(lambda _request: HttpResponse()).process_view(request)
    assert request.GET.getlist("q") == ["caffè", "tè"]


def test_a_file_keeps_its_nulls(rf: RequestFactory) -> None:
    request = rf.post("/", {"file": SimpleUploadedFile("a.bin", b"\x00\x01"), "name": "a\x00b"})
    guards.Typed(lambda _request: HttpResponse()).process_view(request)
    file = request.FILES["file"]
    assert isinstance(file, UploadedFile)
    assert (request.POST["name"], file.read()) == ("ab", b"\x00\x01")


def test_a_map_that_has_not_changed_is_not_sent_again(
    person: Client, brand: Brand, heard: Callable[..., Message], now: datetime
) -> None:
    message = heard()
    settle(message, now)
    address = reverse("map", args=[brand.slug, message.pk])
    first = person.get(address)
    again = person.get(address, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert "no-cache" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]


def test_a_map_that_has_changed_is_sent(
    person: Client, brand: Brand, heard: Callable[..., Message], now: datetime
) -> None:
    message = heard()
    settle(message, now)
    address = reverse("map", args=[brand.slug, message.pk])
    before = person.get(address)["ETag"]
    settle(message, now + timedelta(hours=1))
    assert person.get(address, headers={"If-None-Match": before}).status_code == 200


def test_a_map_that_is_kept_opens_to_nobody_else(
    bruno: User, brand: Brand, heard: Callable[..., Message], now: datetime, person: Client
) -> None:
    message = heard()
    settle(message, now)
    address = reverse("map", args=[brand.slug, message.pk])
    kept = {"If-None-Match": person.get(address)["ETag"]}
    stranger = Client()
    assert stranger.get(address, headers=kept).status_code == 302
    stranger.force_login(bruno)
    assert stranger.get(address, headers=kept).status_code == 404


def fail(visitor: str, email: str) -> int:
    answer = Client().post(
        "/login/", {"login": email, "password": "guess"}, headers={"X-Forwarded-For": f"6.6.6.6, {visitor}"}
    )
    return answer.status_code


@pytest.mark.django_db
def test_one_who_guesses_passwords_is_stopped_and_nobody_else(settings: Settings) -> None:
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # what PASSAPAROLA_BEHIND_PROXY=1 sets
    guesses = [fail("203.0.113.1", f"guess{n}@example.org") for n in range(40)]
    assert guesses[0] == 200
    assert guesses[-1] == 429
    assert fail("203.0.113.2", "anna@example.org") == 200


@pytest.mark.django_db
def test_nobody_signs_up_or_has_a_password_sent(client: Client) -> None:
    for path in ("signup/", "accounts/signup/", "password/reset/", "accounts/login/", "email/", "admin/"):
        assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(anna: User, elsewhere: str) -> None:
    cache.clear()
    client = Client()
    said = {"login": anna.email, "password": "a good long word", "next": elsewhere, "language": "it"}
    for path in ("/login/", "/language/", "/logout/"):
        answer = client.post(path, said)
        assert answer.status_code == 302
        assert "evil" not in answer["Location"]
