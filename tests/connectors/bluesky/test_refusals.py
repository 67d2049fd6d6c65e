"""What a server's refusal means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.recorded import recorded
from passaparola.connectors import errors
from passaparola.connectors.bluesky import refusals
from passaparola.http import Answer

DOING = "publish the post"


def answered(status: int, body: Any) -> Answer:
    said = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {}, said, "https://pds.example/xrpc/com.atproto.repo.putRecord")


def named(name: str) -> dict[str, str]:
    return {"error": name, "message": "so it is"}


@pytest.mark.parametrize(
    ("status", "name", "kind", "field"),
    [
        (400, "putRecord__too_long", errors.Invalid, "text"),
        (400, "putRecord__image_too_large", errors.Invalid, "media"),
        (400, "putRecord__blob_unknown", errors.Transient, None),
        (413, "uploadBlob__too_large", errors.Invalid, "media"),
        (400, "putRecord__taken", errors.Duplicate, None),
        (401, "refusal__deactivated", errors.AuthRevoked, None),
        (400, "refreshSession__revoked", errors.AuthRevoked, None),
        (400, "refusal__token_malformed", errors.AuthExpired, None),
        (401, "refusal__no_token", errors.AuthExpired, None),
    ],
)
def test_recorded_refusals_are_told_apart(
    status: int, name: str, kind: type[errors.ConnectorError], field: str | None
) -> None:
    error = refusals.refusal(answered(status, recorded("bluesky", name)), doing=DOING, harmless=False)
    assert type(error) is kind
    assert getattr(error, "field", None) == field
    assert str(error).startswith("Could not publish the post: https://pds.example says ")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, named("AccountTakedown"), errors.AuthRevoked),
        (401, named("AccountDeactivated"), errors.AuthRevoked),
        (403, named("AccountNotFound"), errors.AuthRevoked),
        (400, named("RepoDeactivated"), errors.AuthRevoked),
        (400, named("ExpiredToken"), errors.AuthExpired),
        (401, b"<html>", errors.AuthExpired),
        (403, named("Forbidden"), errors.Forbidden),
        (404, b"<html>", errors.Garbled),
        (400, named("Whatever"), errors.Garbled),
        (500, named("InternalServerError"), errors.UnknownOutcome),
        (501, b"", errors.UnknownOutcome),
        (408, b"", errors.UnknownOutcome),
        (409, b"", errors.UnknownOutcome),
    ],
)
def test_other_refusals_are_told_apart(status: int, body: Any, kind: type[errors.ConnectorError]) -> None:
    assert type(refusals.refusal(answered(status, body), doing=DOING, harmless=False)) is kind


@pytest.mark.parametrize("status", [408, 500, 501])
def test_what_is_harmless_is_tried_again(status: int) -> None:
    assert type(refusals.refusal(answered(status, b""), doing=DOING, harmless=True)) is errors.Transient


@pytest.mark.parametrize(
    ("status", "body", "newer"),
    [
        (400, named("ExpiredToken"), True),
        (400, named("InvalidToken"), True),
        (401, named("AuthenticationRequired"), True),
        (401, b"", True),
        (401, named("AccountDeactivated"), False),
        (400, named("InvalidRequest"), False),
        (500, named("ExpiredToken"), False),
        (200, named("ExpiredToken"), False),
    ],
)
def test_a_newer_token_is_asked_for_only_where_it_helps(status: int, body: Any, *, newer: bool) -> None:
    assert refusals.run_out(answered(status, body)) is newer
