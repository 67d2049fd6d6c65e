"""Written on a real Bluesky network, and looked at there: what stands is what was meant, once."""

from __future__ import annotations

import asyncio
import io
import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import errors, registry
from passaparola.connectors.contract import Card, Draft, Medium, Receipt
from servers.crowd import Crowd

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from passaparola.connectors.bluesky.speaker import BlueskySpeaker
    from passaparola.connectors.contract import Login
    from servers.crowd import Person

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
POST = "app.bsky.feed.post"
PUT = "com.atproto.repo.putRecord"
_KEYS = itertools.count(1)


@dataclass
class Brand:
    """An account with an app password, and its keys once it is connected."""

    crowd: Crowd
    pds: str
    person: Person
    password: str = ""
    keys: HeldKeys | None = None

    def ask(self, method: str, **body: Any) -> Any:
        key = {"authorization": f"Bearer {self.person.token}"}
        url = f"{self.pds}/xrpc/{method}"
        answer = httpx.post(url, json=body, headers=key, timeout=30, trust_env=False).raise_for_status()
        return answer.json() if answer.content else None

    def connected(self, password: str | None = None) -> Login:
        async def run() -> Login:
            given = {"handle": f"@{self.person.handle}", "password": password or self.password}
            async with http.Client() as client:
                return await registry.sign_in("bluesky", self.pds, given, client)

        return asyncio.run(run())

    def say(self, what: Callable[[BlueskySpeaker], Awaitable[Any]], cut: Cut | None = None) -> Any:
        """What `what` makes of a speaker; `cut` may break the line."""

        async def run() -> Any:
            assert self.keys is not None
            async with http.Client(transport=cut) as client:
                return await what(registry.speaker("bluesky", self.keys, client))

        return asyncio.run(run())

    def publish(self, draft: Draft, cut: Cut | None = None) -> Receipt:
        made: Receipt = self.say(lambda speaker: speaker.publish(draft), cut)
        return made

    def find(self, draft: Draft) -> Receipt | None:
        found: Receipt | None = self.say(lambda speaker: speaker.find(draft))
        return found

    def delete(self, receipt: Receipt) -> None:
        self.say(lambda speaker: speaker.delete(receipt))

    def record(self, receipt: Receipt) -> Any:
        return next(entry["value"] for entry in self.listed() if entry["uri"] == receipt.native_id)

    def listed(self) -> list[Any]:
        """All posts in the account's repository."""
        params: dict[str, Any] = {"repo": self.person.did, "collection": POST, "limit": 100}
        url = f"{self.pds}/xrpc/com.atproto.repo.listRecords"
        entries: list[Any] = []
        while True:
            page = httpx.get(url, params=params, timeout=30, trust_env=False).raise_for_status().json()
            entries += page["records"]
            if "cursor" not in page:
                return entries
            params["cursor"] = page["cursor"]

    def shown(self, receipt: Receipt) -> Any:
        """The post as the network shows it, as soon as it does."""

        def look() -> Any:
            posts = self.crowd.view.get("app.bsky.feed.getPosts", params={"uris": receipt.native_id})
            return posts.json()["posts"]

        self.crowd.until(lambda: bool(look()))
        return look()[0]


class Cut(httpx.AsyncBaseTransport):
    """Breaks the line at a post: `before` its server has it, or after."""

    def __init__(self, *, before: bool = False) -> None:
        self._before = before
        self._inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith(PUT):
            return await self._inner.handle_async_request(request)
        if not self._before:
            answer = await self._inner.handle_async_request(request)
            await answer.aread()
            await answer.aclose()
        raise httpx.ReadError("connection reset by peer")

    async def aclose(self) -> None:
        await self._inner.aclose()


@pytest.fixture(scope="module")
def crowd(bluesky: dict[str, Any]) -> Iterator[Crowd]:
    crowd = Crowd(bluesky)
    yield crowd
    crowd.close()


@pytest.fixture
def brand(crowd: Crowd, bluesky: dict[str, Any]) -> Brand:
    """An account of the test's own, connected."""
    brand = Brand(crowd, bluesky["pds"], crowd.person("voice"))
    brand.password = brand.ask("com.atproto.server.createAppPassword", name="Passaparola")["password"]
    brand.keys = keys_of(brand.connected())
    return brand


def draft(text: str, **more: Any) -> Draft:
    return Draft(key=f"delivery-{next(_KEYS)}", at=AT, text=text, **more)


