"""A brand publishes on a real WordPress, and what it says there is read again from the site itself."""

from __future__ import annotations

import asyncio
import re
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import errors, registry
from passaparola.connectors.contract import Draft, Medium
from servers.cutting import Cutting, cut_client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.wordpress.connector import WordPressSpeaker

T = TypeVar("T")


@pytest.fixture(scope="module")
def author(wordpress: dict[str, Any]) -> dict[str, str]:
    return dict(wordpress["author2"])


@pytest.fixture
def keys(wordpress: dict[str, Any], author: dict[str, str]) -> HeldKeys:
    return keys_of(connected(wordpress["url"], author["user"], author["application_password"]))


def connected(place: str, user: str, password: str) -> Any:
    async def scene() -> Any:
        async with http.Client() as client:
            answers = {"user": user, "password": password}
            return await registry.sign_in("wordpress", place, answers, client)

    return asyncio.run(scene())


def spoken(
    keys: HeldKeys, act: Callable[[WordPressSpeaker], Awaitable[T]], client: http.Client | None = None
) -> T:
    async def scene() -> T:
        async with client or http.Client() as door:
            return await act(registry.speaker("wordpress", keys, door))

    return asyncio.run(scene())


def draft(key: str, **more: Any) -> Draft:
    given = {"text": "Pass it on.", "title": f"Post {key}"} | more
    return Draft(key, datetime.now(UTC), **given)


def page(url: str) -> str:
    return httpx.get(url, follow_redirects=True, trust_env=False, timeout=30).text


def drawn(side: int) -> bytes:
    """A red square as a PNG file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xff\0\0" * side) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def image(tmp_path: Path) -> Callable[..., Medium]:
    def make(side: int, alt: str = "") -> Medium:
        path = tmp_path / f"{side}"
        path.write_bytes(drawn(side))
        return Medium(path, "image", "image/png", path.stat().st_size, f"Square {side}.png", alt)

    return make


class Site:
    """What the site's own administrator sees."""

    def __init__(self, wordpress: dict[str, Any]) -> None:
        key = (wordpress["user"], wordpress["application_password"])
        self.door = httpx.Client(
            base_url=f"{wordpress['rest']}/wp/v2/", auth=key, trust_env=False, timeout=30
        )

    def get(self, path: str, **query: Any) -> Any:
        return self.door.get(path, params={"context": "edit", **query}).raise_for_status().json()

    def posts(self, mark: str) -> list[Any]:
        found = self.get("posts", status="any,trash", per_page=100)
        return [post for post in found if mark in post["title"]["raw"]]

    def files(self, title: str) -> list[Any]:
        return [file for file in self.get("media", per_page=100) if file["title"]["raw"] == title]


@pytest.fixture(scope="module")
def site(wordpress: dict[str, Any]) -> Site:
    return Site(wordpress)


def test_the_account_and_the_api_are_found_from_the_sites_address(wordpress: dict[str, Any]) -> None:
    author = wordpress["author2"]
    spaced = " ".join(re.findall("....", author["application_password"]))
    login = connected(wordpress["url"], author["user"], spaced)
    assert login.account.handle == f"author2@{wordpress['url'].removeprefix('http://')}"
    assert "publish_posts" in login.account.scopes
    assert login.secrets["root"] == f"{wordpress['url']}/wp-json/"


def test_a_wrong_password_is_named(wordpress: dict[str, Any]) -> None:
    with pytest.raises(errors.AuthRevoked, match="application password"):
        connected(wordpress["url"], "author2", "wrong")


