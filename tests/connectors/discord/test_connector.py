"""Speaking on Discord, over answers of our own; requests are held against Discord's own description."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.described import described
from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Poll, Receipt
from passaparola.connectors.discord import bodies, wire
from passaparola.connectors.discord.connector import DiscordSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    Judge = Callable[[httpx.Request], None]

T = TypeVar("T")
HOOK = HeldKeys(
    "https://discord.com",
    "1250000000000000005",
    {"webhook": "hook-secret_key", "guild": "1100000000000000004"},
)
BOT = HeldKeys(
    "https://discord.com", "1300000000000000002", {"token": "bot.secret_key", "guild": "1100000000000000004"}
)
WAYS = pytest.mark.parametrize("keys", [HOOK, BOT], ids=["webhook", "bot"])
DRAFT = Draft("key-1", datetime(2026, 11, 24, 10, tzinfo=UTC), "Pass it on @everyone")
DOWN = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset by peer")
SLOW = httpx.ReadTimeout("nothing came")
MADE = "1442500000000000001"


class Server:
    """Answers requests by their method and the last word of their path that is no number."""

    def __init__(self, judge: Judge | None = None, **answers: Any) -> None:
        self.judge = judge
        self.answers = answers
        self.asked: list[httpx.Request] = []
        self.bodies: list[Any] = []
        self.files: list[dict[str, bytes]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        plain, files = unpacked(request)
        if self.judge:
            self.judge(plain)
        self.bodies.append(json.loads(plain.content) if plain.content else None)
        self.files.append(files)
        answer = self.answers.get(request.method.lower(), recorded("discord", "message__made"))
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer)


def unpacked(request: httpx.Request) -> tuple[httpx.Request, dict[str, bytes]]:
    """A form as a request of its JSON, and its files: the description knows payload_json in words only."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        request.read()
        return request, {}
    form = BytesParser(policy=HTTP).parsebytes(
        b"content-type: " + kind.encode() + b"\r\n\r\n" + request.read()
    )
    parts: dict[str, Any] = {
        str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
        for part in form.iter_parts()
    }
    body = json.loads(parts.pop("payload_json"))
    headers = {name: value for name, value in request.headers.items() if name == "authorization"}
    assert parts.keys() == {f"files[{attachment['id']}]" for attachment in body["attachments"]}
    return httpx.Request(request.method, request.url, headers=headers, json=body), parts


@pytest.fixture(scope="session")
def judge(shared: Path) -> Judge:
    return described(shared / "contracts" / "discord.json", at="https://discord.com")


@pytest.fixture
def medium(tmp_path: Path) -> Callable[..., Medium]:
    def make(**more: Any) -> Medium:
        path = tmp_path / f"hat-{len(list(tmp_path.iterdir()))}.png"
        path.write_bytes(b"\x89PNG\xff" * 20)
        parts: dict[str, Any] = {"path": path, "kind": "image", "mime": "image/png", "size": 100}
        return Medium(**({"name": path.name} | parts | more))

    return make


def spoken(server: Server, keys: HeldKeys, act: Callable[[DiscordSpeaker], Awaitable[T]]) -> T:
    async def scene() -> T:
        async with client(server)() as door:
            return await act(speaker(keys, door))

    return asyncio.run(scene())


def published(server: Server, keys: HeldKeys = HOOK, draft: Draft = DRAFT) -> Receipt:
    return spoken(server, keys, lambda it: it.publish(draft))


def test_a_webhook_waits_for_the_message_and_notifies_nobody(judge: Judge) -> None:
    server = Server(judge)
    receipt = published(server)
    assert server.asked[0].url.params["wait"] == "true"
    assert server.bodies[0] == {"content": DRAFT.text, "allowed_mentions": {"parse": []}, "flags": 0}
    assert receipt.native_id == MADE
    assert receipt.url == f"https://discord.com/channels/1100000000000000004/1300000000000000002/{MADE}"
    assert receipt.at == datetime(2026, 11, 24, 10, 0, 5, 123000, tzinfo=UTC)


def test_a_bots_message_has_a_name_by_which_it_is_taken_only_once(judge: Judge) -> None:
    server = Server(judge)
    published(server, BOT)
    published(server, BOT)
    published(server, BOT, replace(DRAFT, key="key-2"))
    first, again, other = server.bodies
    assert first["enforce_nonce"] is True
    assert first["nonce"] == again["nonce"] != other["nonce"]
    assert server.asked[0].headers["authorization"] == "Bot bot.secret_key"
    assert server.asked[0].headers["user-agent"].startswith("DiscordBot (")


