"""An entry is in the feed or it is not, and the feed is certain which; a hub that fails changes nothing."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import pytest

from connectors.recorded import client
from passaparola.connectors import errors
from passaparola.connectors.contract import Card, Draft, Medium, Receipt
from passaparola.connectors.hub import entry as entries
from passaparola.connectors.hub.connector import HubSpeaker
from passaparola.connectors.hub.login import sign_in
from passaparola.connectors.hub.row import ROW
from passaparola.connectors.hub.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DRAFT = Draft(key="v-1", at=NOW, text="Buongiorno")
HUB = "https://hub.example/"


class Hub:
    """A WebSub hub that takes what it is told, or does what `fault` does."""

    def __init__(self) -> None:
        self.told: list[dict[str, list[str]]] = []
        self.fault: Callable[[httpx.Request], httpx.Response] | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.fault:
            return self.fault(request)
        self.told.append(parse_qs(request.content.decode()))
        return httpx.Response(204)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PASSAPAROLA_ADDRESS", "https://word.example/")
    return tmp_path / "data" / "hub" / "aurora"


@pytest.fixture
def speak(hub: Hub, folder: Path) -> Callable[..., Any]:
    """Do one thing in a feed that has a hub."""
    asyncio.run(_open(hub, "aurora", HUB))

    def doing(verb: str, *given: Any, later: int = 0) -> Any:
        async def act() -> Any:
            async with client(hub)() as door:
                speaker = HubSpeaker("aurora", door, lambda: NOW + timedelta(minutes=later))
                return await getattr(speaker, verb)(*given)

        return asyncio.run(act())

    return doing


async def _open(hub: Hub, brand: str, address: str = "") -> Any:
    async with client(hub)() as door:
        return await sign_in("", {"brand": brand, "brand name": "Caffè Aurora", "hub": address}, door)


def image(folder: Path, content: bytes = b"a picture", **changes: Any) -> Medium:
    path = folder.parent.parent.parent / f"{len(content)}.jpg"
    path.write_bytes(content)
    return replace(Medium(path, "image", "image/jpeg", len(content), "cup.jpg", alt="A cup"), **changes)


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_entry_is_published_under_its_key_and_found(speak: Callable[..., Any], folder: Path) -> None:
    receipt = speak("publish", DRAFT)
    assert receipt == Receipt("v-1", "https://word.example/feed/aurora/v-1/", NOW)
    assert speak("find", DRAFT) == receipt
    assert json.loads((folder / "entries" / "v-1.json").read_text())["text"] == "Buongiorno"
    assert speak("find", replace(DRAFT, key="v-2")) is None


def test_the_same_key_is_the_same_entry_whatever_it_says(speak: Callable[..., Any]) -> None:
    first = speak("publish", DRAFT)
    assert speak("publish", replace(DRAFT, text="Another")) == first
    assert Shelf("aurora").entry("v-1").text == "Buongiorno"


@pytest.mark.parametrize("key", ["../../about", "a/b", ".hidden", "", "ü", "x" * 101, "a\0b", "\ud800"])
def test_no_key_leads_out_of_the_feed(speak: Callable[..., Any], folder: Path, key: str) -> None:
    receipt = speak("publish", replace(DRAFT, key=key))
    assert entries.NAME.fullmatch(receipt.native_id)
    assert files(folder) == {"about.json", f"entries/{receipt.native_id}.json"}
    assert speak("find", replace(DRAFT, key=key)) == receipt


def test_media_lie_beside_their_entry_under_names_of_their_content(
    speak: Callable[..., Any], folder: Path
) -> None:
    picture = image(folder, width=30, height=20)
    speak("publish", replace(DRAFT, media=(picture, picture)))
    (kept, again) = Shelf("aurora").entry("v-1").media
    assert kept == again
    assert (kept.alt, kept.width, kept.mime) == ("A cup", 30, "image/jpeg")
    assert files(folder) == {"about.json", "entries/v-1.json", f"media/v-1/{kept.file}"}
    assert Shelf("aurora").file("v-1", kept.file).read_bytes() == b"a picture"


def test_an_edit_keeps_when_it_was_made_and_drops_the_files_it_no_longer_shows(
    speak: Callable[..., Any], folder: Path
) -> None:
    receipt = speak("publish", replace(DRAFT, media=(image(folder),)))
    changed = replace(DRAFT, key="another", text="Buonasera", media=(image(folder, b"another one"),))
    assert speak("edit", receipt, changed, later=5) == receipt
    entry = Shelf("aurora").entry("v-1")
    assert (entry.text, entry.published, entry.updates) == ("Buonasera", NOW, (NOW + timedelta(minutes=5),))
    assert files(folder) == {"about.json", "entries/v-1.json", f"media/v-1/{entry.media[0].file}"}


def test_an_edit_made_twice_is_made_once(speak: Callable[..., Any], hub: Hub) -> None:
    receipt = speak("publish", DRAFT)
    for minutes in (5, 6):
        speak("edit", receipt, replace(DRAFT, text="Buonasera"), later=minutes)
    assert len(Shelf("aurora").entry("v-1").updates) == 1
    assert len(hub.told) == 2 * 3


def test_what_is_taken_back_leaves_its_times_and_nothing_else(
    speak: Callable[..., Any], folder: Path
) -> None:
    receipt = speak("publish", replace(DRAFT, title="News", media=(image(folder),)))
    for minutes in (5, 6):
        speak("delete", receipt, later=minutes)
    entry = Shelf("aurora").entry("v-1")
    assert (entry.text, entry.title, entry.media) == ("", "", ())
    assert entry.deleted == NOW + timedelta(minutes=5)
    assert files(folder) == {"about.json", "entries/v-1.json"}
    assert "Buongiorno" not in (folder / "entries" / "v-1.json").read_text()
    assert speak("find", DRAFT) is None


def test_what_was_taken_back_comes_back_under_a_new_key_only(speak: Callable[..., Any]) -> None:
    receipt = speak("publish", DRAFT)
    speak("delete", receipt)
    with pytest.raises(errors.Gone, match="as a new post"):
        speak("publish", DRAFT)
    with pytest.raises(errors.Gone):
        speak("edit", receipt, DRAFT)
    assert speak("publish", replace(DRAFT, key="v-2")).native_id == "v-2"


def test_what_was_never_there_is_deleted_and_cannot_be_edited(speak: Callable[..., Any]) -> None:
    speak("delete", Receipt("nothing"))
    with pytest.raises(errors.Gone):
        speak("edit", Receipt("nothing"), DRAFT)


def test_all_a_draft_carries_is_kept(speak: Callable[..., Any], folder: Path) -> None:
    draft = replace(
        DRAFT,
        title="A title",
        language="it",
        disclosure="paid",
        quotes="https://example.org/q",
        replies_to=Receipt("v-0", "https://word.example/feed/aurora/v-0/"),
        card=Card("https://example.org", "A page", "About it", image=image(folder)),
        media=(image(folder, b"an mp4", kind="video", mime="video/mp4", seconds=2.5),),
    )
    speak("publish", draft)
    entry = Shelf("aurora").entry("v-1")
    assert (entry.title, entry.language, entry.disclosure) == ("A title", "it", "paid")
    assert (entry.quotes, entry.replies_to) == (
        "https://example.org/q",
        "https://word.example/feed/aurora/v-0/",
    )
    assert entry.link is not None
    assert (entry.link.url, entry.link.image is not None) == ("https://example.org", True)
    assert (entry.media[0].file[-4:], entry.media[0].seconds) == (".mp4", 2.5)


def test_every_type_of_file_that_is_taken_has_a_name_of_its_own() -> None:
    assert entries.ENDINGS.keys() == ROW.media_types


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"text": "\ud83d"}, "text"),
        ({"options": {"board": "x"}}, "options"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    speak: Callable[..., Any], folder: Path, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.Invalid) as refused:
        speak("publish", replace(DRAFT, **change))
    assert refused.value.field == field
    assert files(folder) == {"about.json"}


def test_a_file_that_is_gone_from_the_disk_publishes_nothing(speak: Callable[..., Any], folder: Path) -> None:
    lost = image(folder)
    lost.path.unlink()
    with pytest.raises(errors.Transient, match="see to the disk"):
        speak("publish", replace(DRAFT, media=(lost,)))
    assert speak("find", DRAFT) is None


def test_a_full_disk_publishes_nothing_and_leaves_nothing(
    speak: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(errors.Transient, match="No space left"):
            speak("publish", DRAFT)
    assert files(folder) == {"about.json"}
    assert speak("find", DRAFT) is None


def test_an_entry_whose_place_may_not_have_reached_the_disk_is_unknown_and_then_found(
    speak: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsettled(_: Path) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr("passaparola.connectors.hub.shelf._settle", unsettled)
        with pytest.raises(errors.UnknownOutcome):
            speak("publish", DRAFT)
    assert speak("find", DRAFT) == Receipt("v-1", "https://word.example/feed/aurora/v-1/", NOW)


def test_without_a_feed_nothing_is_published(hub: Hub, folder: Path) -> None:
    async def act() -> None:
        async with client(hub)() as door:
            await HubSpeaker("aurora", door).publish(DRAFT)

    with pytest.raises(errors.Gone):
        asyncio.run(act())
    assert not folder.exists()


def test_the_hub_is_told_of_each_form_after_the_entry_is_there(speak: Callable[..., Any], hub: Hub) -> None:
    speak("publish", DRAFT)
    assert [(told["hub.mode"], told["hub.url"]) for told in hub.told] == [
        (["publish"], [f"https://word.example/feed/aurora/{form}"])
        for form in ("atom.xml", "rss.xml", "feed.json")
    ]


def _refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no", request=request)


def _reset(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("reset", request=request)


def _slow(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("slow", request=request)


@pytest.mark.parametrize(
    "fault",
    [
        _refuse,
        _reset,
        _slow,
        lambda _: httpx.Response(429, headers={"retry-after": "60"}),
        lambda _: httpx.Response(503),
        lambda _: httpx.Response(404),
        lambda _: httpx.Response(301, headers={"location": "https://elsewhere.example/"}),
    ],
)
def test_a_hub_that_fails_keeps_nothing_from_being_published_and_is_told_later(
    speak: Callable[..., Any], hub: Hub, fault: Any
) -> None:
    hub.fault = fault
    assert speak("publish", DRAFT).native_id == "v-1"
    assert "tell the hub" in Shelf("aurora").owed()
    speak("check")
    assert Shelf("aurora").owed()
    hub.fault = None
    assert speak("check").handle == "aurora"
    assert Shelf("aurora").owed() == ""
    assert len(hub.told) == 3
    speak("check")
    assert len(hub.told) == 3


def test_connecting_opens_the_feed_of_the_brand_and_again_changes_only_what_it_says_of_itself(
    hub: Hub,
) -> None:
    login = asyncio.run(_open(hub, "aurora"))
    assert login.account.url == "https://word.example/feed/aurora/"
    assert (login.account.id, login.account.name, dict(login.secrets)) == ("aurora", "Caffè Aurora", {})
    asyncio.run(_open(hub, "aurora", " https://hub.example/ "))
    assert Shelf("aurora").about().hub == "https://hub.example/"


@pytest.mark.parametrize("brand", ["", "../aurora", "a b", ".x"])
def test_a_feed_needs_the_brand_s_own_name(hub: Hub, brand: str) -> None:
    with pytest.raises(errors.Invalid, match="settings of its brand"):
        asyncio.run(_open(hub, brand))


@pytest.mark.parametrize("address", ["hub.example", "ftp://hub.example", "https://", "javascript:alert(1)"])
def test_a_hub_needs_an_address_on_the_web(hub: Hub, address: str) -> None:
    with pytest.raises(errors.Invalid, match="begins with https") as refused:
        asyncio.run(_open(hub, "aurora", address))
    assert refused.value.field == "hub"


def test_a_file_that_somebody_else_changed_is_named(speak: Callable[..., Any], folder: Path) -> None:
    speak("publish", DRAFT)
    (folder / "entries" / "v-1.json").write_text("{")
    with pytest.raises(errors.Garbled, match=r"v-1\.json"):
        speak("find", DRAFT)


@pytest.mark.parametrize(
    "names", [("entries", ".."), ("..", "x"), ("media", "v-1", "../../about.json"), ("/etc",)]
)
def test_no_name_leads_out_of_the_shelf(speak: Callable[..., Any], names: tuple[str, ...]) -> None:
    with pytest.raises(errors.Gone):
        Shelf("aurora")._place(*names)
    with pytest.raises(errors.Gone):
        Shelf("../aurora").about()


def test_its_state_changes_with_every_change(speak: Callable[..., Any]) -> None:
    seen = [Shelf("aurora").state()[0]]
    receipt = speak("publish", DRAFT)
    seen.append(Shelf("aurora").state()[0])
    speak("edit", receipt, replace(DRAFT, text="Buonasera"))
    seen.append(Shelf("aurora").state()[0])
    speak("delete", receipt)
    seen.append(Shelf("aurora").state()[0])
    assert len(set(seen)) == 4
    assert Shelf("aurora").state()[0] == seen[-1]
