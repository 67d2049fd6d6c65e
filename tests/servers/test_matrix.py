"""Speaking in a room of a real homeserver (Synapse), with lines that are cut and sessions that run out.

Synapse lets ten messages through at once and then one in five seconds; what is refused is waited for.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from operator import methodcaller
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Receipt
from passaparola.connectors.matrix import login
from passaparola.connectors.matrix.connector import MatrixSpeaker, speaker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

T = TypeVar("T")
WAIT = 120.0  # seconds


class Brand:
    """The brand's account and its room, connected with a password once for all tests."""

    def __init__(self, network: dict[str, Any]) -> None:
        self.network = network
        self.user = network["users"][0]
        self.keys = keys_of(self.connected(user=self.user["user"], password=self.user["password"]))

    def connected(self, *, room: str = "", **answers: str) -> Any:
        async def scene() -> Any:
            async with http.Client() as client:
                given = {"room": room or self.network["room"]["alias"], **answers}
                return await login.sign_in(self.network["url"], given, client)

        return asyncio.run(scene())

    def speaks(self, act: Callable[[MatrixSpeaker], Awaitable[T]], *, keys: HeldKeys | None = None) -> T:
        """Do `act`, again where the server asks to wait."""

        async def scene() -> T:
            async with http.Client() as client:
                return await act(speaker(keys or self.keys, client))

        end = time.monotonic() + WAIT
        while True:
            try:
                return asyncio.run(scene())
            except errors.RateLimited as error:
                if error.until is None or time.monotonic() > end:
                    raise
                time.sleep(max(0.1, (error.until - datetime.now(UTC)).total_seconds()))

    def asks(self, method: str, path: str, body: Any = None, *, who: int = 0, api: str = "v3") -> Any:
        """Ask the homeserver as somebody of the room."""
        key = {"authorization": f"Bearer {self.network['users'][who]['access_token']}"}
        url = f"{self.network['url']}/_matrix/client/{api}/{path}"
        while (answer := httpx.request(method, url, json=body, headers=key, timeout=30)).status_code == 429:
            time.sleep(float(answer.headers["retry-after"]))
        return answer.raise_for_status().json()

    def admin(self, method: str, path: str, body: Any = None) -> None:
        """Ask the homeserver for what only who runs it may: the brand does."""
        key = {"authorization": f"Bearer {self.user['access_token']}"}
        url = f"{self.network['url']}{path}"
        httpx.request(method, url, json=body, headers=key, timeout=30).raise_for_status()

    def shown(self, receipt: Receipt) -> dict[str, Any]:
        """What alice sees of a message."""
        room = self.network["room"]["room_id"]
        event: dict[str, Any] = self.asks("GET", f"rooms/{room}/event/{receipt.native_id}", who=1)
        return event

    def count(self, text: str) -> int:
        """How often alice sees these words in the room."""
        room = self.network["room"]["room_id"]
        page = self.asks("GET", f"rooms/{room}/messages?dir=b&limit=100", who=1)
        return sum(event["content"].get("body") == text for event in page["chunk"])


@pytest.fixture(scope="module")
def brand(matrix: dict[str, Any]) -> Brand:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PASSAPAROLA_ALLOW_PRIVATE", "1")
        return Brand(matrix)


@pytest.fixture
def picture(tmp_path: Path) -> Medium:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    path = tmp_path / "hat.png"
    path.write_bytes(out.getvalue())
    size = path.stat().st_size
    return Medium(path, "image", "image/png", size, "hat.png", alt="A red hat", width=40, height=30)


def draft(text: str = "", **more: Any) -> Draft:
    key = str(uuid4())
    return Draft(key, datetime.now(UTC), text or f"Pass it on {key}", **more)


def test_connecting_tells_the_room_and_what_it_takes(brand: Brand) -> None:
    account = brand.speaks(lambda it: it.check())
    assert account.id == brand.network["room"]["room_id"]
    assert (account.handle, account.name) == ("#news:localhost", "News")
    assert account.limits["image bytes"] == 52_428_800


