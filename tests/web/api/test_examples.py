"""Every example of docs/api.md is sent as it stands there, in its order, and answered."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from passaparola.web.api import pace, repeats, tokens
from passaparola.web.api.router import api
from passaparola.web.brands.models import Role
from web.api.asking import picture, program
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from django.http import HttpResponse

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


def send(command: str, names: dict[str, Any]) -> HttpResponse:
    """Do what curl would do with `command`."""
    program_, *words = shlex.split(Template(command.replace("\\\n", " ")).substitute(names))
    assert program_ == "curl"
    asked: dict[str, list[str]] = {"-H": [], "-X": [], "-d": [], "-F": []}
    while len(words) > 1 or words[0].startswith("-"):
        at = next(n for n, word in enumerate(words) if word in asked)
        asked[words.pop(at)].append(words.pop(at))
    headers = dict(line.split(": ", 1) for line in asked["-H"])
    where, client = words[0].removeprefix("https://here.example"), Client()
    if asked["-F"]:
        form = dict(line.split("=", 1) for line in asked["-F"])
        files = {
            name: SimpleUploadedFile(said[1:], picture()) for name, said in form.items() if said[0] == "@"
        }
        return client.post(where, {**form, **files}, headers=headers)  # type: ignore[return-value]  # the stubs' own class
    method = asked["-X"][0] if asked["-X"] else "POST" if asked["-d"] else "GET"
    kind = headers.pop("Content-Type", "application/json")
    return client.generic(method, where, "".join(asked["-d"]), kind, headers=headers)  # type: ignore[return-value]  # the same


def test_every_example_is_answered_as_the_page_says(brand: Brand) -> None:
    names: dict[str, Any] = {
        "PASSAPAROLA": "https://here.example",
        "TOKEN": program(brand, Role.EDITOR).secret,
        "CHANNEL": a_channel(brand).pk,
    }
    statuses = []
    for example in EXAMPLES:
        answer = send(example, names)
        said = json.loads(answer.content)
        statuses.append(answer.status_code)
        if "/media" in example:
            names["ASSET"] = said["id"]
        if answer.status_code == 201 and "/posts" in example:
            names["POST"] = said["id"]
        if "/schedule" in example:
            assert said["deliveries"][0]["planned_at"] == "2027-03-28T07:30:00Z"
            names["DELIVERY"] = said["deliveries"][0]["id"]
    # The post was on its way and is cancelled: it stays written. The last one shows what is wrong.
    assert statuses == [200, 200, 201, 201, 200, 200, 200, 200, 200, 409, 200, 422]


def test_the_page_names_what_the_code_does() -> None:
    assert f"{pace.A_MINUTE} requests a minute" in PAGE
    assert f"{repeats.LONGEST} characters" in PAGE
    assert f"`{tokens.MARK}`" in PAGE
    assert ", ".join(map(str, tokens.DAYS[:-1])) + f" or {tokens.DAYS[-1]} days" in PAGE
    described = {
        status
        for paths in api.get_openapi_schema()["paths"].values()
        for each in paths.values()
        for status in each["responses"]
    }
    assert {str(status) for status in described if status >= 400} <= set(
        re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)
    )
