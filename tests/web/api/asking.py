"""A program that asks the API, and the table of what it may ask."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from passaparola.web.api import tokens
from passaparola.web.brands.models import Role
from web.doors import address
from web.makers import owner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from passaparola.web.brands.models import Brand, Member
    from passaparola.web.channels.models import Channel

LOOK, WRITE, HOLD, RUN = (Role.ANALYST,), (Role.EDITOR,), (Role.EDITOR, Role.APPROVER), (Role.ADMIN,)


@dataclass(frozen=True)
class Asks:
    """What a route asks for: any one of `roles`; what it answers to the brand's own, asked with `body`."""

    roles: tuple[Role, ...]
    answers: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)


BY_TOKEN: dict[str, Asks] = {
    "GET api-brand": Asks(LOOK),
    "GET api-channels": Asks(LOOK),
    "POST api-hold": Asks(HOLD),
    "POST api-release": Asks(RUN),
    "GET api-posts": Asks(LOOK),
    "POST api-posts": Asks(WRITE, 201, {"text": "Buongiorno"}),
    "GET api-post": Asks(LOOK),
    # The post of the doors is planned: it may be moved, and neither changed nor deleted.
    "PUT api-post": Asks(WRITE, 409, {"text": "Buonasera", "version": 1}),
    "DELETE api-post": Asks(WRITE, 409),
    "POST api-schedule": Asks(WRITE, 200, {"wall": "2027-02-03T12:00"}),
    "POST api-submit": Asks(WRITE, 409),
    "POST api-change": Asks(WRITE, 409),
    "GET api-deliveries": Asks(LOOK),
    "GET api-delivery": Asks(LOOK),
    "POST api-cancel": Asks(WRITE),
    "POST api-retry": Asks(WRITE, 409),
    "POST api-decide": Asks(WRITE, 409, {"there": False}),
    "POST api-delete-there": Asks(WRITE, 409),
    "GET api-media": Asks(LOOK),
    "POST api-media": Asks(WRITE, 201),
    "GET api-asset": Asks(LOOK),
}
"""The routes of the API, each with how it is asked."""


@dataclass
class Program:
    """A program with a token."""

    secret: str
    client: Client = field(default_factory=Client)

    def ask(self, method: str, where: str, body: object = None, **headers: str) -> HttpResponse:
        """Ask with a JSON body."""
        said = {
            "Authorization": f"Bearer {self.secret}",
            **{key.replace("_", "-"): headers[key] for key in headers},
        }
        data = json.dumps(body) if body is not None else ""
        answer = self.client.generic(method, where, data, "application/json", headers=said)
        return cast("HttpResponse", answer)

    def get(self, where: str) -> Any:
        """Return what is there."""
        return told(self.ask("GET", f"/api/v1/{where}"), 200)

    def post(self, where: str, body: object = None, status: int = 200, **headers: str) -> Any:
        """Return what a POST is answered."""
        return told(self.ask("POST", f"/api/v1/{where}", body, **headers), status)

    def cost(self, where: str) -> int:
        """Return how many queries it takes to get what is there, after the first request of a minute."""
        self.get("brand")
        with CaptureQueriesContext(connection) as asked:
            self.get(where)
        return len(asked)

    def upload(self, name: str, content: bytes, **form: str) -> HttpResponse:
        """Put a file into the library."""
        said = {"Authorization": f"Bearer {self.secret}"}
        file = SimpleUploadedFile(name, content)
        answer = self.client.post("/api/v1/media", {"file": file, **form}, headers=said)
        return cast("HttpResponse", answer)

    def knock(self, door: str, brand: Brand) -> HttpResponse:
        """Ask what the table says, of something of `brand`."""
        method, name = door.split()
        if door == "POST api-media":
            return self.upload("tazza.png", picture())
        return self.ask(
            method, address(name, brand), BY_TOKEN[door].body if method in {"POST", "PUT"} else None
        )


def told(answer: HttpResponse, status: int) -> Any:
    """Return what an answer says, after looking at its status."""
    said = json.loads(answer.content)
    assert answer.status_code == status, said
    return said


def program(brand: Brand, role: Role = Role.EDITOR, by: Member | None = None) -> Program:
    """Return a program that may do what `role` may for `brand`."""
    return Program(tokens.make("CMS", role, 30, by=by or owner(brand), now=timezone.now())[1])


def picture() -> bytes:
    """Return the bytes of a small picture."""
    target = BytesIO()
    Image.new("RGB", (32, 24), "teal").save(target, "PNG")
    return target.getvalue()


def draft(channel: Channel, **more: Any) -> dict[str, Any]:
    """Return what begins a draft for a channel."""
    return {"text": "Buongiorno", "variants": [{"channel": channel.pk}], **more}


def soon(**after: int) -> str:
    """Return a moment ahead, as RFC 3339."""
    return (timezone.now() + timedelta(**(after or {"hours": 3}))).isoformat()
