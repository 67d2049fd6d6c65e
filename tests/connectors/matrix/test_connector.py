"""Speaking in a Matrix room, over answers of our own; requests are held against the API's own description."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.described import described
from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Poll, Receipt
from passaparola.connectors.matrix.connector import MatrixSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    Judge = Callable[[httpx.Request], None]

T = TypeVar("T")
HOME = "https://matrix.example"
BRAND = "@brand:matrix.example"
MADE = recorded("matrix", "event__sent")["event_id"]
DRAFT = Draft("key-1", datetime(2026, 11, 24, 10, tzinfo=UTC), "Pass it on")
NOT_FOUND = httpx.Response(404, json={"errcode": "M_NOT_FOUND", "error": "Event not found."})
EXPIRED = httpx.Response(401, json=recorded("matrix", "error__expired"))
DOWN = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset by peer")
SLOW = httpx.ReadTimeout("nothing came")
NAMES = (
    *("room_send", "login", "redaction", "content-repo", "authed-content-repo", "joining"),
    *("whoami", "refresh", "wellknown", "rooms", "message_pagination", "sync"),
)

# what is answered where nothing else is said, by a part of the path
USUAL: dict[str, Any] = {
    "/state/m.room.member/": {"membership": "join"},
    "/state/m.room.encryption": NOT_FOUND,
    "/state/m.room.power_levels": recorded("matrix", "levels__usual"),
    "/state/m.room.canonical_alias": {"alias": "#news:matrix.example"},
    "/state/m.room.name": {"name": "News"},
    "/state/m.room.create": recorded("matrix", "create__version_12"),
    "/send/": recorded("matrix", "event__sent"),
    "/redact/": {"event_id": "$deletion"},
    "/event/": recorded("matrix", "event__message"),
    "/upload": {"content_uri": "mxc://matrix.example/hat"},
    "/whoami": {"user_id": BRAND, "device_id": "ABC"},
    "/media/config": {"m.upload.size": 1000},
    "/refresh": {"access_token": "syt_new-secret", "refresh_token": "syr_new-secret"},
    "/join/": {"room_id": "!news"},
    "/.well-known/": httpx.Response(404),
    "/login": recorded("matrix", "login__fresh"),
}


class Server:
    """Answers requests by a part of their path; `answers` stand above the usual ones."""

    def __init__(self, judge: Judge | None = None, answers: dict[str, Any] | None = None) -> None:
        self.judge = judge
        self.answers = (answers or {}) | {
            part: it for part, it in USUAL.items() if part not in (answers or {})
        }
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        if self.judge:
            self.judge(request)
        answer = next(answer for part, answer in self.answers.items() if part in request.url.path)
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)
        return httpx.Response(200, json=answer)

    def sent(self, part: str = "/send/") -> list[httpx.Request]:
        return [request for request in self.asked if part in request.url.path]


def keys(**more: str) -> HeldKeys:
    return HeldKeys(HOME, "!news", {"access_token": "syt_old-secret", "user": BRAND} | more)


@pytest.fixture(scope="session")
def judge(shared: Path) -> Judge:
    def mend(document: dict[str, Any]) -> None:
        # "The content to be uploaded" may be of any type, says the header Content-Type beside it
        bodies = document.get("components", {}).get("requestBodies", {})
        if "bytes" in bodies:
            bodies["bytes"]["content"]["*/*"] = bodies["bytes"]["content"].pop("application/octet-stream")

        # "When an empty string, the trailing slash on this endpoint is optional"
        state = document["paths"].get("/rooms/{roomId}/state/{eventType}/{stateKey}")
        if state:
            document["paths"]["/rooms/{roomId}/state/{eventType}"] = {
                "get": state["get"]
                | {"parameters": [p for p in state["get"]["parameters"] if p["name"] != "stateKey"]}
            }

    folder = shared / "contracts" / "matrix" / "client-server"
    return described(*(folder / f"{name}.yaml" for name in NAMES), at=HOME, patch=mend)


@pytest.fixture
def medium(tmp_path: Path) -> Callable[..., Medium]:
    def make(**more: Any) -> Medium:
        path = tmp_path / "hat & co.png"
        path.write_bytes(b"\x89PNG\xff" * 20)
        parts: dict[str, Any] = {"path": path, "kind": "image", "mime": "image/png", "size": 100}
        return Medium(**({"name": path.name} | parts | more))

    return make


def spoken(server: Server, act: Callable[[MatrixSpeaker], Awaitable[T]], held: HeldKeys | None = None) -> T:
    async def scene() -> T:
        async with client(server)() as door:
            return await act(speaker(held or keys(), door))

    return asyncio.run(scene())


def published(server: Server, draft: Draft = DRAFT, held: HeldKeys | None = None) -> Receipt:
    return spoken(server, lambda it: it.publish(draft), held)


def content(request: httpx.Request) -> Any:
    return json.loads(request.content)


def test_a_post_is_sent_under_its_own_transaction(judge: Judge) -> None:
    server = Server(judge)
    receipt = published(server)
    assert published(server).native_id == receipt.native_id == MADE
    first, again = server.sent()
    assert first.method == "PUT"
    assert first.url == again.url == f"{HOME}/_matrix/client/v3/rooms/%21news/send/m.room.message/key-1"
    assert first.headers["authorization"] == "Bearer syt_old-secret"
    assert content(first) == {"msgtype": "m.text", "body": "Pass it on", "m.mentions": {}}
    assert receipt.url == f"https://matrix.to/#/!news/{MADE}?via=matrix.example"


def test_links_are_links_and_what_looks_like_markup_is_not(judge: Judge) -> None:
    server = Server(judge)
    published(server, replace(DRAFT, text="<b>Look</b> & see:\n(https://example.org/a?b=1&c=_(2)."))
    assert content(server.sent()[0])["formatted_body"] == (
        "&lt;b&gt;Look&lt;/b&gt; &amp; see:<br>"
        '(<a href="https://example.org/a?b=1&amp;c=_(2)">https://example.org/a?b=1&amp;c=_(2)</a>.'
    )


def test_the_room_is_notified_only_where_the_post_says_so(judge: Judge) -> None:
    server = Server(judge)
    published(server, replace(DRAFT, options={"notify": "room"}))
    published(server, replace(DRAFT, options={"notify": "nobody"}))
    assert [content(request)["m.mentions"] for request in server.sent()] == [{"room": True}, {}]


@pytest.mark.parametrize(
    ("kind", "mime", "name"),
    [
        ("image", "image/png", "m.image"),
        ("gif", "image/gif", "m.image"),
        ("video", "video/mp4", "m.video"),
        ("document", "application/pdf", "m.file"),
    ],
)
def test_a_file_is_uploaded_before_the_message_that_shows_it(
    kind: str, mime: str, name: str, judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge)
    file = medium(kind=kind, mime=mime, width=640, height=480, seconds=7.5)
    receipt = published(server, replace(DRAFT, media=(file,)))
    upload, message = server.asked[-2:]
    assert upload.url.path == "/_matrix/media/v3/upload"
    assert upload.url.params["filename"] == "hat & co.png"
    assert upload.headers["content-type"] == mime
    assert upload.content == file.path.read_bytes()
    assert content(message) == {
        "msgtype": name,
        "body": "Pass it on",
        "filename": "hat & co.png",
        "url": "mxc://matrix.example/hat",
        "info": {"mimetype": mime, "size": 100, "w": 640, "h": 480, "duration": 7500},
        "m.mentions": {},
    }
    assert receipt.extra["file"] == "mxc://matrix.example/hat"


@pytest.mark.parametrize(
    ("text", "alt", "shown"),
    [
        ("Look", "A hat", {"body": "Look\n\n[A hat]", "filename": "hat & co.png"}),
        ("", "A hat", {"body": "A hat"}),
        ("", "", {"body": "hat & co.png"}),
    ],
)
def test_what_an_image_shows_is_said(
    text: str, alt: str, shown: dict[str, str], judge: Judge, medium: Callable[..., Medium]
) -> None:
    server = Server(judge)
    published(server, replace(DRAFT, text=text, media=(medium(alt=alt),)))
    told = content(server.sent()[0])
    assert {name: told[name] for name in ("body", "filename") if name in told} == shown


def test_an_answer_names_what_it_answers_and_its_thread(judge: Judge) -> None:
    server = Server(judge)
    published(server, replace(DRAFT, replies_to=Receipt("$last")))
    published(server, replace(DRAFT, replies_to=Receipt("$last"), thread=Receipt("$first")))
    answer, threaded = (content(request)["m.relates_to"] for request in server.sent())
    assert answer == {"m.in_reply_to": {"event_id": "$last"}}
    assert threaded == {
        "rel_type": "m.thread",
        "event_id": "$first",
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": "$last"},
    }


def test_nothing_is_said_in_an_encrypted_room(judge: Judge) -> None:
    server = Server(judge, {"/state/m.room.encryption": {"algorithm": "m.megolm.v1.aes-sha2"}})
    for act in (lambda it: it.publish(DRAFT), lambda it: it.check()):
        with pytest.raises(errors.Forbidden, match="encrypted"):
            spoken(server, act)
    assert server.sent() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "A hat"}, "title"),
        ({"language": "it"}, "language"),
        ({"poll": Poll(("a", "b"), 60)}, "poll"),
        ({"text": "è" * 32_769}, "text"),
        ({"options": {"notify": "some"}}, "options"),
    ],
)
def test_what_matrix_does_not_take_is_said_and_not_sent(change: dict[str, Any], field: str) -> None:
    server = Server()
    with pytest.raises(errors.Invalid) as caught:
        published(server, replace(DRAFT, **change))
    assert caught.value.field == field
    assert server.asked == []


def refused(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"errcode": code, "error": "no"})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(401, "M_UNKNOWN_TOKEN"), errors.AuthRevoked),
        (refused(401, "M_MISSING_TOKEN"), errors.AuthRevoked),
        (EXPIRED, errors.AuthExpired),
        (refused(403, "M_USER_DEACTIVATED"), errors.AuthRevoked),
        (refused(403, "M_FORBIDDEN"), errors.Forbidden),
        (refused(404, "M_UNRECOGNIZED"), errors.Gone),
        (refused(413, "M_TOO_LARGE"), errors.Invalid),
        (refused(400, "M_BAD_JSON"), errors.Invalid),
        (refused(403, "M_RESOURCE_LIMIT_EXCEEDED"), errors.QuotaSpent),
        (httpx.Response(429, json=recorded("matrix", "error__too_many")), errors.RateLimited),
        (DOWN, errors.Unreachable),
        (CUT, errors.UnknownOutcome),
        (SLOW, errors.UnknownOutcome),
        (httpx.Response(500), errors.UnknownOutcome),
        (httpx.Response(502), errors.UnknownOutcome),
        (httpx.Response(200, text="<html>"), errors.UnknownOutcome),
        (httpx.Response(200, json={"errcode": "M_UNKNOWN"}), errors.UnknownOutcome),
        (httpx.Response(200, json={"event_id": "no event"}), errors.UnknownOutcome),
    ],
)
def test_what_went_wrong_is_told_as_what_it_is(
    answer: Any, kind: type[errors.ConnectorError], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = Server(answers={"/send/": answer})
    with pytest.raises(errors.ConnectorError) as caught:
        published(server)
    assert type(caught.value) is kind
    assert len(server.sent()) == 1
    assert "secret" not in f"{caught.value!r}{caplog.text}"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (DOWN, errors.Unreachable),
        (CUT, errors.Transient),
        (SLOW, errors.Transient),
        (httpx.Response(500), errors.Transient),
        (httpx.Response(200, json={"content_uri": "https://example.org/hat.png"}), errors.Garbled),
        (refused(413, "M_TOO_LARGE"), errors.Invalid),
        (httpx.Response(413, text="<html>"), errors.Invalid),
        (httpx.Response(429), errors.RateLimited),
    ],
)
def test_an_upload_that_fails_leaves_nothing_behind(
    answer: Any, kind: type[errors.ConnectorError], medium: Callable[..., Medium]
) -> None:
    server = Server(answers={"/upload": answer})
    with pytest.raises(errors.ConnectorError) as caught:
        published(server, replace(DRAFT, media=(medium(),)))
    assert type(caught.value) is kind
    assert not isinstance(caught.value, errors.Invalid) or caught.value.field == "media"
    assert server.sent() == []


def test_a_file_larger_than_the_server_takes_is_not_sent(medium: Callable[..., Medium]) -> None:
    server = Server()
    with pytest.raises(errors.Invalid, match="at most 1000 B") as caught:
        published(server, replace(DRAFT, media=(medium(size=1001),)))
    assert caught.value.field == "media"
    assert server.sent("/upload") == []


def test_too_many_messages_say_until_when_to_wait() -> None:
    answer = httpx.Response(429, json=recorded("matrix", "error__too_many"), headers={"retry-after": "4"})
    before = datetime.now(UTC)
    with pytest.raises(errors.RateLimited) as caught:
        published(Server(answers={"/send/": answer}))
    assert caught.value.until is not None
    assert 3 <= (caught.value.until - before).total_seconds() <= 8


def renewing(*, where: str = "/send/", fresh: Any = None) -> Server:
    """A server that refuses the old token at `where`."""

    def answer(request: httpx.Request) -> Any:
        return EXPIRED if "old" in request.headers["authorization"] else USUAL[where]

    return Server(answers={where: answer} | ({"/refresh": fresh} if fresh else {}))


def test_keys_that_have_run_out_are_renewed_once_and_the_post_is_sent_once_more() -> None:
    held, server = keys(refresh_token="syr_old-secret"), renewing()
    assert published(server, held=held).native_id == MADE
    assert held.renewals == 1
    assert held.secrets == {
        "access_token": "syt_new-secret",
        "refresh_token": "syr_new-secret",
        "user": BRAND,
    }
    assert [request.headers["authorization"] for request in server.sent()] == [
        "Bearer syt_old-secret",
        "Bearer syt_new-secret",
    ]
    assert content(server.sent("/refresh")[0]) == {"refresh_token": "syr_old-secret"}


def test_keys_that_were_renewed_elsewhere_meanwhile_are_taken_from_there() -> None:
    held = keys(refresh_token="syr_old-secret")

    def answer(request: httpx.Request) -> Any:
        if "old" not in request.headers["authorization"]:
            return USUAL["/send/"]
        held.secrets = {"access_token": "syt_theirs", "refresh_token": "syr_theirs", "user": BRAND}
        return refused(401, "M_UNKNOWN_TOKEN")

    server = Server(answers={"/send/": answer})
    assert published(server, held=held).native_id == MADE
    assert held.renewals == 0
    assert server.sent("/refresh") == []


def test_keys_are_renewed_at_any_step(medium: Callable[..., Medium]) -> None:
    for where in ("/upload", "/state/m.room.encryption"):
        held = keys(refresh_token="syr_old-secret")
        assert published(renewing(where=where), replace(DRAFT, media=(medium(),)), held).native_id == MADE
        assert held.renewals == 1


@pytest.mark.parametrize(
    ("fresh", "kind"),
    [
        (refused(401, "M_UNKNOWN_TOKEN"), errors.AuthRevoked),
        (EXPIRED, errors.AuthExpired),
        (httpx.Response(500), errors.Transient),
        (CUT, errors.Transient),
        (httpx.Response(200, json={}), errors.Garbled),
    ],
)
def test_keys_that_cannot_be_renewed_are_told(fresh: Any, kind: type[errors.ConnectorError]) -> None:
    server = renewing(fresh=fresh)
    with pytest.raises(errors.ConnectorError) as caught:
        published(server, held=keys(refresh_token="syr_old-secret"))
    assert type(caught.value) is kind
    assert len(server.sent()) == 1


def history(*messages: dict[str, Any]) -> Callable[[httpx.Request], Any]:
    """A room that holds `messages`, newest first, two on a page."""

    def answer(request: httpx.Request) -> Any:
        params = request.url.params
        assert json.loads(params["filter"]) == {"senders": [BRAND], "types": ["m.room.message"]}
        start = int(params.get("from", "0"))
        onward = {"end": str(start + 2)} if start + 2 < len(messages) else {}
        return {"chunk": messages[start : start + 2], "start": str(start), **onward}

    return answer


def message(*, minutes: int = 1, body: str = "Pass it on", name: str = "", **more: Any) -> dict[str, Any]:
    at = DRAFT.at + timedelta(minutes=minutes)
    made: dict[str, Any] = recorded("matrix", "event__message")
    unsigned = {"transaction_id": name} if name else {}
    stamp = int(at.timestamp() * 1000)
    return made | {"content": {"body": body}, "unsigned": unsigned, "origin_server_ts": stamp} | more


def found(*messages: dict[str, Any], judge: Judge | None = None, draft: Draft = DRAFT) -> Receipt | None:
    server = Server(judge, {"/messages": history(*messages)})
    return spoken(server, lambda it: it.find(draft))


def test_a_post_is_found_by_its_transaction(judge: Judge) -> None:
    others = [message(name=f"key-{number}") for number in range(2, 7)]
    receipt = found(*others, message(name="key-1", event_id="$ours", body="* Better"), judge=judge)
    assert receipt is not None
    assert receipt.native_id == "$ours"
    assert receipt.at == DRAFT.at + timedelta(minutes=1)


def test_a_post_of_another_session_is_found_by_its_words() -> None:
    receipt = found(message(body="x"), message(event_id="$ours"))
    assert receipt is not None
    assert receipt.native_id == "$ours"
    long = replace(DRAFT, text="hat " * 10_000)
    assert found(message(body=long.text), draft=long) is not None


@pytest.mark.parametrize(
    "other",
    [
        message(name="key-2"),
        message(body="Pass it on!"),
        message(sender="@alice:matrix.example"),
        message(content={"body": "Pass it on", "m.relates_to": {"rel_type": "m.replace", "event_id": "$x"}}),
        message(content={}),
    ],
)
def test_another_message_is_not_taken_for_it(other: dict[str, Any]) -> None:
    assert found(other) is None


def test_what_came_before_it_was_due_is_not_looked_through() -> None:
    server = Server(answers={"/messages": history(*(message(minutes=-10) for _ in range(9)))})
    assert spoken(server, lambda it: it.find(DRAFT)) is None
    assert len(server.asked) == 1


def test_a_post_that_somebody_deleted_is_not_said_never_to_have_been() -> None:
    with pytest.raises(errors.Gone, match="deleted"):
        found(recorded("matrix", "event__deleted"))


def test_a_room_too_busy_to_be_looked_through_is_told() -> None:
    with pytest.raises(errors.Transient, match="too much"):
        found(*(message(body="x") for _ in range(200)))


def test_a_change_replaces_the_message_and_notifies_nobody(judge: Judge) -> None:
    server = Server(judge)
    draft = replace(DRAFT, text="See https://example.org", options={"notify": "room"})
    receipt = spoken(server, lambda it: it.edit(Receipt("$ours"), draft))
    change = content(server.sent()[0])
    assert change["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$ours"}
    assert change["body"] == "* See https://example.org"
    assert change["m.mentions"] == {}
    assert "formatted_body" not in change
    assert change["m.new_content"]["body"] == "See https://example.org"
    assert "formatted_body" in change["m.new_content"]
    assert receipt.native_id == "$ours"


def test_the_same_change_is_the_same_transaction_and_a_change_back_is_another(judge: Judge) -> None:
    server = Server(judge)
    better = replace(DRAFT, text="Better")
    first = spoken(server, lambda it: it.edit(Receipt("$ours"), better))
    spoken(server, lambda it: it.edit(Receipt("$ours"), better))
    back = spoken(server, lambda it: it.edit(first, DRAFT))
    spoken(server, lambda it: it.edit(replace(back, extra={**back.extra, "edit": "$back"}), better))
    one, again, old, once_more = (request.url.path for request in server.sent())
    assert one == again
    assert len({one, old, once_more}) == 3


def test_a_file_that_stays_is_not_uploaded_again(judge: Judge, medium: Callable[..., Medium]) -> None:
    server, draft = Server(judge), replace(DRAFT, media=(medium(),))
    receipt = published(server, draft)
    spoken(server, lambda it: it.edit(receipt, replace(draft, text="Better")))
    assert len(server.sent("/upload")) == 1
    spoken(server, lambda it: it.edit(receipt, replace(draft, media=(medium(size=101),))))
    assert len(server.sent("/upload")) == 2


@pytest.mark.parametrize("there", [NOT_FOUND, recorded("matrix", "event__deleted")])
def test_a_post_that_is_gone_cannot_be_changed(there: Any) -> None:
    server = Server(answers={"/event/": there})
    with pytest.raises(errors.Gone):
        spoken(server, lambda it: it.edit(Receipt("$ours"), DRAFT))
    assert server.sent() == []


def test_a_post_is_deleted_once_however_often_it_is_said(judge: Judge) -> None:
    server = Server(judge)
    for _ in range(2):
        spoken(server, lambda it: it.delete(Receipt("$ours")))
    first, again = server.sent("/redact/")
    assert first.url == again.url
    spoken(Server(answers={"/redact/": NOT_FOUND}), lambda it: it.delete(Receipt("$ours")))


@pytest.mark.parametrize("answer", [CUT, SLOW, httpx.Response(500), httpx.Response(200, text="<")])
def test_changes_and_deletions_whose_answer_is_lost_may_be_made_again(answer: Any) -> None:
    server = Server(answers={"/send/": answer, "/redact/": answer})
    with pytest.raises(errors.Transient):
        spoken(server, lambda it: it.edit(Receipt("$ours"), DRAFT))
    with pytest.raises(errors.Transient):
        spoken(server, lambda it: it.delete(Receipt("$ours")))


@pytest.mark.parametrize(
    "address",
    [
        "https://matrix.to/#/!news/$theirs?via=matrix.example",
        "https://matrix.to/#/%21news/%24theirs",
        "https://matrix.to/#/#news:matrix.example/$theirs",
    ],
)
def test_somebody_s_message_is_answered_by_the_link_apps_share(judge: Judge, address: str) -> None:
    server = Server(judge)
    there = spoken(server, lambda it: it.locate(address))
    assert server.asked[-1].url.path.endswith("/rooms/!news/event/$theirs")
    published(server, replace(DRAFT, answers=address, replies_to=there))
    relation = content(server.sent()[-1])["m.relates_to"]
    assert relation == {"m.in_reply_to": {"event_id": "$theirs"}}


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("https://example.org/", None),
        ("https://matrix.to/#/!news:matrix.example", None),
        ("https://matrix.to/#/!news:matrix.example/$theirs", recorded("matrix", "event__deleted")),
        ("https://matrix.to/#/!other:matrix.example/$theirs", NOT_FOUND),
        ("https://matrix.to/#/#other:matrix.example/$theirs", NOT_FOUND),
    ],
)
def test_what_is_not_in_the_room_is_not_answered(address: str, answer: Any) -> None:
    server = Server(None, {"/event/": answer} if answer else None)
    with pytest.raises((errors.Invalid, errors.Gone)):
        spoken(server, lambda it: it.locate(address))


def test_an_answer_goes_to_the_room_of_what_it_answers_and_stays_there(judge: Judge) -> None:
    """What was said in private is never answered before everybody."""
    server = Server(judge, {"/messages": {"chunk": [], "start": "0"}})
    address = "https://matrix.to/#/!psst%3Amatrix.example/%24theirs?via=matrix.example"
    located = spoken(server, lambda it: it.locate(address))
    answer = replace(DRAFT, answers=address, replies_to=located)
    receipt = published(server, answer)
    assert receipt.url == f"https://matrix.to/#/!psst:matrix.example/{MADE}?via=matrix.example"
    published(server, replace(DRAFT, replies_to=receipt, thread=receipt))
    spoken(server, lambda it: it.find(answer))
    changed = spoken(server, lambda it: it.edit(receipt, answer))
    spoken(server, lambda it: it.delete(changed))
    rooms = {request.url.path.split("/")[5] for request in server.asked if "/rooms/" in request.url.path}
    assert rooms == {"!psst:matrix.example"}


def test_an_answer_in_our_own_room_is_kept_as_it_always_was() -> None:
    server = Server()
    located = spoken(server, lambda it: it.locate("https://matrix.to/#/!news/$theirs"))
    assert located.extra == {}
    assert "room" not in published(server, replace(DRAFT, replies_to=located)).extra
