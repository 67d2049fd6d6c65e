"""Webmention and Pingback: what is said is only a reason to look, and what is seen is kept once."""

from __future__ import annotations

import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from django.db import connections
from django.test import Client

from connectors.hub.pages_of_others import LIKE, PLAIN, REPLY, SILENT, TARGET
from passaparola import http
from passaparola.connectors.contract import Account, Draft, Login
from passaparola.connectors.hub import looking as pages
from passaparola.connectors.hub.entry import entry_of
from passaparola.connectors.hub.shelf import About, Shelf
from passaparola.http.guard import GuardedBackend
from passaparola.http.transport import GuardedTransport
from passaparola.web.brands import actions as brands
from passaparola.web.cascades.models import Act, Message
from passaparola.web.channels import actions as channels
from passaparola.web.conversations.hearing import knocking, looking, pinging
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import GONE, KEPT, REFUSED, SAID, Interaction, Kind, Ping, Way
from passaparola.web.conversations.persons import erasing
from passaparola.web.lifecycle import queue
from passaparola.web.people.models import Person
from web.publishing.plans import a_delivery, a_post

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PUBLISHED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SOURCE = "https://bea.example/2026/re"
ENTRY = entry_of(Draft(key="v-1", at=PUBLISHED, text="Buongiorno"), TARGET)


@pytest.fixture
def feed(brand: Brand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Channel:
    """The brand's own feed with one entry."""
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path))
    monkeypatch.setenv("PASSAPAROLA_ADDRESS", "https://word.example")
    monkeypatch.delenv("PASSAPAROLA_ALLOW_PRIVATE", raising=False)
    Shelf("aurora").keep_about(About("aurora", "Caffè Aurora"))
    Shelf("aurora").keep(ENTRY)
    login = Login(Account("aurora", "aurora", "Caffè Aurora", "https://word.example/feed/aurora/"), "", {})
    return channels.connect(brand, "hub", login, PUBLISHED)


@pytest.fixture
def stranger() -> Client:
    return Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


def say(stranger: Client, source: str = SOURCE, target: str = TARGET) -> int:
    return stranger.post("/webmention/", {"source": source, "target": target}).status_code


def call(stranger: Client, body: bytes) -> Any:
    answer = stranger.post("/pingback/", body, content_type="text/xml")
    assert answer.status_code == 200
    try:
        return xmlrpc.client.loads(answer.content)[0][0]
    except xmlrpc.client.Fault as fault:
        return fault.faultCode


def pinged(*given: str, method: str = "pingback.ping") -> bytes:
    return xmlrpc.client.dumps(given, method).encode()


def look(page: str | int | Exception, now: datetime = NOW, *, ping: Ping | None = None) -> Ping:
    """Let a worker look, where the page answers like this, and return how the row is then."""

    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(page, Exception):
            raise page
        if isinstance(page, int):
            return httpx.Response(page)
        return httpx.Response(200, text=page, headers={"content-type": "text/html; charset=utf-8"})

    def door() -> http.Client:
        return http.Client(pages.POLICY, transport=httpx.MockTransport(answer))

    claimed = ping or queue.claim(Ping, now)
    assert claimed is not None
    queue.settle(claimed, looking.look(claimed, now, door=door), now)
    return Ping.objects.get(pk=claimed.pk)


def take(now: datetime = NOW, source: str = SOURCE) -> None:
    pinging.take(Way.WEBMENTION, source, TARGET, now)


# ── what is said ─────────────────────────────────────────────────────────────


def test_the_page_of_an_entry_says_where_to_say_it(feed: Channel, stranger: Client) -> None:
    answer = stranger.get("/feed/aurora/v-1/")
    assert answer["Link"] == '<https://word.example/webmention/>; rel="webmention"'
    assert answer["X-Pingback"] == "https://word.example/pingback/"
    assert '<link rel="webmention" href="https://word.example/webmention/">' in answer.content.decode()


