"""The API is what its description says, and the description is a page that anybody can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from passaparola.web.api import pace
from passaparola.web.api.access import REFUSED
from passaparola.web.api.router import api
from passaparola.web.brands.models import Role
from passaparola.web.site.wsgi import application
from web.api.asking import BY_TOKEN, program
from web.doors import DOORS
from web.makers import post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.web.brands.models import Brand

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(
    cast("dict[str, Any]", json.loads(json.dumps(api.get_openapi_schema())))
)
SCHEMA.app = application
OPERATIONS = [cast("Any", each).ok() for each in SCHEMA.get_all_operations()]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Let the application keep the connection of the test, which it would close as one left in disorder."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.label)
@pytest.mark.django_db
def test_whatever_is_sent_it_answers_as_described(
    brand: Brand, operation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 100_000)
    found = post(brand)
    ids = {
        "post_id": found.pk,
        "delivery_id": found.deliveries.get().pk,
        "asset_id": found.attached.get().asset_id,
    }
    said = {"Authorization": f"Bearer {program(brand, Role.ADMIN).secret}"}

    @hypothesis.settings(
        max_examples=40, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    @hypothesis.seed(1)
    @hypothesis.given(
        case=operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE),
        own=hypothesis.strategies.booleans(),
    )
    def send(case: Any, own: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        if own:
            case.path_parameters |= {name: ids[name] for name in case.path_parameters}
        case.call_and_validate(headers=said, checks=CHECKS)

    send()


def test_every_route_is_described_with_what_it_refuses() -> None:
    for methods in api.get_openapi_schema()["paths"].values():
        for details in methods.values():
            assert set(details["responses"]) > REFUSED
            assert details["summary"].endswith(".")
            assert details["x-roles"][-1] == "owner"


def test_routes_that_do_something_twice_can_be_named(brand: Brand) -> None:
    named = {
        f"{method} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, details in methods.items()
        if any(each["name"] == "Idempotency-Key" for each in details["parameters"])
    }
    assert len(named) == 8
    assert "post /api/v1/posts" in named


@pytest.mark.django_db
def test_anybody_can_read_what_can_be_asked() -> None:
    page = Client().get("/api/v1/")
    said = page.content.decode()
    assert page.status_code == 200
    for door in BY_TOKEN:
        method, name = door.split()
        path = str(DOORS[name].pattern).replace("<int:", "{").replace(">", "}")
        assert f"<code>{method} /api/v1/{path}</code>" in said
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "http" not in said.split("<main")[1].split("</main")[0].replace("http://127.0.0.1", "")


@pytest.mark.django_db
def test_the_description_is_open_to_programs() -> None:
    answer = Client().get(reverse("openapi-json"))
    assert answer.json()["info"]["title"] == "Passaparola"
