"""Everything an account says on a real, small server with part of the Mastodon API.

snac 2.75 ignores the Idempotency-Key, pages, polls and languages, keeps no unlisted posts, deletes nothing
for programs, and takes any file and any code; what rests on these is shown on answers of our own instead.
"""

from __future__ import annotations

import asyncio
import re
import struct
import uuid
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx
import pytest

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import errors, oauth
from passaparola.connectors.contract import Draft, Medium, Receipt
from passaparola.connectors.mastodon import login
from passaparola.connectors.mastodon.speaker import MastodonSpeaker
from servers.stubborn import TRIES, Stubborn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.contract import Login

BACK = "http://localhost:9/connected"  # nobody listens there: only the address is wanted


def done(
    job: Callable[[http.Client], Awaitable[Any]], transport: httpx.AsyncBaseTransport | None = None
) -> Any:
    """The result of `job`, tried again where snac cut the line for no reason: a post is looked for first."""

    async def once() -> Any:
        async with http.Client(transport=transport) as client:
            return await job(client)

    passing = (errors.Transient, errors.Unreachable) + (() if transport else (errors.UnknownOutcome,))
    for attempt in range(TRIES):
        try:
            return asyncio.run(once())
        except passing:
            if attempt + 1 == TRIES:
                raise
    raise AssertionError


@pytest.fixture
def picture(tmp_path: Path) -> Medium:
    """A red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, dot = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(b"\0\xff\0\0")
    file = tmp_path / "dot.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b""))
    return Medium(
        file, "image", "image/png", file.stat().st_size, "dot.png", alt="A red dot", width=1, height=1
    )


def draft(text: str, **more: Any) -> Draft:
    return Draft(key=uuid.uuid4().hex, at=datetime.now(UTC), text=text, **more)


def allowed(url: str, user: dict[str, Any]) -> str:
    """The address a person is sent back to once they have signed in on the server's page."""
    with httpx.Client(timeout=30, trust_env=False, transport=Stubborn()) as browser:
        page = browser.get(url).text
        form = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))
        action = re.search(r'action="([^"]+)"', page)
        assert action is not None
        answer = browser.post(
            urljoin(url, action[1]), data=form | {"login": user["user"], "passwd": user["password"]}
        )
    return str(answer.headers.get("location", ""))


@pytest.fixture(scope="module")
def brand(snac: dict[str, Any]) -> dict[str, Any]:
    return next(dict(user) for user in snac["users"] if user["user"] == "brand")


@pytest.fixture
def keys(snac: dict[str, Any], brand: dict[str, Any]) -> HeldKeys:
    token = {"token": brand["access_token"]}
    return keys_of(done(lambda client: login.sign_in(snac["url"], token, client)))


def spoken(keys: HeldKeys, job: Callable[[MastodonSpeaker], Awaitable[Any]], **more: Any) -> Any:
    return done(lambda client: job(MastodonSpeaker(keys, client)), **more)


def shown(snac: dict[str, Any], brand: dict[str, Any], receipt: Receipt) -> dict[str, Any]:
    """The post as the server shows it to its author."""
    url = f"{snac['url']}/api/v1/statuses/{receipt.native_id}"
    key = {"authorization": f"Bearer {brand['access_token']}"}
    with httpx.Client(headers=key, timeout=30, trust_env=False, transport=Stubborn()) as door:
        return dict(door.get(url).raise_for_status().json())


def test_an_account_is_connected_by_leave_given_on_the_servers_own_page(
    snac: dict[str, Any], brand: dict[str, Any]
) -> None:
    async def connected(client: http.Client) -> Login:
        flow = login.flow(login.home(snac["url"]))
        begun = await oauth.begin(flow, redirect_uri=BACK, client=client)
        answer = await asyncio.to_thread(allowed, begun.url, brand)
        assert answer.startswith(BACK)
        return await login.signed_in(snac["url"], await oauth.finish(flow, begun, answer, client), client)

    made: Login = done(connected)
    host = snac["url"].removeprefix("http://")
    assert made.account.handle == f"brand@{host}"
    assert made.account.limits["text"] == 100_000
    assert made.account.limits["link"] == 32
    assert made.secrets["access_token"] not in repr(made)
    assert spoken(keys_of(made), lambda speaker: speaker.check()) == made.account


def test_a_wrong_password_gives_no_leave(snac: dict[str, Any], brand: dict[str, Any]) -> None:
    async def begun(client: http.Client) -> oauth.Begun:
        return await oauth.begin(login.flow(snac["url"]), redirect_uri=BACK, client=client)

    assert "code=" not in allowed(done(begun).url, brand | {"password": "wrong"})


def test_a_token_that_is_none_is_refused(snac: dict[str, Any]) -> None:
    with pytest.raises(errors.AuthRevoked, match="connect the channel again"):
        done(lambda client: login.sign_in(snac["url"], {"token": "none"}, client))


