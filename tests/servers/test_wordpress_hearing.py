"""What visitors comment on a real WordPress is heard by an author who may not moderate, and is answered."""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.held import keys_of
from passaparola.connectors import errors
from passaparola.connectors.wordpress import hearing
from passaparola.connectors.wordpress.connector import WordPressSpeaker
from servers.cutting import Cutting, cut_client
from servers.test_wordpress import Site, connected, draft, spoken

if TYPE_CHECKING:
    from connectors.held import HeldKeys
    from passaparola.connectors.contract import Batch, Draft, Event, Receipt

FLOOD = 16.0  # seconds a site wants between two comments of one person (check_comment_flood_db)


@pytest.fixture
def keys(wordpress: dict[str, Any]) -> HeldKeys:
    author = wordpress["author2"]
    return keys_of(connected(wordpress["url"], author["user"], author["application_password"]))


@pytest.fixture(scope="module")
def site(wordpress: dict[str, Any]) -> Site:
    return Site(wordpress)


class Visitors:
    """People without an account, who comment under a post."""

    def __init__(self, url: str, site: Site) -> None:
        self.url, self.site = url, site

    def comment(self, name: str, post: str, words: str, parent: str = "0") -> str:
        """Comment by the form under the post, and return the number of the comment."""
        form = {"comment_post_ID": post, "comment_parent": parent, "author": name, "comment": words}
        form |= {"email": mail(), "url": "https://visitor.example/"}
        answer = httpx.post(f"{self.url}/wp-comments-post.php", data=form, trust_env=False, timeout=30)
        found = re.search(r"#comment-(\d+)", answer.headers.get("location", ""))
        assert found is not None, answer.text[:300]
        return found[1]

    def write(self, post: str, words: str) -> str:
        """Comment as somebody of the site: from one address, it takes a form in 15 seconds only."""
        body = {"post": int(post), "content": words}
        return str(self.site.door.post("comments", json=body).raise_for_status().json()["id"])


def mail() -> str:
    return f"{uuid.uuid4().hex[:8]}@example.org"


@pytest.fixture(scope="module")
def visitors(wordpress: dict[str, Any], site: Site) -> Visitors:
    return Visitors(wordpress["url"], site)


def walked(keys: HeldKeys, cursor: str = "") -> tuple[dict[str, Event], Batch]:
    told: dict[str, Event] = {}
    while True:
        batch: Batch = spoken(keys, partial(WordPressSpeaker.hear, cursor=cursor))
        told |= {event.id.rpartition("-")[2]: event for event in batch.events}
        cursor = batch.cursor
        if not batch.more:
            return told, batch


def test_comments_are_heard_once_also_those_that_wait_and_are_approved_later(
    keys: HeldKeys, site: Site, visitors: Visitors
) -> None:
    post: Receipt = spoken(keys, lambda it: it.publish(draft("talk")))
    anna = visitors.comment("Anna", post.native_id, "Whose hats?")
    time.sleep(FLOOD)
    bert = visitors.comment("Bert & Co", post.native_id, "Ours <b>surely</b> 🎩", parent=anna)
    theirs = str(site.get("posts", slug="hello-world")[0]["id"])
    elsewhere = visitors.write(theirs, "Not for the author")
    told, last = walked(keys)
    assert (told[anna].kind, told[anna].receipt, told[anna].ours) == ("comment", post.native_id, True)
    assert (told[bert].kind, told[bert].about) == ("reply", told[anna].id)
    assert (told[bert].text, told[bert].actor.name) == ("Ours surely 🎩", "Bert & Co")
    assert told[anna].actor.id != told[bert].actor.id
    assert elsewhere not in told
    site.door.post(f"comments/{anna}", json={"status": "approved"}).raise_for_status()
    site.door.post(f"comments/{bert}", json={"status": "spam"}).raise_for_status()
    again, last = walked(keys, last.cursor)
    assert again == {}
    new = visitors.write(post.native_id, "One thing more")
    fresh, _ = walked(keys, last.cursor)
    assert set(fresh) == {new}
    assert bert not in walked(keys)[0]
    assert told[anna].url == f"{post.url}#comment-{anna}"


