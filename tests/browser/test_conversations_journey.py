"""People talk to a brand on three real servers, are read and answered in a browser, and read its answers.

As somebody new would: an empty brand, three channels, one post. What people say is asked of the inbox, what
we answer of the servers themselves.
"""

from __future__ import annotations

import re
import statistics
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from browser.connecting import begin_a_brand, connect, entering, give_leave, installed
from browser.test_pages import faultless
from browser.witness import Witness
from servers.crowd import Crowd, Person
from servers.relay import Relay
from servers.test_bluesky_hearing import mention
from servers.test_snac import People
from servers.test_wordpress import Site as Blog
from servers.test_wordpress_hearing import Visitors
from web.site.conftest import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from browser.conftest import Visit
    from servers.crowd import Ref

TEXT = "Domani alle sette torna il pane di segale."
TITLE = "Torna il pane di segale"
PATIENCE = 180.0  # seconds; WordPress is asked every two minutes
AT_ONCE = 5.0  # seconds until a word that a stream announces is on screen
MISSED = 30


def said(words: str) -> str:
    """Return `words` with one that nobody has used before."""
    return f"{words} w{uuid.uuid4().hex[:8]}"


def mark(words: str) -> str:
    """Return what tells `words` from all others."""
    return words.rpartition(" ")[2]


@dataclass
class Street:
    """Everybody: the brand at its desk, and the people on each server."""

    here: Visit
    enter: Callable[..., Visit]
    witness: Witness
    relay: Relay
    crowd: Crowd
    people: People
    blog: Blog
    visitors: Visitors
    posts: dict[str, Any] = field(default_factory=dict)
    marks: set[tuple[str, str]] = field(default_factory=set)

    @property
    def us(self) -> Person:
        return Person(self.witness.did, self.witness.handle, "")

    @property
    def inbox(self) -> str:
        return f"{self.here.site.brand}inbox/"

    def find(self, words: str) -> str:
        """Wait until `words` are in the inbox, and open the talk they are in; give its address."""
        page = self.here.page

        def found() -> bool:
            self.here.go(f"{self.inbox}?q={mark(words)}")
            return page.locator(".talk-who a").count() > 0

        until(found, seconds=PATIENCE)
        assert page.locator(".talk-who a").count() == 1, words
        page.click(".talk-who a")
        page.wait_for_selector(".words")
        return page.url.partition("?")[0]

    def thread(self) -> list[str]:
        """Return what is said in the talk that is open, from its beginning, each by its last word."""
        return [mark(each.strip()) for each in self.here.page.locator(".word .word-text").all_inner_texts()]

    def answer(self, words: str, answer: str) -> None:
        """Answer `words` in the talk that is open, and wait until the answer is out, with its address."""
        page = self.here.page
        page.locator(f".word:has-text('{mark(words)}')").get_by_text("Answer this").click()
        page.fill("#text", answer)
        page.click(".reply button:has-text('Send the answer')")
        ours = page.locator(f".word.is-ours:has-text('{mark(answer)}')")
        ours.locator(".word-state.is-published").wait_for(timeout=90_000)
        assert str(ours.locator("a:has-text('Open it there')").get_attribute("href")).startswith("http")

    def beside_the_talks(self) -> set[tuple[str, str]]:
        """Return who did what that is no talk."""
        self.here.go(f"{self.inbox}besides/")
        return {
            (row.locator("bdi").last.inner_text(), row.locator("> span").nth(1).inner_text())
            for row in self.here.page.locator(".besides li").all()
        }

    def stands(self, ours: dict[str, str]) -> dict[str, list[Any]]:
        """Return what each of our answers hangs on, for as often as it stands there."""
        found = self.witness.answers(self.posts["WordPress"])
        return {name: [each.to for each in found if mark(text) in each.text] for name, text in ours.items()}

    def named(self, answer: str) -> Any:
        """Return what its server calls an answer of ours."""
        found = self.witness.answers(self.posts["WordPress"])
        return next(each.name for each in found if mark(answer) in each.text)


@pytest.fixture(scope="module")
def street(
    chromium: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    bluesky: Any,
    wordpress: Any,
    snac: Any,
) -> Iterator[Street]:
    witness = Witness({"bluesky": bluesky, "wordpress": wordpress, "snac": snac})
    crowd, relay, blog = Crowd(bluesky), Relay(bluesky["pds"]), Blog(wordpress)
    with installed(tmp_path_factory.mktemp("street")) as site, entering(chromium, site) as enter:
        here = enter()
        here.sign_in()
        begin_a_brand(here)
        visitors = Visitors(wordpress["url"], blog)
        made = Street(here, enter, witness, relay, crowd, People(snac), blog, visitors)
        connect_all(made)
        publish(made)
        yield made
    crowd.close()
    witness.close()


