"""The judge lets through what a vendor describes, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.described import NotDescribed, described, strict

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Judge = Callable[[httpx.Request], None]

KEY = {"authorization": "Bearer key"}
STATUSES = "https://social.example/api/v1/statuses"
MEDIA = "https://social.example/api/v2/media"
HOOK = "https://discord.com/api/v10/webhooks/12345678901234567/key"
ROOM = "https://matrix.example/_matrix/client/v3/rooms/!r:matrix.example/send/m.room.message/1"
LOGIN = "https://matrix.example/_matrix/client/v3/login"
ADA = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": "ada"}, "password": "x"}
PICTURE = {"file": ("a.png", b"\x89PNG\xff", "image/png")}


@pytest.fixture(scope="module")
def contracts(shared: Path) -> Path:
    return shared / "contracts"


@pytest.fixture(scope="module")
def mastodon(contracts: Path) -> Judge:
    def a_key_is_text(document: dict[str, Any]) -> None:
        document["paths"]["/api/v1/statuses"]["post"]["parameters"][0]["schema"] = {"type": "string"}

    return described(contracts / "mastodon.json", at="https://social.example", patch=a_key_is_text)


@pytest.fixture(scope="module")
def discord(contracts: Path) -> Judge:
    return described(contracts / "discord.json", at="https://discord.com")


@pytest.fixture(scope="module")
def matrix(contracts: Path) -> Judge:
    names = ("room_send.yaml", "login.yaml", "redaction.yaml", "content-repo.yaml")
    files = [contracts / "matrix" / "client-server" / name for name in names]
    return described(*files, at="https://matrix.example")


def sent(url: str, *, method: str = "POST", **parts: Any) -> httpx.Request:
    return httpx.Request(method, url, **parts)


@pytest.mark.parametrize(
    ("api", "request_"),
    [
        ("mastodon", sent(STATUSES, json={"status": "Pass it on"}, headers=KEY | {"idempotency-key": "1"})),
        ("mastodon", sent(STATUSES, json={"status": "Look", "media_ids": ["1"]}, headers=KEY)),
        ("mastodon", sent(MEDIA, files=PICTURE, data={"description": "A hat"}, headers=KEY)),
        ("mastodon", sent(STATUSES.replace("v1", "v1/accounts/1") + "?limit=40", method="GET", headers=KEY)),
        ("discord", sent(f"{HOOK}?wait=true", json={"content": "Hi", "embeds": [{"title": "Hat"}]})),
        ("matrix", sent(ROOM, method="PUT", json={"msgtype": "m.text", "body": "Hi"}, headers=KEY)),
        ("matrix", sent(LOGIN, json=ADA)),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_described_passes(api: str, request_: httpx.Request, request: pytest.FixtureRequest) -> None:
    judge: Judge = request.getfixturevalue(api)
    judge(request_)


@pytest.mark.parametrize(
    ("api", "request_", "why"),
    [
        ("mastodon", sent(STATUSES, json={"status": "Hi", "colour": "red"}, headers=KEY), "not valid under"),
        ("mastodon", sent(STATUSES, json={"language": "it"}, headers=KEY), "not valid under"),
        (
            "mastodon",
            sent(STATUSES, json={"poll": {"options": ["a"], "open": 1}}, headers=KEY),
            r"\$\.poll: .*'open'",
        ),
        ("mastodon", sent(STATUSES, json={"status": "Hi"}), "Security not found"),
        ("mastodon", sent(STATUSES, method="PATCH", json={"status": "Hi"}, headers=KEY), "patch not found"),
        ("mastodon", sent(f"{STATUSES}/1/shout", headers=KEY), "no such path"),
        (
            "mastodon",
            sent("https://other.example/api/v1/statuses", json={"status": "Hi"}, headers=KEY),
            "Server not",
        ),
        ("mastodon", sent(MEDIA, files=PICTURE, data={"alt": "A hat"}, headers=KEY), "not described: .'alt'"),
        ("mastodon", sent(MEDIA, data={"description": "A hat"}, headers=KEY), "mimetype not found"),
        ("mastodon", sent(f"{STATUSES}/1?deep=1", method="GET", headers=KEY), "not described: .'deep'"),
        ("discord", sent(HOOK, json={"content": "Hi", "embeds": [{"heading": "Hat"}]}), "not valid under"),
        ("discord", sent(f"{HOOK}?waits=true", json={"content": "Hi"}), "not described: .'waits'"),
        ("matrix", sent(LOGIN, json={"password": "x"}), "'type' is a required property"),
        ("matrix", sent(LOGIN, json=ADA | {"colour": "red"}), "'colour' was unexpected"),
        ("matrix", sent(ROOM.replace("send", "sends"), method="PUT", json={}, headers=KEY), "no such path"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",
)
def test_what_is_not_described_fails(
    api: str, request_: httpx.Request, why: str, request: pytest.FixtureRequest
) -> None:
    judge: Judge = request.getfixturevalue(api)
    with pytest.raises(NotDescribed, match=why):
        judge(request_)


def test_what_is_known_to_be_wrong_in_a_description_is_mended(contracts: Path) -> None:
    def any_file_is_taken(document: dict[str, Any]) -> None:
        content = document["components"]["requestBodies"]["bytes"]["content"]
        content["*/*"] = content.pop("application/octet-stream")

    file = contracts / "matrix" / "client-server" / "content-repo.yaml"
    upload = sent(
        "https://matrix.example/_matrix/media/v3/upload?filename=hat.png",
        content=b"\x89PNG\xff",
        headers=KEY | {"content-type": "image/png"},
    )
    with pytest.raises(NotDescribed, match="mimetype not found"):
        described(file, at="https://matrix.example")(upload)
    described(file, at="https://matrix.example", patch=any_file_is_taken)(upload)


def test_only_a_described_request_is_answered(mastodon: Judge) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={})

    answered = strict(mastodon, answer)
    with pytest.raises(NotDescribed):
        answered(sent(STATUSES, json={"colour": "red"}, headers=KEY))
    assert asked == []
    assert answered(sent(STATUSES, json={"status": "Hi"}, headers=KEY)).status_code == 200


@pytest.mark.parametrize("name", ["x", "pinterest", "discourse", "lemmy", "peertube"])
def test_the_other_descriptions_can_judge_too(contracts: Path, name: str) -> None:
    with pytest.raises(NotDescribed, match="no such path"):
        described(contracts / f"{name}.json", at="https://vendor.example")(sent("https://vendor.example/no"))
