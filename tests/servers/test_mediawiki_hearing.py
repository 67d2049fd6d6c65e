"""A brand hears what people write to it on the talk pages of a real wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from servers.test_mediawiki import GRANTS, PASSWORD, Bob, bob, draft, keys, maintained, published, spoken

if TYPE_CHECKING:
    from connectors.held import HeldKeys
    from passaparola.connectors.contract import Batch, Event

__all__ = ["bob", "keys"]


class Heard:
    """What the brand has heard so far; asks on from where it was."""

    def __init__(self, keys: HeldKeys) -> None:
        self.keys = keys
        self.cursor = ""

    def batch(self) -> Batch:
        return spoken(self.keys, lambda it: it.hear(self.cursor))

    def on(self) -> list[Event]:
        """Hear all there is now, keeping each batch before the next is asked for."""
        new: list[Event] = []
        while True:
            batch = self.batch()
            self.cursor = batch.cursor
            new += batch.events
            if not batch.more:
                assert batch.up_to is not None
                return new


@pytest.fixture(scope="module")
def bot(mediawiki: dict[str, Any]) -> str:
    """The user name of another bot password of Alice's."""
    maintained("createBotPassword.php", "--appid", "hearing", "--grants", GRANTS, "Alice", PASSWORD)
    return "Alice@hearing"


@pytest.fixture
def heard(keys: HeldKeys) -> Heard:
    there = Heard(keys)
    there.on()
    return there


@pytest.fixture
def page() -> str:
    return f"Talk:Heard {uuid4().hex[:8]}"


def newest(bob: Bob, title: str) -> str:
    return str(bob.history(title)[0]["revid"])


def test_answers_and_mentions_on_a_page_we_spoke_on_are_heard_once(heard: Heard, bob: Bob, page: str) -> None:
    bob.edit(page, appendtext="== Before ==\n\nAlice is not here yet. ~~~~")
    post = published(heard.keys, draft(page, page))
    assert heard.on() == []
    bob.edit(page, appendtext="\n\n:I <b>did</b>. ~~~~")
    answer = newest(bob, page)
    bob.edit(page, section="new", sectiontitle="Else", text="What does [[User:Alice]] say? ~~~~")
    mention = newest(bob, page)
    bob.edit(page, section="new", sectiontitle="Other", text="Nobody in particular. ~~~~")
    new = heard.on()
    told = [(event.id, event.kind, event.about, event.ours) for event in new]
    assert told == [(answer, "reply", post.native_id, True), (mention, "mention", "", False)]
    assert new[0].text.startswith(":I <b>did</b>. [[User:Bob|Bob]]")
    assert new[0].thread == post.native_id
    assert new[1].thread.endswith("#Else")
    assert (new[0].actor.name, new[0].actor.handle) == ("Bob", f"Bob@{bob.door.base_url.netloc.decode()}")
    assert heard.on() == []
    assert {answer, mention} <= {event.id for event in Heard(heard.keys).on()}


def test_what_is_written_on_our_own_talk_page_is_to_us(heard: Heard, bob: Bob) -> None:
    bob.edit("User talk:Alice", section="new", sectiontitle="Hello", text="How do you do? ~~~~")
    (event,) = heard.on()
    assert (event.kind, event.private) == ("mention", False)
    assert event.text.startswith("== Hello ==\n\nHow do you do?")
    assert event.id in {one.id for one in Heard(heard.keys).on()}


def test_an_outage_loses_nothing_and_who_dies_goes_on_from_the_last_batch(
    heard: Heard, bob: Bob, page: str
) -> None:
    post = published(heard.keys, draft(page, page))
    heard.on()
    said = []
    for number in range(45):
        bob.edit(page, appendtext=f"\n\n:Number {number}. ~~~~")
        said.append(newest(bob, page))
    first = heard.batch()
    assert first.more
    assert first.up_to is None
    heard.cursor = first.cursor
    assert heard.batch().events  # asked for, and never kept
    told = [event.id for event in (*first.events, *heard.on())]
    assert told == said
    assert post.native_id not in told


def test_what_was_changed_below_us_by_ourselves_is_not_told(heard: Heard, page: str, bob: Bob) -> None:
    post = published(heard.keys, draft(page, page))
    changed: Any = draft(page, page)
    spoken(heard.keys, lambda it: it.edit(post, changed))
    published(heard.keys, draft(f"{page} again", page))
    assert heard.on() == []