def test_a_post_with_an_image_and_its_words_stands_there_as_it_was_written(
    snac: dict[str, Any], brand: dict[str, Any], keys: HeldKeys, picture: Medium
) -> None:
    text = "Pass it on, @alice & “all”: https://example.org/a?b=1&c=2 #Hat\n\nA second *paragraph*"
    made: Receipt = spoken(keys, lambda speaker: speaker.publish(draft(text, media=(picture,))))
    post = shown(snac, brand, made)
    assert post["text"] == text
    assert [file["description"] for file in post["media_attachments"]] == ["A red dot"]
    assert (made.url, made.native_id) == (post["url"], post["id"])


def test_a_reply_hangs_on_the_post_it_answers(
    snac: dict[str, Any], brand: dict[str, Any], keys: HeldKeys
) -> None:
    first: Receipt = spoken(keys, lambda speaker: speaker.publish(draft("First")))
    second: Receipt = spoken(keys, lambda speaker: speaker.publish(draft("Second", replies_to=first)))
    assert shown(snac, brand, second)["in_reply_to_id"] == first.native_id


def test_somebody_s_post_is_answered_by_its_address(
    snac: dict[str, Any], brand: dict[str, Any], keys: HeldKeys
) -> None:
    alice = next(dict(user) for user in snac["users"] if user["user"] == "alice")
    held = keys_of(done(lambda client: login.sign_in(snac["url"], {"token": alice["access_token"]}, client)))
    theirs: Receipt = spoken(held, lambda speaker: speaker.publish(draft("Whose hats are these?")))
    # snac finds no post by its own pages' addresses: this is how Mastodon writes them
    address = f"{snac['url']}/@alice/{theirs.native_id}"
    there: Receipt = spoken(keys, lambda speaker: speaker.locate(address))
    ours: Receipt = spoken(
        keys, lambda speaker: speaker.publish(draft("Ours", answers=address, replies_to=there))
    )
    assert shown(snac, brand, ours)["in_reply_to_id"] == theirs.native_id


def test_a_post_to_followers_stays_among_them(
    snac: dict[str, Any], brand: dict[str, Any], keys: HeldKeys
) -> None:
    private = {"visibility": "private", "warning": "Hats"}
    made: Receipt = spoken(keys, lambda speaker: speaker.publish(draft("Among us", options=private)))
    post = shown(snac, brand, made)
    assert (post["visibility"], post["spoiler_text"]) == ("private", "Hats")


def test_a_change_keeps_the_post_and_its_image(
    snac: dict[str, Any], brand: dict[str, Any], keys: HeldKeys, picture: Medium
) -> None:
    before = draft("Before", media=(picture,))
    made: Receipt = spoken(keys, lambda speaker: speaker.publish(before))
    for _ in range(2):  # twice is once
        changed = spoken(keys, lambda speaker: speaker.edit(made, draft("After", media=(picture,))))
    post = shown(snac, brand, changed)
    assert (post["id"], post["text"]) == (made.native_id, "After")
    assert len(post["media_attachments"]) == 1


def test_a_change_to_what_was_never_there_says_so(keys: HeldKeys) -> None:
    with pytest.raises(errors.Gone, match="it was deleted, or never there"):
        spoken(keys, lambda speaker: speaker.edit(Receipt("1" * 42), draft("After")))


class Cut(httpx.AsyncHTTPTransport):
    """Lets a post through to the server, and then cuts the line before its answer comes."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if request.method == "POST" and request.url.path == "/api/v1/statuses":
            await answer.aread()
            await answer.aclose()
            raise httpx.ReadError("cut", request=request)
        return answer


def test_a_post_whose_answer_was_cut_off_is_found_and_never_sent_twice(
    snac: dict[str, Any], keys: HeldKeys, picture: Medium
) -> None:
    lost = draft("Was it @bob@example.org who heard?\nhttps://example.org/x", media=(picture,))
    assert spoken(keys, lambda speaker: speaker.find(lost)) is None
    with pytest.raises(errors.UnknownOutcome):
        spoken(keys, lambda speaker: speaker.publish(lost), transport=Cut())
    found = spoken(keys, lambda speaker: speaker.find(lost))
    assert found is not None
    assert spoken(keys, lambda speaker: speaker.publish(lost)).native_id == found.native_id
    assert spoken(keys, lambda speaker: speaker.find(draft("Was it @bob@example.org"))) is None


def test_a_server_that_lets_no_program_delete_says_so(keys: HeldKeys) -> None:
    made: Receipt = spoken(keys, lambda speaker: speaker.publish(draft("To stay")))
    with pytest.raises(errors.Forbidden, match="lets no program delete posts: delete it there"):
        spoken(keys, lambda speaker: speaker.delete(made))
    spoken(keys, lambda speaker: speaker.delete(Receipt("1" * 42)))  # what was never there is deleted


def test_a_quote_is_refused_before_anything_is_sent(keys: HeldKeys) -> None:
    with pytest.raises(errors.Invalid, match="knows no quotes") as failed:
        spoken(keys, lambda speaker: speaker.publish(draft("See", quotes="https://social.example/@ada/1")))
    assert failed.value.field == "quotes"