def test_a_post_sent_twice_is_there_once(brand: Brand) -> None:
    post = draft()
    first = brand.speaks(lambda it: it.publish(post))
    assert brand.speaks(lambda it: it.publish(post)) == first
    assert brand.count(post.text) == 1
    assert brand.shown(first)["sender"] == "@brand:localhost"


def test_a_picture_is_there_with_its_words(brand: Brand, picture: Medium) -> None:
    receipt = brand.speaks(lambda it: it.publish(draft("Look", media=(picture,))))
    content = brand.shown(receipt)["content"]
    assert content["body"] == "Look\n\n[A red hat]"
    assert content["info"] == {"mimetype": "image/png", "size": picture.size, "w": 40, "h": 30}
    where = content["url"].removeprefix("mxc://")
    url = f"{brand.network['url']}/_matrix/client/v1/media/download/{where}"
    key = {"authorization": f"Bearer {brand.network['users'][1]['access_token']}"}
    assert httpx.get(url, headers=key, timeout=30).content == picture.path.read_bytes()


def test_a_thread_hangs_together(brand: Brand) -> None:
    first = brand.speaks(lambda it: it.publish(draft()))
    second = brand.speaks(lambda it: it.publish(draft(replies_to=first, thread=first)))
    room = brand.network["room"]["room_id"]
    path = f"rooms/{room}/relations/{first.native_id}/m.thread"
    page = brand.asks("GET", path, who=1, api="v1")
    assert [event["event_id"] for event in page["chunk"]] == [second.native_id]


def test_a_change_is_shown_and_a_change_back_too(brand: Brand) -> None:
    post = draft()
    receipt = brand.speaks(lambda it: it.publish(post))
    room = brand.network["room"]["room_id"]
    for text in ("Better", post.text, "Better"):
        receipt = brand.speaks(methodcaller("edit", receipt, replace(post, text=text)))
        event = brand.asks("GET", f"rooms/{room}/event/{receipt.native_id}", who=1)
        newest = event["unsigned"]["m.relations"]["m.replace"]
        assert newest["content"]["m.new_content"]["body"] == text
    found = brand.speaks(lambda it: it.find(post))
    assert found is not None
    assert found.native_id == receipt.native_id


