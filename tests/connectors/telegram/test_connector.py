"""Speaking in a Telegram chat, over answers of our own; calls are held against the Bot API's description."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from connectors.telegram.bot_api import Judge, taken
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Poll, Receipt
from passaparola.connectors.telegram.connector import TelegramSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.contract import MediumKind

T = TypeVar("T")
TOKEN = "123456789:AAsecret_secret-secret"  # noqa: S105 - of a bot that does not exist
CHAT = "-1001234567890"
DRAFT = Draft("key-1", datetime(2026, 11, 24, 10, tzinfo=UTC), "Pass it on <b> & *so* https://example.org")
DOWN = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset by peer")
SLOW = httpx.ReadTimeout("nothing came")


class Server:
    """Answers every call with what its method is told to answer."""

    def __init__(self, judge: Judge | None = None, **answers: Any) -> None:
        self.judge = judge
        self.answers = answers
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.url.path.startswith(f"/bot{TOKEN}/")
        method = request.url.path.rpartition("/")[2]
        self.calls.append((method, self.judge(request) if self.judge else taken(request)[0]))
        answer = self.answers.get(method, recorded("telegram", "message__in_channel"))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(answer.get("error_code", 200), json=answer)


@pytest.fixture(scope="session")
def judge(shared: Path) -> Judge:
    return Judge(shared / "contracts" / "telegram.json")


@pytest.fixture
def medium(tmp_path: Path) -> Callable[..., Medium]:
    def make(kind: MediumKind = "image", mime: str = "image/png", **more: Any) -> Medium:
        path = tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(b"\x89PNG\xff" * 20)
        return Medium(**{"path": path, "kind": kind, "mime": mime, "size": 100, "name": path.name} | more)

    return make


def spoken(
    server: Server, act: Callable[[TelegramSpeaker], Awaitable[T]], *, place: str = "https://api.telegram.org"
) -> T:
    async def scene() -> T:
        async with client(server)() as door:
            return await act(speaker(HeldKeys(place, CHAT, {"token": TOKEN}), door))

    return asyncio.run(scene())


def published(server: Server, draft: Draft = DRAFT, *, place: str = "https://api.telegram.org") -> Receipt:
    return spoken(server, lambda it: it.publish(draft), place=place)


def test_words_go_as_they_are_so_that_nothing_in_them_is_taken_for_markup(judge: Judge) -> None:
    server = Server(judge)
    receipt = published(server)
    assert server.calls == [("sendMessage", {"chat_id": CHAT, "text": DRAFT.text})]
    assert receipt.native_id == "77"
    assert receipt.url == "https://t.me/hatmakers/77"
    assert receipt.at == datetime(2026, 11, 24, 10, 0, 5, tzinfo=UTC)


def test_what_the_row_offers_is_sent(judge: Judge) -> None:
    server = Server(judge)
    draft = replace(DRAFT, options={"preview": "hide", "silent": "yes"}, replies_to=Receipt("76"))
    published(server, draft)
    _, fields = server.calls[0]
    assert fields["link_preview_options"] == {"is_disabled": True}
    assert fields["disable_notification"] is True
    assert fields["reply_parameters"] == {"message_id": 76}


@pytest.mark.parametrize(
    ("kind", "mime", "method"),
    [
        ("image", "image/png", "sendPhoto"),
        ("gif", "image/gif", "sendAnimation"),
        ("video", "video/mp4", "sendVideo"),
        ("document", "application/pdf", "sendDocument"),
    ],
)
def test_one_file_goes_by_the_method_of_its_kind(
    kind: MediumKind, mime: str, method: str, judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge)
    published(server, replace(DRAFT, media=(medium(kind, mime, width=640, height=480, seconds=7.6),)))
    called, fields = server.calls[0]
    assert called == method
    assert fields["caption"] == DRAFT.text
    assert b"\x89PNG" in fields[method.removeprefix("send").lower()]
    if kind == "video":
        assert (fields["width"], fields["duration"], fields["supports_streaming"]) == (640, 8, True)


def test_several_files_are_one_album_with_the_words_at_its_first(
    judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge, sendMediaGroup=recorded("telegram", "messages__album"))
    media = (medium(), medium("video", "video/mp4"), medium())
    receipt = published(server, replace(DRAFT, media=media))
    method, fields = server.calls[0]
    assert method == "sendMediaGroup"
    assert [entry.get("caption") for entry in fields["media"]] == [DRAFT.text, None, None]
    assert [entry["type"] for entry in fields["media"]] == ["photo", "video", "photo"]
    assert receipt.extra["messages"] == "80 81 82"
    assert receipt.url == "https://t.me/c/1234567890/80"


def test_a_question_is_a_poll(judge: Judge) -> None:
    server = Server(judge)
    draft = replace(DRAFT, text="Which hat?", poll=Poll(("Straw", "Felt"), 3600, multiple=True))
    published(server, draft)
    method, fields = server.calls[0]
    assert method == "sendPoll"
    assert fields["options"] == [{"text": "Straw"}, {"text": "Felt"}]
    assert (fields["open_period"], fields["allows_multiple_answers"]) == (3600, True)


def test_a_text_of_4096_utf16_units_passes_and_one_more_does_not(judge: Judge) -> None:
    published(Server(judge), replace(DRAFT, text="🎩" * 2048))
    server = Server(judge)
    with pytest.raises(errors.Invalid, match="at most 4096 UTF-16 units") as caught:
        published(server, replace(DRAFT, text="🎩" * 2048 + "!"))
    assert caught.value.field == "text"
    assert server.calls == []


def test_words_beside_a_picture_have_a_limit_of_their_own(medium: Callable[..., Medium]) -> None:
    with pytest.raises(errors.Invalid, match="1 character too many for Telegram: at most 1024"):
        published(Server(), replace(DRAFT, text="x" * 1025, media=(medium(),)))


def test_a_server_of_ones_own_takes_larger_videos(judge: Judge, medium: Callable[..., Medium]) -> None:
    draft = replace(DRAFT, media=(medium("video", "video/mp4", size=60_000_000),))
    with pytest.raises(errors.Invalid, match=r"at most 50\.0 MB"):
        published(Server(judge), draft)
    assert published(Server(judge), draft, place="https://bots.example.org/").native_id == "77"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "A hat"}, "title"),
        ({"language": "it"}, "language"),
        ({"quotes": "https://t.me/x/1"}, "quotes"),
        ({"disclosure": "paid"}, "disclosure"),
        ({"options": {"colour": "red"}}, "options"),
        ({"options": {"silent": "perhaps"}}, "options"),
        ({"text": "Which? " * 50, "poll": Poll(("a", "b"), 60)}, "poll"),
        ({"poll": Poll(("a", "b" * 101), 60)}, "poll"),
        ({"poll": Poll(("a", "b"), 2_628_001)}, "poll"),
        ({"text": " "}, "text"),
    ],
)
def test_what_telegram_does_not_take_is_said_and_not_sent(change: dict[str, Any], field: str) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        published(server, replace(DRAFT, **change))
    assert caught.value.field == field
    assert server.calls == []


@pytest.mark.parametrize(
    "parts",
    [
        [{"alt": "A hat"}],
        [{}, {"kind": "gif", "mime": "image/gif"}],
        [{}, {"kind": "document", "mime": "application/pdf"}],
        [{"mime": "image/tiff"}],
        [{"width": 9000, "height": 1001}],
        [{"width": 2100, "height": 100}],
        [{"size": 10_000_001}],
        [{}] * 11,
    ],
)
def test_files_telegram_does_not_take_are_not_sent(
    parts: list[dict[str, Any]], medium: Callable[..., Medium]
) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        published(server, replace(DRAFT, media=tuple(medium(**part) for part in parts)))
    assert caught.value.field == "media"
    assert server.calls == []


FAULTS = [
    (401, "Unauthorized", errors.AuthRevoked),
    (404, "Not Found", errors.AuthRevoked),
    (403, "Forbidden: bot was kicked from the channel chat", errors.Forbidden),
    (403, "Forbidden: bot is not a member of the channel chat", errors.Forbidden),
    (400, "Bad Request: chat not found", errors.Forbidden),
    (400, "Bad Request: need administrator rights in the channel chat", errors.Forbidden),
    (400, "Bad Request: not enough rights to send text messages to the chat", errors.Forbidden),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", errors.AuthRevoked),
    (400, "Bad Request: message to be replied not found", errors.Invalid),
    (400, "Bad Request: message is too long", errors.Invalid),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", errors.Invalid),
    (400, "Bad Request: something new", errors.Invalid),
    (413, "Request Entity Too Large", errors.Invalid),
]


@pytest.mark.parametrize(("code", "said", "kind"), FAULTS)
def test_a_refusal_is_told_as_what_it_is(code: int, said: str, kind: type[errors.ConnectorError]) -> None:
    server = Server(sendMessage={"ok": False, "error_code": code, "description": said})
    with pytest.raises(kind, match="Could not publish") as caught:
        published(server)
    assert type(caught.value) is kind
    assert len(server.calls) == 1


def test_a_refusal_inside_an_answer_that_says_ok_is_a_refusal() -> None:
    answer = httpx.Response(200, json={"ok": False, "error_code": 403, "description": "Forbidden: no"})
    with pytest.raises(errors.Forbidden):
        published(Server(sendMessage=answer))


def test_a_refusal_in_the_words_of_what_stands_before_the_server_is_a_refusal() -> None:
    with pytest.raises(errors.Invalid) as caught:
        published(Server(sendMessage=httpx.Response(413, text="<html>413</html>")))
    assert caught.value.field == "media"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (DOWN, errors.Unreachable),
        (CUT, errors.UnknownOutcome),
        (SLOW, errors.UnknownOutcome),
        (httpx.Response(500, json={"ok": False, "error_code": 500}), errors.UnknownOutcome),
        (httpx.Response(502), errors.UnknownOutcome),
        (httpx.Response(200, text="<html>"), errors.UnknownOutcome),
        (httpx.Response(200, json={"ok": True}), errors.UnknownOutcome),
        (httpx.Response(200, json={"ok": True, "result": {"message_id": 5}}), errors.UnknownOutcome),
        (httpx.Response(200, json={"ok": True, "result": []}), errors.UnknownOutcome),
        (
            httpx.Response(200, json={"ok": True, "result": {"date": 2**50, "message_id": 1}}),
            errors.UnknownOutcome,
        ),
    ],
)
def test_an_outcome_nobody_knows_is_never_told_as_another(answer: Any, kind: type[Exception]) -> None:
    server = Server(sendMessage=answer)
    with pytest.raises(errors.ConnectorError) as caught:
        published(server)
    assert type(caught.value) is kind
    assert len(server.calls) == 1


def test_too_many_messages_say_until_when_to_wait() -> None:
    answer = httpx.Response(429, json=recorded("telegram", "error__too_many"), headers={"retry-after": "35"})
    before = datetime.now(UTC)
    with pytest.raises(errors.RateLimited) as caught:
        published(Server(sendMessage=answer))
    assert caught.value.until is not None
    assert 34 <= (caught.value.until - before).total_seconds() <= 40


@pytest.mark.parametrize(
    "answer",
    [
        DOWN,
        CUT,
        SLOW,
        httpx.Response(200, text="<"),
        httpx.Response(500),
        httpx.Response(429),
        httpx.Response(302),
    ],
)
def test_the_token_is_in_no_error_and_in_no_log(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(errors.ConnectorError) as caught:
        published(Server(sendMessage=answer))
    told: BaseException | None = caught.value
    while told is not None:
        assert "secret" not in f"{told} {told!r}"
        told = told.__cause__ or told.__context__
    published(Server())
    assert "secret" not in caplog.text


def test_a_port_that_cannot_be_does_not_give_the_token_away() -> None:
    with pytest.raises(errors.Unreachable, match="not a plain web address") as caught:
        published(Server(), place="https://api.example:99999")
    assert "secret" not in f"{caught.value}{caught.value.__cause__}"


@pytest.mark.parametrize(
    "place", ["ftp://api.example", "https://user:pass@api.example", "https://a b", "nonsense"]
)
def test_an_address_that_cannot_be_asked_does_not_give_the_token_away(place: str) -> None:
    with pytest.raises(errors.Invalid) as caught:
        published(Server(), place=place)
    assert "secret" not in str(caught.value)


def test_words_are_changed(judge: Judge) -> None:
    server = Server(judge)
    receipt = published(server)
    assert spoken(server, lambda it: it.edit(receipt, replace(DRAFT, text="Better"))) == receipt
    assert server.calls[-1] == ("editMessageText", {"chat_id": CHAT, "message_id": 77, "text": "Better"})


def test_words_beside_a_picture_are_changed_and_the_picture_is_not(
    judge: Judge, medium: Callable[..., Medium]
) -> None:
    server, draft = Server(judge), replace(DRAFT, media=(medium(),))
    receipt = published(server, draft)
    spoken(server, lambda it: it.edit(receipt, replace(draft, text="Better")))
    assert server.calls[-1] == (
        "editMessageCaption",
        {"chat_id": CHAT, "message_id": 77, "caption": "Better"},
    )
    with pytest.raises(errors.Invalid, match="only words") as caught:
        spoken(server, lambda it: it.edit(receipt, replace(draft, media=(medium(size=99),))))
    assert caught.value.field == "media"


def test_a_change_that_changes_nothing_is_done(judge: Judge) -> None:
    server = Server(judge, editMessageText=recorded("telegram", "error__not_modified"))
    receipt = published(server)
    assert spoken(server, lambda it: it.edit(receipt, DRAFT)) == receipt


def test_what_is_no_message_of_telegrams_is_not_asked_for() -> None:
    server = Server()
    with pytest.raises(errors.Gone):
        published(server, replace(DRAFT, replies_to=Receipt("at://x")))
    with pytest.raises(errors.Gone):
        spoken(server, lambda it: it.edit(Receipt("at://x"), DRAFT))
    spoken(server, lambda it: it.delete(Receipt("at://x")))
    assert server.calls == []


def test_a_post_that_is_gone_cannot_be_changed() -> None:
    gone = {"ok": False, "error_code": 400, "description": "Bad Request: message to edit not found"}
    with pytest.raises(errors.Gone):
        spoken(Server(editMessageText=gone), lambda it: it.edit(Receipt("77"), DRAFT))


@pytest.mark.parametrize("answer", [CUT, SLOW, httpx.Response(500)])
def test_a_change_whose_answer_is_lost_may_be_made_again(answer: Any) -> None:
    with pytest.raises(errors.Transient):
        spoken(Server(editMessageText=answer), lambda it: it.edit(Receipt("77"), DRAFT))


def test_all_messages_of_an_album_are_deleted_and_one_that_is_gone_is_deleted(judge: Judge) -> None:
    gone = {"ok": False, "error_code": 400, "description": "Bad Request: message to delete not found"}
    server = Server(judge, deleteMessage=gone)
    spoken(server, lambda it: it.delete(Receipt("80", extra={"messages": "80 81"})))
    assert [fields["message_id"] for _, fields in server.calls] == [80, 81]


def test_a_post_too_old_to_be_deleted_is_not_said_to_be_deleted() -> None:
    old = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: message can't be deleted for everyone",
    }
    with pytest.raises(errors.Forbidden, match="too old"):
        spoken(Server(deleteMessage=old), lambda it: it.delete(Receipt("80")))


@pytest.mark.parametrize("address", ["https://t.me/hatmakers/76", f"https://t.me/c/{CHAT[4:]}/76?single"])
def test_somebody_s_message_is_answered_by_its_link(judge: Judge, address: str) -> None:
    server = Server(judge)
    there = spoken(server, lambda it: it.locate(address))
    published(server, replace(DRAFT, answers=address, replies_to=there))
    assert server.calls[0][1]["reply_parameters"] == {"message_id": 76}


@pytest.mark.parametrize(
    "address", ["https://example.org/76", "https://t.me/hatmakers", "https://t.me/c/1/76"]
)
def test_what_is_no_message_of_the_chat_is_not_answered(address: str) -> None:
    with pytest.raises(errors.Invalid, match="copy the message's link") as told:
        spoken(Server(), lambda it: it.locate(address))
    assert told.value.field == "answers"