def connect_all(street: Street) -> None:
    here, witness = street.here, street.witness
    blog = witness.networks["wordpress"]
    keys = {"handle": witness.handle, "password": witness.app_password}
    assert "is connected" in connect(here, "Bluesky", street.relay.url, **keys)
    author = {"user": blog["author2"]["user"], "password": blog["author2"]["application_password"]}
    assert "is connected" in connect(here, "WordPress", blog["url"], **author)
    assert "is connected" in give_leave(here, witness.networks["snac"])


def publish(street: Street) -> None:
    """Publish one post on the three, and keep what each server calls it."""
    here, words = street.here, said(TEXT)
    page = here.page
    here.go(f"{here.site.brand}posts/")
    page.locator("form[action$='/posts/new/'] button").first.click()
    page.fill("#text", words)
    side = page.locator(".channel-side:has(h2:has-text('WordPress'))")
    side.locator("[data-own]").check()
    side.locator("[name$=-title]").fill(TITLE)
    side.locator("[name$=-text]").fill(words)
    page.check("#when-now")
    page.click("button[value=send]")
    page.locator(".delivery.is-published >> nth=2").wait_for(timeout=60_000)
    street.posts = {"words": words, **street.witness.posts(mark(words))}
    street.crowd.until(lambda: bool(street.crowd._post(street.posts["Bluesky"])))


def test_what_people_say_is_read_answered_and_read_by_them(street: Street) -> None:
    talks = [*on_bluesky(street), *on_mastodon(street), *on_wordpress(street)]
    for talk in talks:
        is_read_whole(street, talk)
        is_answered(street, talk)
    assert street.beside_the_talks() >= street.marks
    stands = street.stands({name: text for talk in talks for name, text in talk.ours.items()})
    assert stands == {words: [ref] for talk in talks for words, ref in talk.said.items()}
    again = [say_again(street, talk) for talk in talks]
    for talk, words in zip(talks, again, strict=True):
        assert street.find(words) == talk.address
        assert street.thread()[-1] == mark(words)
        assert street.here.page.inner_text("#standing .meta b") == "Open"
    looks_well_on_a_phone(street)


@dataclass
class Talk:
    """What should be one talk: what is said in it, and what its server calls that, from its first word on.

    `goes_on` says something to an answer of ours.
    """

    said: dict[str, Any]
    goes_on: Callable[[str, Any], object]
    about_our_post: bool = True
    ours: dict[str, str] = field(default_factory=dict)
    address: str = ""


def on_bluesky(street: Street) -> list[Talk]:
    crowd, post, us = street.crowd, street.posts["Bluesky"], street.us
    ada, bea, cleo, dan = crowd.people("ada bea cleo dan").values()
    words = [said(each) for each in ("siete aperti domenica?", "È di segale?", "Me lo chiedo anch'io", "Sì!")]
    first = mention(crowd, ada, us, words[0])
    reply = crowd.reply(bea, words[1], post, post)
    crowd.counted(post, replyCount=1)
    below = crowd.reply(cleo, words[2], reply, post)
    quote = crowd.quote(dan, words[3], post)
    crowd.repost(ada, post)
    crowd.like(bea, post)
    street.marks |= {(ada.handle, "reshare"), (bea.handle, "like")}
    refs = [ref["uri"] for ref in (first, reply, below, quote)]

    def goes_on(text: str, to: Any, root: Ref) -> None:
        crowd.reply(ada, text, crowd.ref(to), root)

    return [
        Talk({words[0]: refs[0]}, partial(goes_on, root=first), about_our_post=False),
        Talk(dict(zip(words[1:3], refs[1:3], strict=True)), partial(goes_on, root=post)),
        Talk({words[3]: refs[3]}, partial(goes_on, root=quote)),
    ]


