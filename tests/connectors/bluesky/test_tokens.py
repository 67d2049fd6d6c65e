"""What a token says of itself."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from connectors.recorded import recorded
from passaparola.connectors.bluesky import tokens

SESSION = recorded("bluesky", "createSession__app_password")


def test_a_token_tells_its_scope_and_its_end() -> None:
    assert tokens.scopes(SESSION["accessJwt"]) == ("com.atproto.appPass",)
    assert tokens.ends(SESSION["refreshJwt"]) == datetime.fromtimestamp(tokens_exp(), UTC)


def tokens_exp() -> int:
    body = SESSION["refreshJwt"].split(".")[1]
    claims = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    return int(claims.partition(b'"exp":')[2].rstrip(b"}"))


def written(claims: bytes) -> str:
    return f"e30.{base64.urlsafe_b64encode(claims).decode()}.x"


@pytest.mark.parametrize(
    "token",
    [
        *("", "opaque", "a.b.c", "..", written(b"[]"), written(b'{"scope": 1, "exp": "soon"}')),
        *(written(b'{"exp": 1e400}'), written(b'{"exp": 99999999999999999}'), written(b"\xff")),
    ],
)
def test_a_token_of_another_make_says_nothing(token: str) -> None:
    assert tokens.scopes(token) == ()
    assert tokens.ends(token) is None