def test_a_post_whose_answer_was_cut_off_is_found_and_not_sent_again(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = draft()

    async def scene() -> None:
        async with http.Client() as client:
            whole = client.send

            async def cut(method: str, url: str, **more: Any) -> http.Answer:
                await whole(method, url, **more)
                error = http.Unreachable("the line was cut")
                error.reached = True
                raise error

            monkeypatch.setattr(client, "send", cut)
            await speaker(brand.keys, client).publish(post)

    time.sleep(6)  # one message is let through again: here no answer must be a refusal
    with pytest.raises(errors.UnknownOutcome):
        asyncio.run(scene())
    found = brand.speaks(lambda it: it.find(post))
    assert found is not None
    assert brand.speaks(lambda it: it.publish(post)).native_id == found.native_id
    assert brand.count(post.text) == 1


def test_what_was_never_sent_is_not_found(brand: Brand) -> None:
    assert brand.speaks(lambda it: it.find(draft())) is None


def test_another_session_finds_the_post_by_its_words(brand: Brand) -> None:
    post = draft()
    sent = brand.speaks(lambda it: it.publish(post))
    other = keys_of(brand.connected(token=brand.user["access_token"]))
    found = brand.speaks(lambda it: it.find(post), keys=other)
    assert found is not None
    assert found.native_id == sent.native_id
    late = replace(post, at=post.at + timedelta(hours=1))
    assert brand.speaks(lambda it: it.find(late), keys=other) is None


def test_a_session_that_has_run_out_is_renewed_and_keeps_its_transactions(brand: Brand) -> None:
    post = draft()
    sent = brand.speaks(lambda it: it.publish(post))
    # to the server a token that has run out and one that never was differ by a flag only
    brand.keys.secrets = {**brand.keys.secrets, "access_token": "syt_old"}
    assert brand.speaks(lambda it: it.publish(post)) == sent
    assert brand.keys.renewals == 1
    assert brand.count(post.text) == 1


def test_a_deleted_post_is_gone_and_deleting_it_again_is_no_fault(brand: Brand) -> None:
    post = draft()
    receipt = brand.speaks(lambda it: it.publish(post))
    brand.speaks(lambda it: it.delete(receipt))
    brand.speaks(lambda it: it.delete(receipt))
    assert brand.shown(receipt)["content"] == {}
    with pytest.raises(errors.Gone):
        brand.speaks(lambda it: it.edit(receipt, replace(post, text="Better")))
    with pytest.raises(errors.Gone, match="deleted"):
        brand.speaks(lambda it: it.find(post))


def test_a_file_too_large_for_the_server_is_refused_before_anything_is_said(
    brand: Brand, tmp_path: Path
) -> None:
    path = tmp_path / "hat.pdf"
    with path.open("wb") as file:
        file.truncate(52_428_801)
    post = draft(media=(Medium(path, "document", "application/pdf", 52_428_801, "hat.pdf"),))
    with pytest.raises(errors.Invalid) as caught:
        brand.speaks(lambda it: it.publish(post))
    assert caught.value.field == "media"
    assert brand.speaks(lambda it: it.find(post)) is None


def test_a_text_too_large_for_an_event_is_refused(brand: Brand) -> None:
    with pytest.raises(errors.Invalid) as caught:
        brand.speaks(lambda it: it.publish(draft("x" * 65_500)))
    assert caught.value.field == "text"


def test_an_encrypted_room_is_refused(brand: Brand) -> None:
    start = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    room = brand.asks("POST", "createRoom", {"name": "Secret", "initial_state": [start]})["room_id"]
    with pytest.raises(errors.Forbidden, match="encrypted"):
        brand.connected(room=room, token=brand.user["access_token"])
    held = replace(brand.keys, account=room)
    with pytest.raises(errors.Forbidden, match="encrypted"):
        brand.speaks(lambda it: it.publish(draft()), keys=held)


def test_a_room_where_only_some_may_speak_refuses_the_others(brand: Brand) -> None:
    levels = {"events_default": 50}
    made = {"preset": "public_chat", "power_level_content_override": levels}
    room = brand.asks("POST", "createRoom", made)["room_id"]
    assert brand.connected(room=room, token=brand.user["access_token"]).account.id == room
    bob = brand.network["users"][2]
    with pytest.raises(errors.Forbidden, match="power 0 in this room, and speaking takes 50"):
        brand.connected(room=room, token=bob["access_token"])
    held = HeldKeys(brand.network["url"], room, {"access_token": bob["access_token"], "user": bob["user"]})
    with pytest.raises(errors.Forbidden):
        brand.speaks(lambda it: it.publish(draft()), keys=held)


def test_a_wrong_password_a_wrong_token_and_a_wrong_room_are_told(brand: Brand) -> None:
    with pytest.raises(errors.Forbidden, match="password is wrong"):
        brand.connected(user=brand.user["user"], password="hat")
    with pytest.raises(errors.AuthRevoked):
        brand.connected(token="syt_nobody")
    with pytest.raises(errors.Gone):
        brand.connected(room="#nowhere:localhost", token=brand.user["access_token"])


def test_more_messages_than_the_server_takes_are_told_when_to_come_and_none_is_lost(brand: Brand) -> None:
    text, sent = f"One of many {uuid4()}", 0

    async def scene() -> errors.RateLimited | None:
        nonlocal sent
        async with http.Client() as client:
            for _ in range(12):
                try:
                    await speaker(brand.keys, client).publish(draft(text))
                except errors.RateLimited as error:
                    return error
                sent += 1
        return None

    refused = asyncio.run(scene())
    assert refused is not None
    assert refused.until is not None
    assert 0 < (refused.until - datetime.now(UTC)).total_seconds() <= 30
    brand.speaks(lambda it: it.publish(draft(text)))
    assert brand.count(text) == sent + 1