def test_what_is_said_is_a_row_and_nothing_is_asked(feed: Channel, stranger: Client) -> None:
    assert [say(stranger) for _ in range(3)] == [202, 202, 202]
    assert say(stranger, target=TARGET.rstrip("/") + "#top") == 202
    ping = Ping.objects.get()
    assert (ping.state, ping.source, ping.entry, ping.channel) == (SAID, SOURCE, "v-1", feed)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("", ""),
        (SOURCE, ""),
        (SOURCE, "https://word.example/feed/aurora/"),
        (SOURCE, "https://word.example/feed/aurora/v-2/"),
        (SOURCE, "https://elsewhere.example/feed/aurora/v-1/"),
        (SOURCE, "https://word.example/feed/../v-1/"),
        (SOURCE, TARGET + "a" * 2000),
        (TARGET + "?x", TARGET),
        ("https://word.example/feed/aurora/", TARGET),
        ("ftp://bea.example/", TARGET),
        ("javascript:alert(1)", TARGET),
        ("https://user:secret@bea.example/", TARGET),
        ("https://bea.example:99999/", TARGET),
        ("https://bea.example/" + "a" * 2000, TARGET),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    feed: Channel, stranger: Client, source: str, target: str
) -> None:
    answer = stranger.post("/webmention/", {"source": source, "target": target})
    assert (answer.status_code, Ping.objects.count()) == (400, 0)
    assert answer.content.decode().strip().endswith(".")


def test_a_feed_that_is_closed_and_an_entry_that_is_gone_take_nothing_new(
    feed: Channel, stranger: Client
) -> None:
    Shelf("aurora").keep(ENTRY.without_words(NOW))
    assert say(stranger) == 400
    Shelf("aurora").keep(ENTRY)
    channels.disconnect(feed, NOW)
    assert say(stranger) == 400


def test_too_much_is_not_read(feed: Channel, stranger: Client) -> None:
    assert stranger.post("/webmention/", {"source": "a" * 20_000}).status_code == 413
    assert stranger.post("/pingback/", b" " * 20_000, content_type="text/xml").status_code == 413


def test_one_address_is_heard_so_often_and_others_still_are(feed: Channel, stranger: Client) -> None:
    assert {say(stranger) for _ in range(knocking.A_MINUTE)} == {202}
    answer = stranger.post("/webmention/", {"source": SOURCE, "target": TARGET})
    assert (answer.status_code, 0 < int(answer["Retry-After"]) <= 60) == (429, True)
    other = Client(REMOTE_ADDR="2001:db8::1")
    assert say(other) == 202


def test_one_household_is_one_address(db: None) -> None:
    for n in range(knocking.A_MINUTE):
        assert knocking.wait(f"2001:db8::{n:x}", NOW) == 0
    assert knocking.wait("2001:db8::ffff", NOW) == 60
    assert knocking.wait("2001:db8:0:1::1", NOW) == 0
    assert knocking.wait("2001:db8::ffff", NOW + timedelta(minutes=1)) == 0


def test_too_many_that_wait_are_put_off(
    feed: Channel, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "WAITING", 1)
    assert [say(stranger), say(stranger, "https://b.example/"), say(stranger)] == [202, 429, 202]


# ── Pingback ─────────────────────────────────────────────────────────────────


def test_a_pingback_is_the_same_row(feed: Channel, stranger: Client) -> None:
    say(stranger)
    assert "looked at" in call(stranger, pinged(SOURCE, TARGET))
    assert Ping.objects.get().way == Way.PINGBACK
    assert look(REPLY, NOW + timedelta(days=999)).state == KEPT
    assert call(stranger, pinged(SOURCE, TARGET)) == 48
    assert Ping.objects.get().state == SAID


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"<methodCall>", -32700),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><methodCall/>', -32700),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><methodCall/>', -32700),
        (b'<?xml version="1.0" encoding="nonsense"?><methodCall/>', -32700),
        (pinged(SOURCE, TARGET, method="system.listMethods"), -32601),
        (pinged(SOURCE), -32602),
        (pinged(SOURCE, TARGET, TARGET), -32602),
        (pinged("ftp://x", TARGET), 16),
        (pinged(SOURCE, "https://word.example/"), 33),
    ],
)
def test_a_call_that_cannot_be_is_answered_with_its_fault(
    feed: Channel, stranger: Client, body: bytes, code: int
) -> None:
    assert (call(stranger, body), Ping.objects.count()) == (code, 0)


def test_a_string_may_come_without_its_type(feed: Channel, stranger: Client) -> None:
    body = pinged(SOURCE, TARGET).replace(b"<string>", b"").replace(b"</string>", b"")
    assert "looked at" in call(stranger, body)