def test_a_post_stands_there_word_for_word_with_its_pictures(
    keys: HeldKeys, site: Site, image: Callable[..., Medium], tmp_path: Path
) -> None:
    (tmp_path / "menu.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    menu = Medium(tmp_path / "menu.pdf", "document", "application/pdf", 15, "The menu.pdf")
    wanted = draft(
        "words",
        text='Hats & <b>more</b> [gallery]\n"so" it https://example.org/?a=1&b=2.\n\nPerché no?',
        title="Words & <i>more</i>",
        media=(image(3, 'A "red" square'), image(5, "Another"), menu),
        options={"tags": "Hats, R&D", "categories": "uncategorized", "excerpt": "In short"},
    )
    receipt = spoken(keys, lambda it: it.publish(wanted))
    post = site.get(f"posts/{receipt.native_id}")
    assert unescape(post["title"]["rendered"]) == wanted.title
    shown = page(receipt.url)
    words = unescape(re.sub(r"<[^>]+>", "", re.sub(r"<br[^>]*>", "\n", post["content"]["rendered"])))
    straight = words.translate(str.maketrans("“”", '""'))  # WordPress bends quotes when it shows them
    assert straight.split("\n\n")[0].strip() == wanted.text.split("\n\n")[0].replace("’", "'")
    assert 'href="https://example.org/?a=1&#038;b=2"' in shown or "https://example.org/?a=1&amp;b=2" in shown
    assert "<b>more</b>" not in shown
    assert post["excerpt"]["raw"] == "In short"
    assert post["categories"] == [1]
    assert {unescape(site.get(f"tags/{tag}")["name"]) for tag in post["tags"]} == {"Hats", "R&D"}
    featured = site.get(f"media/{post['featured_media']}")
    assert featured["alt_text"] == 'A "red" square'
    assert featured["title"]["raw"] == "Square 3"
    assert 'alt="Another"' in shown
    assert post["content"]["raw"].count("wp-block-file") == 1


def test_a_post_whose_answer_was_lost_is_found_and_stands_there_once(
    keys: HeldKeys, site: Site, image: Callable[..., Medium]
) -> None:
    wanted = draft("lost", media=(image(7, "A square"),))
    cutting = Cutting(lambda request: request.method == "POST" and request.url.path.endswith("/posts"))
    with pytest.raises(errors.UnknownOutcome):
        spoken(keys, lambda it: it.publish(wanted), cut_client(cutting))
    assert len(cutting.lost) == 1
    found = spoken(keys, lambda it: it.find(wanted))
    assert found is not None
    assert spoken(keys, lambda it: it.publish(wanted)).native_id == found.native_id
    assert [str(post["id"]) for post in site.posts("Post lost")] == [found.native_id]


def test_a_file_whose_answer_was_lost_is_not_uploaded_twice(
    keys: HeldKeys, site: Site, image: Callable[..., Medium]
) -> None:
    square = image(9, "A square")
    cutting = Cutting(lambda request: request.method == "POST" and request.url.path.endswith("/media"))
    with pytest.raises(errors.Transient):
        spoken(keys, lambda it: it.publish(draft("file", media=(square,))), cut_client(cutting))
    assert not site.posts("Post file")
    receipt = spoken(keys, lambda it: it.publish(draft("file", media=(square,))))
    used = site.get(f"posts/{receipt.native_id}")["featured_media"]
    assert [file["id"] for file in site.files("Square 9")] == [used]


class Late(Cutting):
    """A line on which an earlier try gets through just before the one that follows it."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.cut(request):
            earlier = httpx.Request(
                request.method, request.url, headers=request.headers, content=await request.aread()
            )
            self.lost.append(await self.line.handle_async_request(earlier))
            await self.lost[-1].aread()
        return await self.line.handle_async_request(request)


def test_a_post_takes_itself_away_where_an_earlier_try_arrived_late(keys: HeldKeys, site: Site) -> None:
    late = Late(lambda request: request.method == "POST" and request.url.path.endswith("/posts"))
    receipt = spoken(keys, lambda it: it.publish(draft("twin")), cut_client(late))
    assert late.lost[0].json()["id"] == int(receipt.native_id)
    assert [str(post["id"]) for post in site.posts("Post twin")] == [receipt.native_id]


def test_a_post_that_was_never_sent_is_certainly_not_there(keys: HeldKeys) -> None:
    assert spoken(keys, lambda it: it.find(draft("never"))) is None


def test_an_edit_keeps_the_address(keys: HeldKeys, site: Site) -> None:
    receipt = spoken(keys, lambda it: it.publish(draft("edit")))
    changed = draft("edit", title="Post edited", text="New words.")
    again = spoken(keys, lambda it: it.edit(receipt, changed))
    assert again.url == receipt.url
    assert site.get(f"posts/{receipt.native_id}")["title"]["raw"] == "Post edited"
    assert "New words." in page(receipt.url)
    found = spoken(keys, lambda it: it.find(changed))
    assert found is not None
    assert found.native_id == receipt.native_id


def test_a_deleted_post_lies_in_the_bin_and_is_not_published_again(keys: HeldKeys, site: Site) -> None:
    wanted = draft("bin")
    receipt = spoken(keys, lambda it: it.publish(wanted))
    for _ in range(2):
        spoken(keys, lambda it: it.delete(receipt))
    assert site.get(f"posts/{receipt.native_id}")["status"] == "trash"
    with pytest.raises(errors.Duplicate):
        spoken(keys, lambda it: it.publish(wanted))
    with pytest.raises(errors.Gone):
        spoken(keys, lambda it: it.edit(receipt, wanted))


def test_a_post_goes_for_good_with_its_files(
    keys: HeldKeys, site: Site, image: Callable[..., Medium]
) -> None:
    wanted = draft("forever", media=(image(11, "A square"),), options={"deletion": "forever"})
    receipt = spoken(keys, lambda it: it.publish(wanted))
    spoken(keys, lambda it: it.delete(receipt))
    assert not site.posts("Post forever")
    assert not site.files("Square 11")
    assert spoken(keys, lambda it: it.find(wanted)) is None


def test_the_site_brings_a_post_out_when_it_is_due(keys: HeldKeys, site: Site) -> None:
    later = replace(draft("later", options={"schedule": "site"}), at=datetime.now(UTC) + timedelta(days=2))
    receipt = spoken(keys, lambda it: it.publish(later))
    assert site.get(f"posts/{receipt.native_id}")["status"] == "future"
    assert receipt.at == later.at.replace(microsecond=0)
    found = spoken(keys, lambda it: it.find(later))
    assert found is not None
    assert found.native_id == receipt.native_id
    past = replace(draft("past", options={"schedule": "site"}), at=datetime.now(UTC) - timedelta(minutes=1))
    assert site.get(f"posts/{spoken(keys, lambda it: it.publish(past)).native_id}")["status"] == "publish"


def test_a_file_the_site_does_not_take_is_named(keys: HeldKeys, site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture at all")
    medium = Medium(tmp_path / "a.png", "video", "video/mp4", 17, "a.exe")
    with pytest.raises(errors.Invalid, match="another kind") as caught:
        spoken(keys, lambda it: it.publish(draft("refused", media=(medium,))))
    assert caught.value.field == "media"
    assert not site.posts("Post refused")


def test_somebody_elses_post_is_not_ours_to_change(keys: HeldKeys, site: Site) -> None:
    theirs = str(site.get("posts", slug="hello-world")[0]["id"])
    receipt = replace(spoken(keys, lambda it: it.publish(draft("mine"))), native_id=theirs)
    with pytest.raises(errors.Forbidden):
        spoken(keys, lambda it: it.edit(receipt, draft("mine")))
    with pytest.raises(errors.Forbidden):
        spoken(keys, lambda it: it.delete(receipt))


def test_a_title_longer_than_the_site_keeps_is_refused_by_both(
    keys: HeldKeys, wordpress: dict[str, Any]
) -> None:
    longest = draft("long", title="x" * 65_535)
    assert spoken(keys, lambda it: it.publish(longest)).native_id
    author = wordpress["author2"]
    key = (author["user"], author["application_password"])
    body = {"title": "x" * 65_536, "content": "x", "status": "publish"}
    said = httpx.post(f"{wordpress['rest']}/wp/v2/posts", auth=key, json=body, trust_env=False, timeout=30)
    assert said.json()["code"] == "db_insert_error"
    with pytest.raises(errors.Invalid):
        spoken(keys, lambda it: it.publish(replace(longest, title="x" * 65_536)))