def test_many_pages_are_turned(keys: HeldKeys, visitors: Visitors, monkeypatch: pytest.MonkeyPatch) -> None:
    post: Receipt = spoken(keys, lambda it: it.publish(draft("many")))
    made = {visitors.write(post.native_id, f"Word {k}") for k in range(7)}
    monkeypatch.setattr(hearing, "PAGE", 3)
    monkeypatch.setattr(hearing, "OVERLAP", 1)
    monkeypatch.setattr(hearing, "EVERY", hearing.EVERY | {"per_page": "3"})
    told, last = walked(keys)
    assert made <= set(told)
    assert last.up_to is not None
    assert walked(keys, last.cursor)[0] == {}


def answered(keys: HeldKeys, key: str, address: str, text: str) -> Draft:
    there = spoken(keys, lambda it: it.locate(address))
    return draft(key, title="", text=text, answers=address, replies_to=there)


def test_an_answer_stands_under_the_comment_once_is_changed_and_deleted(
    keys: HeldKeys, site: Site, visitors: Visitors
) -> None:
    post: Receipt = spoken(keys, lambda it: it.publish(draft("answered")))
    number = visitors.write(post.native_id, "Where can I buy them?")
    event = walked(keys)[0][number]
    wanted = answered(keys, "answer", event.address, 'At "ours" -- <today> & tomorrow... :-)')
    cutting = Cutting(lambda request: request.method == "POST" and request.url.path.endswith("/comments"))
    with pytest.raises(errors.UnknownOutcome):
        spoken(keys, lambda it: it.publish(wanted), cut_client(cutting))
    found = spoken(keys, lambda it: it.find(wanted))
    assert found is not None
    receipt: Receipt = spoken(keys, lambda it: it.publish(wanted))
    assert receipt == found
    mine = [one for one in site.get("comments", post=post.native_id) if one["author"] == 2]
    assert [(one["id"], one["parent"]) for one in mine] == [
        (int(receipt.native_id.removeprefix("comment-")), int(number))
    ]
    assert "&lt;today&gt; &amp; tomorrow" in mine[0]["content"]["rendered"]
    assert number in receipt.url or receipt.url.startswith(post.url)
    assert receipt.native_id.removeprefix("comment-") not in walked(keys)[0], "what we say is no event"
    spoken(keys, lambda it: it.edit(receipt, replace(wanted, text="Everywhere")))
    shown = site.get(f"comments/{receipt.native_id.removeprefix('comment-')}")
    assert shown["content"]["raw"] == "Everywhere"
    for _ in range(2):
        spoken(keys, lambda it: it.delete(receipt))
    assert site.get(f"comments/{receipt.native_id.removeprefix('comment-')}")["status"] == "trash"


def test_a_post_is_answered_by_its_address_and_too_quick_words_wait(keys: HeldKeys, site: Site) -> None:
    theirs = site.get("posts", slug="hello-world")[0]
    time.sleep(FLOOD)
    wanted = answered(keys, "to post", theirs["link"], "Good morning")
    first: Receipt = spoken(keys, lambda it: it.publish(wanted))
    shown = site.get(f"comments/{first.native_id.removeprefix('comment-')}")
    assert (shown["post"], shown["parent"]) == (theirs["id"], 0)
    quick = answered(keys, "quick", theirs["link"], "And again")
    with pytest.raises(errors.RateLimited):
        spoken(keys, lambda it: it.publish(quick))


def test_what_closed_comments_say_is_understood(keys: HeldKeys, site: Site) -> None:
    post: Receipt = spoken(keys, lambda it: it.publish(draft("closed")))
    site.door.post(f"posts/{post.native_id}", json={"comment_status": "closed"}).raise_for_status()
    wanted = answered(keys, "shut", post.url, "Anybody?")
    with pytest.raises(errors.Forbidden, match="takes no comments there"):
        spoken(keys, lambda it: it.publish(wanted))
