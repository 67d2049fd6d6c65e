"""Files by program: into the library, the same file once, no larger than is taken, by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.models import Role
from passaparola.web.publishing.models import Asset
from passaparola.web.site import guards
from web.api.asking import Program, picture, program, told

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db


def test_a_picture_is_taken_in_with_its_words(cms: Program) -> None:
    made = told(cms.upload("tazza.png", picture(), alt="Una tazza"), 201)
    assert (made["name"], made["kind"], made["alt"]) == ("tazza.png", "image", "Una tazza")
    assert (made["width"], made["height"]) == (32, 24)
    assert cms.get(f"media/{made['id']}") == made
    assert cms.get("media")["items"] == [made]


def test_the_same_file_sent_again_is_the_same_asset(cms: Program) -> None:
    first, again = (told(cms.upload("tazza.png", picture()), 201) for _ in range(2))
    assert first == again
    assert Asset.objects.count() == 1


def test_what_cannot_be_published_is_refused_by_its_field(cms: Program) -> None:
    [fault] = told(cms.upload("script.sh", b"#!/bin/sh\n"), 422)["errors"]
    assert fault["field"] == "file"


def test_a_field_that_is_none_is_refused(cms: Program) -> None:
    [fault] = told(cms.upload("tazza.png", picture(), colour="red"), 422)["errors"]
    assert fault["field"] == "colour"


def test_a_form_that_breaks_off_is_told_so(cms: Program) -> None:
    said = {"Authorization": f"Bearer {cms.secret}"}
    answer = cms.client.generic(
        "POST", "/api/v1/media", b"--x", "multipart/form-data; boundary=", headers=said
    )
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"


def test_a_list_is_narrowed_by_kind_and_costs_the_same_for_more(cms: Program, brand: Brand) -> None:
    told(cms.upload("tazza.png", picture()), 201)
    before = cms.cost("media")
    told(cms.upload("tazza.jpg", picture() + b"more"), 201)
    assert cms.cost("media") == before
    assert not cms.get("media?kind=video")["items"]
    assert len(cms.get("media?kind=wordless")["items"]) == 2


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 422), (Role.ANALYST, 413), (Role.APPROVER, 413)])
def test_a_large_file_is_read_from_those_only_who_may_put_it_there(
    brand: Brand, role: Role, status: int
) -> None:
    answer = program(brand, role).upload("film.bin", bytes(guards.FORM + 1))
    assert told(answer, status)["status"] == status


def test_a_large_file_is_not_read_from_a_stranger(brand: Brand) -> None:
    answer = Program("pp_guessed").upload("film.bin", bytes(guards.FORM + 1))
    assert told(answer, 413)["detail"] == "This is larger than what is read here."


def test_a_file_larger_than_is_taken_is_not_read(cms: Program, settings: Settings) -> None:
    settings.UPLOAD_LIMIT = guards.FORM
    assert cms.upload("film.bin", bytes(3 * guards.FORM)).status_code == 413


def test_a_body_too_large_for_words_is_refused(cms: Program, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = cms.ask("POST", "/api/v1/posts", {"text": "a" * 1001})
    assert told(answer, 413)["title"] == "Request Entity Too Large"