def on_mastodon(street: Street) -> list[Talk]:
    people, post = street.people, street.posts["Mastodon"]
    words = [said(each) for each in ("siete aperti sabato?", "Quanto costa?", "Quanto pesa?")]
    mentioned = people.post("bob", f"@brand {words[0]}")
    reply = people.post("alice", words[1], in_reply_to_id=post["id"])
    people.act("alice", "reblog", post)
    people.act("alice", "favourite", post)
    below = people.post("carol", f"@brand {words[2]}", in_reply_to_id=reply["id"])
    host = street.witness.networks["snac"]["url"].partition("://")[2]
    street.marks |= {(f"alice@{host}", "reshare"), (f"alice@{host}", "like")}

    def goes_on(text: str, to: Any) -> None:
        people.post("bob", f"@brand {text}", in_reply_to_id=to)

    return [
        Talk({words[0]: mentioned["id"]}, goes_on, about_our_post=False),
        Talk({words[1]: reply["id"], words[2]: below["id"]}, goes_on),
    ]


def on_wordpress(street: Street) -> list[Talk]:
    post, door = street.posts["WordPress"], street.blog.door
    words = [said("Posso prenotarne due?"), said("Anche per me!")]
    comment = int(street.visitors.comment("Anna", str(post), words[0]))

    def comments(text: str, to: Any) -> int:
        body = {"post": post, "parent": to, "content": text}
        number: int = door.post("comments", json=body).raise_for_status().json()["id"]
        return number

    return [Talk({words[0]: comment, words[1]: comments(words[1], comment)}, comments)]


def is_read_whole(street: Street, talk: Talk) -> None:
    """Each word is in the inbox once, in one talk with the others, below the post it began with."""
    addresses = {street.find(words) for words in talk.said}
    assert len(addresses) == 1, talk
    talk.address = addresses.pop()
    assert street.thread() == [mark(words) for words in talk.said]
    begun = street.here.page.locator(".begun")
    assert begun.count() == talk.about_our_post
    if talk.about_our_post:
        assert "Said to our post" in begun.inner_text()
        assert mark(street.posts["words"]) in begun.inner_text()


def is_answered(street: Street, talk: Talk) -> None:
    for words in talk.said:
        talk.ours[words] = said("Certo.")
        street.answer(words, talk.ours[words])
    assert street.thread() == [mark(words) for words in (*talk.said, *talk.ours.values())]


def say_again(street: Street, talk: Talk) -> str:
    """Have somebody reply to our first answer; return what they say."""
    words = said("Allora a domani!")
    talk.goes_on(words, street.named(next(iter(talk.ours.values()))))
    return words


def looks_well_on_a_phone(street: Street) -> None:
    reader = street.enter(390, dark=True, language="it", after=street.here)
    reader.go(f"{street.inbox}?tab=all")
    faultless(reader, "the inbox")
    for address in reader.page.locator(".talk-who a").evaluate_all("(all) => all.map((one) => one.href)"):
        reader.page.goto(address)
        faultless(reader, address)


def test_a_mention_is_on_screen_within_five_seconds_of_being_said(street: Street) -> None:
    ada, us, page = street.crowd.person("ada"), street.us, street.here.page
    street.here.go(street.inbox)
    took = []
    for _ in range(3):
        words = said("adesso")
        mention(street.crowd, ada, us, words)
        since = time.monotonic()
        page.wait_for_selector(f".talk-words:has-text('{mark(words)}')", timeout=60_000)
        took.append(round(time.monotonic() - since, 2))
    assert statistics.median(took) < AT_ONCE, took


def test_what_was_said_while_a_server_was_out_of_reach_is_there_once(street: Street) -> None:
    ada, us, here = street.crowd.person("ada"), street.us, street.here
    key = said("fuori").rpartition(" ")[2]
    street.relay.cut()
    try:
        for number in range(MISSED):
            mention(street.crowd, ada, us, f"{key} numero {number}")
        until(lambda: trouble_is_told(street), seconds=90)
    finally:
        street.relay.mend()
    since = time.monotonic()
    until(lambda: len(told(here, street, key)) >= MISSED, seconds=PATIENCE)
    took = time.monotonic() - since
    assert sorted(told(here, street, key)) == sorted(f"numero {number}" for number in range(MISSED)), took


def trouble_is_told(street: Street) -> bool:
    street.here.go(street.inbox)
    return street.here.page.locator(".fresh .bad").count() > 0


def told(here: Visit, street: Street, key: str) -> list[str]:
    """Return the words with `key` on all pages of the inbox."""
    found: list[str] = []
    address = f"{here.site.address}{street.inbox}?tab=all"
    while address:
        here.page.goto(address)
        texts = here.page.locator(".talk-words").all_inner_texts()
        found += [re.sub(r".*(numero \d+).*", r"\1", each) for each in texts if key in each]
        onward = here.page.locator(".pages a[rel=next]")
        address = f"{here.site.address}{street.inbox}{onward.get_attribute('href')}" if onward.count() else ""
    return found