def picture(folder: Path, alt: str, *, size: tuple[int, int] = (60, 40), least: int = 0) -> Medium:
    path = folder / f"{alt.replace(' ', '-')}.jpg"
    drawn = io.BytesIO()
    Image.new("RGB", size, (180, 60, 30)).save(drawn, "JPEG")
    path.write_bytes(drawn.getvalue().ljust(least, b"\0"))
    return Medium(path, "image", "image/jpeg", path.stat().st_size, path.name, alt, *size)


def test_an_account_is_connected_with_an_app_password(brand: Brand) -> None:
    login = brand.connected()
    assert (login.account.id, login.account.handle) == (brand.person.did, brand.person.handle)
    assert login.account.scopes == ("com.atproto.appPass",)
    assert login.account.expires_at is not None
    assert login.account.expires_at - datetime.now(UTC) > timedelta(days=80)


def test_a_wrong_password_connects_nothing(brand: Brand) -> None:
    with pytest.raises(errors.Forbidden, match="make a new app password"):
        brand.connected("abcd-efgh-ijkl-mnop")


def test_a_post_is_shown_with_its_images_their_words_and_its_facets(
    brand: Brand, crowd: Crowd, tmp_path: Path
) -> None:
    ada = crowd.person("ada")
    text = f"👩‍👩‍👧 È @{ada.handle}, non @nobody.test: https://example.com/è_(1). #passaparola"
    images = (picture(tmp_path, "a red square"), picture(tmp_path, "another one"))
    receipt = brand.publish(draft(text, media=images, language="it", options={"label": "nudity"}))
    shown = brand.shown(receipt)
    assert [image["alt"] for image in shown["embed"]["images"]] == ["a red square", "another one"]
    assert shown["embed"]["images"][0]["aspectRatio"] == {"width": 60, "height": 40}
    record, sent = shown["record"], text.encode()
    pieces = [
        sent[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode() for facet in record["facets"]
    ]
    assert pieces == [f"@{ada.handle}", "https://example.com/è_(1)", "#passaparola"]
    assert record["facets"][0]["features"][0]["did"] == ada.did
    assert (record["text"], record["langs"]) == (text, ["it"])
    assert [label["val"] for label in shown["labels"]] == ["nudity"]
    assert receipt.extra["unlinked"] == "@nobody.test"


def test_somebody_s_post_is_answered_by_the_address_of_its_page(brand: Brand, crowd: Crowd) -> None:
    ada, bea = crowd.person("ada"), crowd.person("bea")
    top = crowd.post(ada, "Whose hats are these?")
    below = crowd.reply(bea, "I know a shop", top, top)
    page = f"https://bsky.app/profile/{bea.handle}/post/{below['uri'].rpartition('/')[2]}"
    there = brand.say(lambda speaker: speaker.locate(page))
    receipt = brand.publish(draft("They are ours", answers=page, replies_to=there))
    assert brand.shown(receipt)["record"]["reply"] == {"root": top, "parent": below}


def test_more_than_four_images_are_a_gallery(brand: Brand, tmp_path: Path) -> None:
    images = tuple(picture(tmp_path, f"number {i}") for i in range(10))
    receipt = brand.publish(draft("Ten", media=images))
    embed = brand.record(receipt)["embed"]
    assert embed["$type"] == "app.bsky.embed.gallery"
    assert [item["alt"] for item in embed["items"]] == [f"number {i}" for i in range(10)]


def test_a_card_brings_its_image(brand: Brand, tmp_path: Path) -> None:
    card = Card("https://example.com/press", "A title", "Some words", picture(tmp_path, "card"))
    external = brand.shown(brand.publish(draft("Read", card=card)))["embed"]["external"]
    assert (external["title"], external["description"]) == ("A title", "Some words")
    assert external["thumb"]


def test_a_thread_and_a_quote_hang_where_they_should(brand: Brand, crowd: Crowd) -> None:
    ada = crowd.person("ada")
    theirs = crowd.post(ada, "Mine")
    first = brand.publish(draft("One of two"))
    second = brand.publish(draft("Two of two", replies_to=first, thread=first))
    answer = brand.publish(draft("Thank you", replies_to=Receipt(theirs["uri"])))
    page = f"https://bsky.app/profile/{ada.handle}/post/{theirs['uri'].rpartition('/')[2]}"
    quote = brand.publish(draft("As ada says", quotes=page))
    assert brand.shown(second)["record"]["reply"]["root"]["uri"] == first.native_id
    assert brand.shown(answer)["record"]["reply"]["parent"] == theirs
    assert brand.shown(quote)["embed"]["record"]["uri"] == theirs["uri"]
    crowd.counted(theirs, replyCount=1, quoteCount=1)


def test_a_video_is_kept_as_it_is_where_no_service_can_reach_it(brand: Brand, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(2_000))
    video = Medium(path, "video", "video/mp4", path.stat().st_size, "clip.mp4", "a clip", 160, 90, 2.0)
    embed = brand.record(brand.publish(draft("Watch", media=(video,))))["embed"]
    assert (embed["$type"], embed["alt"], embed["video"]["size"]) == (
        "app.bsky.embed.video",
        "a clip",
        video.size,
    )


def test_what_the_server_does_not_take_is_said_and_not_published(brand: Brand, tmp_path: Path) -> None:
    # this network's server is of the time when an image could have 1,000,000 bytes
    heavy = picture(tmp_path, "heavy", least=1_500_000)
    with pytest.raises(errors.Invalid, match="make the file smaller") as told:
        brand.publish(draft("Too heavy", media=(heavy,)))
    assert told.value.field == "media"
    assert brand.listed() == []


def test_a_post_whose_answer_was_lost_is_found_and_never_sent_twice(brand: Brand) -> None:
    post = draft("Once")
    with pytest.raises(errors.UnknownOutcome):
        brand.publish(post, Cut())
    found = brand.find(post)
    assert found is not None
    assert brand.publish(post) == found
    assert [entry["uri"] for entry in brand.listed()] == [found.native_id]


def test_a_post_that_was_lost_is_certainly_not_there(brand: Brand) -> None:
    post = draft("Not yet")
    with pytest.raises(errors.UnknownOutcome):
        brand.publish(post, Cut(before=True))
    assert brand.find(post) is None
    assert brand.publish(post).native_id == brand.listed()[0]["uri"]


def test_of_many_at_once_one_writes_and_all_have_the_same_receipt(brand: Brand) -> None:
    post = draft("All together now")

    async def together(speaker: BlueskySpeaker) -> list[Receipt]:
        return list(await asyncio.gather(*(speaker.publish(post) for _ in range(8))))

    receipts = brand.say(together)
    assert {receipt.native_id for receipt in receipts} == {entry["uri"] for entry in brand.listed()}
    assert len(brand.listed()) == 1


def test_thirty_posts_over_a_line_that_breaks_are_thirty_posts(brand: Brand) -> None:
    posts = [draft(f"Number {i}") for i in range(30)]
    for i, post in enumerate(posts):
        cut = (None, Cut(), Cut(before=True))[i % 3]
        try:
            brand.publish(post, cut)
        except errors.UnknownOutcome:
            if brand.find(post) is None:
                brand.publish(post)
    assert sorted(entry["value"]["text"] for entry in brand.listed()) == sorted(post.text for post in posts)


def test_another_text_under_a_key_that_is_taken_changes_nothing(brand: Brand) -> None:
    post = draft("As it was")
    first = brand.publish(post)
    with pytest.raises(errors.Duplicate) as told:
        brand.publish(replace(post, text="As it never was"))
    assert told.value.existing is not None
    assert told.value.existing.native_id == first.native_id
    assert brand.record(first)["text"] == "As it was"


def test_deleting_twice_is_deleting_once(brand: Brand) -> None:
    post = draft("Gone soon")
    receipt = brand.publish(post)
    brand.delete(receipt)
    brand.delete(receipt)
    assert brand.find(post) is None
    assert brand.listed() == []


def test_a_token_that_is_no_good_is_renewed_and_the_post_sent_once(brand: Brand) -> None:
    assert brand.keys is not None
    brand.keys.secrets = {**brand.keys.secrets, "access": "nonsense"}
    brand.publish(draft("With new keys"))
    assert brand.keys.renewals == 1
    brand.publish(draft("And again"))
    assert (brand.keys.renewals, len(brand.listed())) == (1, 2)


def test_an_app_password_taken_back_is_told_when_its_keys_run_out(brand: Brand) -> None:
    assert brand.keys is not None
    brand.ask("com.atproto.server.revokeAppPassword", name="Passaparola")
    brand.keys.secrets = {**brand.keys.secrets, "access": "nonsense"}
    with pytest.raises(errors.AuthRevoked, match="the app password was taken back"):
        brand.publish(draft("Locked out"))
    assert brand.listed() == []


def test_a_closed_account_speaks_no_more_and_nothing_is_said_of_what_it_said(brand: Brand) -> None:
    post = draft("Before")
    brand.publish(post)
    brand.ask("com.atproto.server.deactivateAccount")
    with pytest.raises(errors.AuthRevoked, match="the account is closed there"):
        brand.publish(draft("After"))
    with pytest.raises(errors.AuthRevoked, match="is deactivated"):
        brand.say(lambda speaker: speaker.check())
    with pytest.raises(errors.AuthRevoked):
        brand.find(post)