@pytest.mark.parametrize(
    ("who", "parse"), [("nobody", []), ("people", ["users"]), ("all", ["users", "roles", "everyone"])]
)
def test_only_whom_the_post_names_is_notified(who: str, parse: list[str], judge: Judge) -> None:
    server = Server(judge)
    published(server, HOOK, replace(DRAFT, options={"mentions": who, "preview": "hide", "silent": "yes"}))
    assert server.bodies[0]["allowed_mentions"] == {"parse": parse}
    assert server.bodies[0]["flags"] == 4 | 4096


@WAYS
def test_files_go_with_the_words_about_them(
    keys: HeldKeys, judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge, post=recorded("discord", "message__with_files"))
    receipt = published(server, keys, replace(DRAFT, media=(medium(alt="A hat"), medium())))
    described_ = [attachment["description"] for attachment in server.bodies[0]["attachments"]]
    assert described_ == ["A hat", None]
    assert set(server.files[0].values()) == {b"\x89PNG\xff" * 20}
    assert receipt.extra["files"] == "1442500000000000011 1442500000000000012"


@WAYS
def test_a_question_is_a_poll(keys: HeldKeys, judge: Judge) -> None:
    server = Server(judge)
    published(server, keys, replace(DRAFT, poll=Poll(("Straw", "Felt"), 7200, multiple=True)))
    assert server.bodies[0]["content"] == ""
    assert server.bodies[0]["poll"] == {
        "question": {"text": DRAFT.text},
        "answers": [{"poll_media": {"text": "Straw"}}, {"poll_media": {"text": "Felt"}}],
        "duration": 2,
        "allow_multiselect": True,
    }


def test_a_bot_answers_and_a_webhook_says_that_it_cannot(judge: Judge) -> None:
    server = Server(judge)
    draft = replace(DRAFT, replies_to=Receipt(MADE))
    published(server, BOT, draft)
    assert server.bodies[0]["message_reference"] == {"message_id": MADE}
    with pytest.raises(errors.Invalid, match="with a bot") as caught:
        published(server, HOOK, draft)
    assert caught.value.field == "replies_to"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "x" * 2001}, "text"),
        ({"title": "A hat"}, "title"),
        ({"language": "it"}, "language"),
        ({"poll": Poll(("a", "b"), 5400)}, "poll"),
        ({"poll": Poll(("a", "b"), 3600), "text": "x" * 301}, "poll"),
        ({"poll": Poll(("a",) * 11, 3600)}, "poll"),
        ({"poll": Poll(("a" * 56,), 3600)}, "poll"),
        ({"options": {"mentions": "some"}}, "options"),
    ],
)
def test_what_discord_does_not_take_is_said_and_not_sent(change: dict[str, Any], field: str) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        published(server, HOOK, replace(DRAFT, **change))
    assert caught.value.field == field
    assert server.asked == []


def test_files_discord_does_not_take_are_not_sent(medium: Callable[..., Medium]) -> None:
    server = Server()
    for media in ((medium(alt="x" * 1025),), (medium(),) * 11, (medium(mime="image/tiff"),)):
        with pytest.raises(errors.Invalid) as caught:
            published(server, HOOK, replace(DRAFT, media=media))
        assert caught.value.field == "media"
    with pytest.raises(errors.Invalid, match="without files"):
        published(server, HOOK, replace(DRAFT, media=(medium(),), poll=Poll(("a", "b"), 3600)))
    assert server.asked == []


def refused(status: int, code: int) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": "no"})