# ── what is seen ─────────────────────────────────────────────────────────────


def test_a_page_that_links_us_is_kept_as_what_it_does(feed: Channel, brand: Brand, anna: User) -> None:
    post = a_post(brand, feed, by=anna)
    (sent,) = a_delivery(post, PUBLISHED, "published")
    sent.pieces.update(native_id="v-1", url=TARGET, published_at=PUBLISHED)
    take()
    ping = look(REPLY)
    assert (ping.state, ping.trouble) == (KEPT, "")
    word = Interaction.objects.get()
    assert (word.kind, word.text, word.about, word.url) == (Kind.REPLY, "Che buono!", "v-1", SOURCE)
    assert (word.address, word.ours, word.handle.name) == ("", True, "Bea")
    assert word.conversation is not None
    message = Message.objects.get()
    assert Act.objects.filter(message=message, handle=word.handle).count() == 1


def test_the_same_page_seen_again_is_one_row_with_its_new_words(feed: Channel) -> None:
    take()
    look(REPLY)
    take(NOW + timedelta(hours=1))
    look(REPLY.replace("buono", "cattivo"), NOW + timedelta(hours=1))
    assert Interaction.objects.get().text == "Che cattivo!"


def test_one_page_may_speak_of_two_entries(feed: Channel) -> None:
    Shelf("aurora").keep(replace(ENTRY, name="v-2", id=TARGET.replace("v-1", "v-2")))
    both = REPLY + LIKE.replace("v-1", "v-2")
    for target in (TARGET, TARGET.replace("v-1", "v-2")):
        pinging.take(Way.WEBMENTION, SOURCE, target, NOW)
        look(both)
    assert {word.about for word in Interaction.objects.all()} == {"v-1", "v-2"}


def test_a_time_that_cannot_be_is_held_to_what_can(feed: Channel) -> None:
    for n, year in enumerate(("1970", "2999")):
        take(source=f"{SOURCE}{n}")
        look(REPLY.replace("2026-03-02", f"{year}-03-02"))
    times = list(Interaction.objects.order_by("pk").values_list("at", flat=True))
    assert times == [PUBLISHED, NOW]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (SILENT, "The page does not link to the entry."),
        (404, "The page is not there."),
        (410, "The page is not there."),
        (403, "The page answers 403."),
        ("a" * 2_000_000, "larger"),
    ],
)
def test_what_does_not_hold_is_refused_at_once(feed: Channel, page: str | int, said: str) -> None:
    take()
    ping = look(page)
    assert (ping.state, Interaction.objects.count()) == (REFUSED, 0)
    assert said in ping.trouble or said == "larger"


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]"])
def test_a_page_on_a_private_network_is_not_asked(feed: Channel, host: str) -> None:
    async def resolve(name: str, _port: int) -> list[str]:
        return [name.strip("[]")]

    def door() -> http.Client:
        backend = GuardedBackend(allow_private=False, resolver=resolve)
        return http.Client(pages.POLICY, transport=GuardedTransport(backend))

    take(source=f"http://{host}/x")
    claimed = queue.claim(Ping, NOW)
    assert claimed
    queue.settle(claimed, looking.look(claimed, NOW, door=door), NOW)
    claimed.refresh_from_db()
    assert claimed.state == REFUSED
    assert "private network" in claimed.trouble


def test_the_door_that_is_used_goes_into_no_private_network(feed: Channel) -> None:
    transport = looking.at_the_door()._http._transport
    assert isinstance(transport, GuardedTransport)
    assert transport._pool._network_backend._allow_private is False  # type: ignore[attr-defined]


def test_a_page_that_cannot_be_reached_is_tried_for_a_day_and_then_refused(feed: Channel) -> None:
    take()
    at, tries = NOW, 0
    while (ping := look(httpx.ConnectError("no"), at)).state == SAID:
        assert ping.due_at
        at, tries = ping.due_at, tries + 1
    assert (ping.state, tries) == (REFUSED, len(looking.WAITS))
    assert at - NOW > timedelta(days=1)
    assert "cannot be read" in ping.trouble


def test_what_failed_for_a_while_is_kept_when_it_comes(feed: Channel) -> None:
    take()
    ping = look(503)
    assert ping.due_at
    assert look(REPLY, ping.due_at).state == KEPT


