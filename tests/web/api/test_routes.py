"""Every route, asked by everybody: each answers those the table names, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from passaparola.web.api.models import ApiToken
from passaparola.web.api.router import api
from passaparola.web.brands import actions as brands
from passaparola.web.brands import membership
from passaparola.web.brands.models import Role
from web.api.asking import BY_TOKEN, Program, program, told
from web.doors import address, carries
from web.makers import owner

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
TO_SOMETHING = [door for door in BY_TOKEN if carries(door.split()[1])]
GIVEN = [role for role in Role if role != Role.OWNER]


def test_the_table_names_every_route_there_is() -> None:
    described = {
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert len(described) == len(BY_TOKEN)


@pytest.mark.parametrize("role", GIVEN)
@pytest.mark.parametrize("door", BY_TOKEN)
def test_a_route_answers_exactly_the_roles_of_the_table(brand: Brand, door: str, role: Role) -> None:
    asks, mine = BY_TOKEN[door], program(brand, role)
    allowed = any(ApiToken(role=role).may(each) for each in asks.roles)
    assert mine.knock(door, brand).status_code == (asks.answers if allowed else 403)


@pytest.mark.parametrize("secret", ["", "pp_guessed", "pp_" + "a" * 43])
@pytest.mark.parametrize("door", BY_TOKEN)
def test_a_stranger_is_told_to_bring_a_token(brand: Brand, door: str, secret: str) -> None:
    answer = Program(secret).knock(door, brand)
    assert told(answer, 401)["title"] == "Unauthorized"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("door", BY_TOKEN)
def test_who_is_signed_in_and_brings_no_token_is_a_stranger(brand: Brand, anna: User, door: str) -> None:
    mine = Program("")
    mine.client.force_login(anna)
    assert mine.knock(door, brand).status_code == 401


@pytest.mark.parametrize("door", TO_SOMETHING)
def test_what_belongs_to_another_brand_is_not_there(brand: Brand, rival: Brand, door: str) -> None:
    answer = program(rival, Role.ADMIN).knock(door, brand)
    assert told(answer, 404)["detail"] == "There is nothing at this address."


@pytest.mark.parametrize(
    "door", [door for door in BY_TOKEN if door.startswith("GET") and door not in TO_SOMETHING]
)
def test_a_list_shows_nothing_of_another_brand(brand: Brand, rival: Brand, door: str) -> None:
    for other in TO_SOMETHING:
        address(other.split()[1], rival)
    said = program(brand, Role.ANALYST).knock(door, brand).content.decode()
    for secret in (rival.name, "Good morning", '"aurora"', "tazza"):
        assert secret not in said


@pytest.mark.parametrize("door", TO_SOMETHING)
def test_the_log_of_a_brand_knows_nothing_of_what_another_tried(
    brand: Brand, rival: Brand, door: str
) -> None:
    before = brand.entries.count()
    address(door.split()[1], brand)
    made = brand.entries.count()
    program(rival, Role.ADMIN).knock(door, brand)
    assert brand.entries.count() == made >= before


@pytest.mark.parametrize("door", BY_TOKEN)
def test_a_parameter_that_is_none_is_refused_by_its_name(brand: Brand, door: str) -> None:
    method, name = door.split()
    answer = program(brand, Role.ADMIN).ask(method, f"{address(name, brand)}?colour=red", {})
    assert [each["field"] for each in told(answer, 422)["errors"]] == ["colour"]


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_token_that_has_ended_opens_nothing(brand: Brand, cms: Program, field: str) -> None:
    cms.get("brand")
    ApiToken.objects.update(**{field: timezone.now() - timedelta(seconds=1)})
    assert cms.ask("GET", "/api/v1/brand").status_code == 401


def test_a_token_ends_when_its_maker_leaves_the_brand(brand: Brand, bruno: User) -> None:
    maker = brands.add_member(brand, bruno, Role.ADMIN)
    theirs = program(brand, Role.EDITOR, by=maker)
    theirs.get("brand")
    membership.remove(maker.pk, by=owner(brand), now=timezone.now())
    assert theirs.ask("GET", "/api/v1/brand").status_code == 401


def test_a_token_ends_when_its_maker_may_no_longer_make_one(brand: Brand, bruno: User) -> None:
    maker = brands.add_member(brand, bruno, Role.ADMIN)
    theirs = program(brand, Role.EDITOR, by=maker)
    membership.change_role(maker.pk, Role.EDITOR, by=owner(brand), now=timezone.now())
    assert theirs.ask("GET", "/api/v1/brand").status_code == 401


def test_a_token_of_somebody_who_owes_a_second_factor_waits_for_it(brand: Brand, cms: Program) -> None:
    brand.needs_second_factor = True
    brand.save()
    assert "second factor" in told(cms.ask("GET", "/api/v1/brand"), 403)["detail"]


def test_where_nothing_is_that_is_said_whatever_is_asked(cms: Program) -> None:
    strict = Program(cms.secret, Client(enforce_csrf_checks=True))
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = strict.ask(method, "/api/v1/nowhere", {})
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_program_needs_no_secret_of_a_form(cms: Program) -> None:
    strict = Program(cms.secret, Client(enforce_csrf_checks=True))
    assert strict.post("posts", {"text": "Buongiorno"}, 201)


@pytest.mark.parametrize(
    "where", ["nowhere", "posts/", "posts/abc", "posts/-1", f"posts/{2**63}", "deliveries/0"]
)
def test_where_nothing_is_that_is_said_as_everywhere(cms: Program, where: str) -> None:
    answer = cms.ask("GET", f"/api/v1/{where}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_asked_in_another_way_a_route_says_in_which(cms: Program) -> None:
    answer = cms.ask("PATCH", "/api/v1/posts")
    assert (told(answer, 405)["title"], answer["Allow"]) == ("Method Not Allowed", "GET, POST")


def test_the_sentences_are_in_the_language_asked_for(cms: Program) -> None:
    english, italian = (
        told(cms.ask("GET", "/api/v1/posts?page=0", Accept_Language=language), 422)["detail"]
        for language in ("en", "it")
    )
    assert english == "This is less than 1."
    assert italian