@WAYS
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(401, 0), errors.AuthRevoked),
        (refused(404, 10015), errors.AuthRevoked),
        (refused(401, 50027), errors.AuthRevoked),
        (refused(404, 10003), errors.Forbidden),
        (refused(403, 50001), errors.Forbidden),
        (refused(403, 50013), errors.Forbidden),
        (refused(403, 0), errors.Forbidden),
        (refused(400, 220001), errors.Forbidden),
        (refused(400, 200000), errors.Invalid),
        (refused(413, 40005), errors.Invalid),
        (httpx.Response(413, text="<html>"), errors.Invalid),
        (refused(400, 50006), errors.Invalid),
        (httpx.Response(400, json=recorded("discord", "error__form_body")), errors.Invalid),
        (httpx.Response(429, json={}), errors.RateLimited),
        (refused(400, 20016), errors.RateLimited),
        (DOWN, errors.Unreachable),
        (CUT, errors.UnknownOutcome),
        (SLOW, errors.UnknownOutcome),
        (httpx.Response(500), errors.UnknownOutcome),
        (httpx.Response(503), errors.UnknownOutcome),
        (httpx.Response(200, text="<html>"), errors.UnknownOutcome),
        (httpx.Response(200, json={"code": 50013}), errors.UnknownOutcome),
        (httpx.Response(204), errors.UnknownOutcome),
    ],
)
def test_what_went_wrong_is_told_as_what_it_is(
    answer: Any, kind: type[errors.ConnectorError], keys: HeldKeys, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = Server(post=answer)
    with pytest.raises(errors.ConnectorError) as caught:
        published(server, keys)
    assert type(caught.value) is kind
    assert len(server.asked) == 1
    told: BaseException | None = caught.value
    while told is not None:
        assert "secret" not in f"{told} {told!r}"
        told = told.__cause__ or told.__context__
    assert "secret" not in caplog.text


def test_who_can_look_for_a_lost_post_is_told() -> None:
    with pytest.raises(errors.UnknownOutcome, match="a webhook cannot look"):
        published(Server(post=CUT), HOOK)
    with pytest.raises(errors.UnknownOutcome, match="it is looked for"):
        published(Server(post=CUT), BOT)


def test_the_part_discord_does_not_take_is_named() -> None:
    with pytest.raises(errors.Invalid) as caught:
        published(Server(post=httpx.Response(400, json=recorded("discord", "error__form_body"))))
    assert caught.value.field == "media"


def test_too_many_messages_say_until_when_to_wait() -> None:
    answer = httpx.Response(429, json=recorded("discord", "error__too_many"), headers={"retry-after": "65"})
    before = datetime.now(UTC)
    with pytest.raises(errors.RateLimited) as caught:
        published(Server(post=answer))
    assert caught.value.until is not None
    assert 64 <= (caught.value.until - before).total_seconds() <= 70


def test_a_way_shows_no_key() -> None:
    speaks = speaker(HOOK, client(Server())())
    assert "secret" not in repr(speaks._api.way)


def history(*messages: dict[str, Any], newest: str | None = MADE) -> Callable[[httpx.Request], Any]:
    """A channel that holds `messages`."""

    def answer(request: httpx.Request) -> Any:
        if request.url.path.endswith("/users/@me"):
            return recorded("discord", "user__bot")
        if request.url.path.endswith("/messages"):
            after = int(request.url.params["after"])
            later = sorted((m for m in messages if int(m["id"]) > after), key=lambda m: int(m["id"]))
            return later[: int(request.url.params["limit"])][::-1]
        return recorded("discord", "channel__text") | {"last_message_id": newest}

    return answer


def message(number: int = 0, **more: Any) -> dict[str, Any]:
    at = wire.since(datetime(2026, 11, 24, 10, 1, tzinfo=UTC))
    made: dict[str, Any] = recorded("discord", "message__made") | {"id": str(int(at) + number)}
    return made | {"content": DRAFT.text} | more


def found(
    answer: Callable[[httpx.Request], Any], draft: Draft = DRAFT, judge: Judge | None = None
) -> Receipt | None:
    return spoken(Server(judge, get=answer), BOT, lambda it: it.find(draft))


def test_a_bot_finds_its_post_by_what_it_says(judge: Judge) -> None:
    there = message(1, content=f" {DRAFT.text}\u200b")
    receipt = found(history(message(0, content="Another"), there), judge=judge)
    assert receipt is not None
    assert receipt.native_id == there["id"]


def test_a_bot_finds_its_post_by_its_name_where_that_is_told() -> None:
    ours = message(2, nonce=bodies.nonce(DRAFT))
    receipt = found(history(message(1, nonce="another"), ours))
    assert receipt is not None
    assert receipt.native_id == ours["id"]


@pytest.mark.parametrize(
    "other",
    [
        {"author": {"id": "999999"}},
        {"content": "Pass it on"},
        {"nonce": "another"},
        {"attachments": [{"id": "1442500000000000011"}]},
        {"id": wire.since(datetime(2026, 11, 24, 9, 50, tzinfo=UTC))},
    ],
)
def test_another_message_is_not_taken_for_it(other: dict[str, Any]) -> None:
    assert found(history(message(1, content="x"), message(**other))) is None


def test_it_is_looked_for_through_all_pages() -> None:
    many = [message(number, content="x") for number in range(250)]
    ours = message(250)
    receipt = found(history(*many, ours))
    assert receipt is not None
    assert receipt.native_id == ours["id"]
    assert found(history(*many)) is None


def test_a_channel_too_busy_to_be_looked_through_is_told() -> None:
    with pytest.raises(errors.Transient, match="more than 3,000"):
        found(history(*(message(number, content="x") for number in range(3100))))


def test_a_bot_that_may_not_read_does_not_say_that_there_is_nothing() -> None:
    with pytest.raises(errors.Forbidden, match="history"):
        found(history(newest=message()["id"]))
    assert found(history(newest=None)) is None
    assert found(history(newest=wire.since(datetime(2026, 11, 24, 9, tzinfo=UTC)))) is None


def test_a_webhook_says_that_it_cannot_look() -> None:
    server = Server()
    with pytest.raises(errors.Forbidden, match="look on Discord"):
        spoken(server, HOOK, lambda it: it.find(DRAFT))
    assert server.asked == []


@WAYS
def test_words_are_changed_and_files_stay(
    keys: HeldKeys, judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge, post=recorded("discord", "message__with_files"))
    draft = replace(DRAFT, media=(medium(alt="A hat"), medium()))
    receipt = published(server, keys, draft)
    better = replace(draft, text="Better", media=(replace(draft.media[0], alt="A straw hat"), draft.media[1]))
    assert spoken(server, keys, lambda it: it.edit(receipt, better)) == receipt
    assert server.asked[1].method == "PATCH"
    assert server.asked[1].url.path.endswith(f"/messages/{MADE}")
    assert server.bodies[1] == {
        "content": "Better",
        "allowed_mentions": {"parse": []},
        "flags": 0,
        "attachments": [
            {"id": "1442500000000000011", "description": "A straw hat"},
            {"id": "1442500000000000012", "description": None},
        ],
    }
    with pytest.raises(errors.Invalid) as caught:
        spoken(server, keys, lambda it: it.edit(receipt, replace(draft, media=draft.media[:1])))
    assert caught.value.field == "media"


@WAYS
def test_a_post_that_is_gone_cannot_be_changed_and_is_deleted(keys: HeldKeys, judge: Judge) -> None:
    gone = httpx.Response(404, json={"code": 10008, "message": "Unknown Message"})
    server = Server(judge, patch=gone, delete=gone)
    with pytest.raises(errors.Gone):
        spoken(server, keys, lambda it: it.edit(Receipt(MADE), DRAFT))
    spoken(server, keys, lambda it: it.delete(Receipt(MADE)))
    assert server.asked[-1].method == "DELETE"


@pytest.mark.parametrize("answer", [CUT, SLOW, httpx.Response(500)])
def test_changes_and_deletions_whose_answer_is_lost_may_be_made_again(answer: Any) -> None:
    server = Server(patch=answer, delete=answer)
    with pytest.raises(errors.Transient):
        spoken(server, HOOK, lambda it: it.edit(Receipt(MADE), DRAFT))
    with pytest.raises(errors.Transient):
        spoken(server, HOOK, lambda it: it.delete(Receipt(MADE)))


def test_a_deletion_that_is_not_allowed_is_not_said_to_be_done() -> None:
    with pytest.raises(errors.Forbidden):
        spoken(Server(delete=refused(403, 50013)), BOT, lambda it: it.delete(Receipt(MADE)))


@pytest.mark.parametrize("place", ["ftp://discord.com", "https://a:b@discord.com", "discord"])
def test_keys_for_an_address_that_cannot_be_asked_are_not_shown(place: str) -> None:
    with pytest.raises(errors.AuthRevoked) as caught:
        published(Server(), replace(HOOK, place=place))
    assert "secret" not in str(caught.value)


THEIRS = "https://discord.com/channels/1100000000000000004/1300000000000000002/1442500000000000009"


def test_a_bot_answers_a_message_by_its_link(judge: Judge) -> None:
    server = Server(judge)
    there = spoken(server, BOT, lambda it: it.locate(THEIRS))
    published(server, BOT, replace(DRAFT, answers=THEIRS, replies_to=there))
    assert server.bodies[0]["message_reference"] == {"message_id": "1442500000000000009"}


@pytest.mark.parametrize(
    ("keys", "address"),
    [
        (HOOK, THEIRS),
        (BOT, THEIRS.replace("/1300000000000000002/", "/1300000000000000003/")),
        (BOT, "https://discord.com/"),
    ],
)
def test_what_is_not_in_the_channel_is_not_answered(keys: HeldKeys, address: str) -> None:
    with pytest.raises(errors.Invalid) as told:
        spoken(Server(), keys, lambda it: it.locate(address))
    assert told.value.field == "answers"