@pytest.mark.parametrize("page", [404, 410, SILENT])
def test_what_was_taken_back_loses_its_words_once_it_is_sure(feed: Channel, page: str | int) -> None:
    take()
    look(REPLY)
    again = NOW + timedelta(days=1)
    take(again)
    ping = look(page, again)
    assert (ping.state, Interaction.objects.get().text) == (SAID, "Che buono!")
    assert look(page, again + looking.MISSED).state == GONE
    word = Interaction.objects.get()
    assert (word.text, word.gone_at is not None) == ("", True)


def test_a_page_we_had_and_cannot_reach_is_not_gone(feed: Channel) -> None:
    take()
    look(REPLY)
    take(NOW + timedelta(days=1))
    assert look(403, NOW + timedelta(days=1)).state == KEPT
    assert Interaction.objects.get().text == "Che buono!"


def test_a_page_is_not_looked_at_more_than_once_a_minute(feed: Channel) -> None:
    take()
    look(REPLY)
    take(NOW + timedelta(seconds=5))
    assert queue.claim(Ping, NOW + timedelta(seconds=30)) is None
    assert queue.claim(Ping, NOW + timedelta(seconds=61)) is not None


# ── nothing is lost ──────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_looking_and_keeping_loses_nothing(
    feed: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keeping.keep

    def dies(*args: Any) -> Any:
        kept(*args)
        raise KeyboardInterrupt

    take()
    monkeypatch.setattr(keeping, "keep", dies)
    with pytest.raises(KeyboardInterrupt):
        look(REPLY)
    assert (Interaction.objects.count(), Ping.objects.get().state) == (0, SAID)
    monkeypatch.setattr(keeping, "keep", kept)
    look(REPLY, NOW + queue.LEASE + timedelta(seconds=1))
    assert (Interaction.objects.count(), Ping.objects.get().state) == (1, KEPT)


def test_what_is_said_while_its_page_is_looked_at_has_it_looked_at_again(feed: Channel) -> None:
    take()
    claimed = queue.claim(Ping, NOW)
    take(NOW + timedelta(seconds=2))
    ping = look(REPLY, ping=claimed)
    assert (ping.state, Interaction.objects.count()) == (SAID, 1)
    assert ping.due_at
    assert look(REPLY, ping.due_at + timedelta(minutes=2)).state == KEPT


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_the_same_page_keep_it_once(feed: Channel) -> None:
    take()
    late = queue.claim(Ping, NOW)
    assert late
    look(REPLY, NOW + queue.LEASE + timedelta(seconds=1))
    with pytest.raises(Exception, match="taken over"):
        look(LIKE, ping=late)
    assert Interaction.objects.get().kind == Kind.REPLY


@pytest.mark.django_db(transaction=True)
def test_said_by_several_at_once_it_is_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brand = brands.create_brand("Aurora", owner=brands.create_user("side@example.org", None))
    monkeypatch.setenv("PASSAPAROLA_DATA", str(tmp_path))
    monkeypatch.setenv("PASSAPAROLA_ADDRESS", "https://word.example")
    Shelf("aurora").keep_about(About("aurora", "Aurora"))
    Shelf("aurora").keep(ENTRY)
    channels.connect(brand, "hub", Login(Account("aurora", "aurora"), "", {}), PUBLISHED)

    def alone(_: int) -> None:
        try:
            take()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(alone, range(8)))
    assert Ping.objects.count() == 1


def test_who_is_erased_is_not_heard_again_and_no_page_of_theirs_is_remembered(feed: Channel) -> None:
    take()
    look(REPLY)
    erasing.erase(Person.objects.get(handles__name="Bea"), None, NOW)
    assert not Ping.objects.filter(source__contains="bea.example").exists()
    take(NOW + timedelta(days=1))
    claimed = queue.claim(Ping, NOW + timedelta(days=1))
    assert claimed
    with pytest.raises(Ping.DoesNotExist):
        look(REPLY, NOW + timedelta(days=1), ping=claimed)
    assert Interaction.objects.count() == Ping.objects.count() == 0


def test_a_page_without_microformats_is_a_mention(feed: Channel) -> None:
    take()
    look(PLAIN)
    word = Interaction.objects.get()
    assert (word.kind, word.text, word.at_known) == (Kind.MENTION, "A list of links", False)
