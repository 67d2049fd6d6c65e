"""Hearing what is written on talk pages, over recorded answers; calls keep to what a wiki's modules take."""

from __future__ import annotations

import asyncio
import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.mediawiki.wiki import API, SECRETS, Wiki, error
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.mediawiki import api, hearing, place
from passaparola.connectors.mediawiki.connector import MediaWikiSpeaker

if TYPE_CHECKING:
    from passaparola.connectors.contract import Batch, Event

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TALK = recorded("mediawiki", "revisions__talk")
OURS, ANSWER, MENTION, NEWEST = 18, 20, 21, 23
TIMES = {18: "2026-11-25T04:03:56+00:00", 20: "2026-11-25T04:04:10+00:00"}


def cursor(revision: int = OURS) -> str:
    return place.Place({"6": place.Read(revision, datetime.fromisoformat(TIMES[revision]))}).written()


def contributions() -> Any:
    found = copy.deepcopy(recorded("mediawiki", "usercontribs__some"))
    del found["continue"]
    return found


def wiki(talk: Any = TALK, **answers: Any) -> Wiki:
    usual = {
        "contributions": contributions(),
        "page": recorded("mediawiki", "info__no_talk_page"),
        "now": recorded("mediawiki", "info__spoken"),
        "revisions": talk,
    }
    return Wiki(usual | answers)


def hears(at: Wiki, after: str = "") -> Batch:
    async def scene() -> Batch:
        async with client(at)() as door:
            return await MediaWikiSpeaker(api.Api(door, API, SECRETS), "3", lambda: NOW).hear(after)

    return asyncio.run(scene())


def changed(*texts: str, user: str = "Bob", number: int = 4) -> Any:
    """Our page as recorded, and then as somebody made it."""
    talk = copy.deepcopy(TALK)
    page = talk["query"]["pages"][0]
    first, second = page["revisions"][:2]
    page["revisions"] = [first]
    for step, text in enumerate(texts):
        made = copy.deepcopy(second) | {"revid": ANSWER + step, "user": user, "userid": number}
        made["slots"]["main"]["content"] = text
        page["revisions"].append(made)
    return talk


def words() -> str:
    return str(TALK["query"]["pages"][0]["revisions"][0]["slots"]["main"]["content"])


def only(batch: Batch) -> Event:
    (found,) = batch.events
    return found


def test_what_stands_in_our_section_answers_it_and_what_names_us_elsewhere_mentions_us() -> None:
    at = wiki()
    answer, mention = (batch := hears(at)).events
    assert (answer.id, answer.kind, answer.about, answer.ours) == (str(ANSWER), "reply", str(OURS), True)
    assert answer.text == ":I <b>did</b>. [[User:Bob|Bob]] 04:04"
    assert answer.thread == str(OURS)
    assert (mention.id, mention.kind, mention.about, mention.thread) == (
        str(MENTION),
        "mention",
        "",
        "6#Else",
    )
    assert mention.text == "== Else ==\nWhat does [[User:Alice]] say? [[User:Bob|Bob]]"
    assert (answer.actor.id, answer.actor.handle) == ("4", "Bob@wiki.example.org")
    assert answer.url == f"https://wiki.example.org/index.php?diff={ANSWER}"
    assert answer.at == datetime(2026, 11, 25, 4, 4, 10, tzinfo=UTC)
    assert (batch.more, batch.up_to) == (False, NOW)
    asked = dict(at.calls)["revisions"]
    assert (asked["rvdir"], asked["rvstart"], asked["pageids"]) == ("newer", "2026-11-25T04:03:56Z", "6")
    assert at.saved() == []


def test_what_was_told_is_not_told_again() -> None:
    at = wiki()
    after = hears(at).cursor
    at.calls.clear()
    assert hears(at, after).events == ()
    assert "revisions" not in [now for now, _ in at.calls]


def test_only_what_comes_after_is_new() -> None:
    talk = copy.deepcopy(TALK)
    del talk["query"]["pages"][0]["revisions"][0]
    assert only(hears(wiki(talk), cursor(ANSWER))).id == str(MENTION)


def test_where_a_wiki_tells_a_part_the_rest_is_asked_for_next() -> None:
    part = copy.deepcopy(TALK) | {"continue": {"rvcontinue": "20261125040420|21", "continue": "||"}}
    part["query"]["pages"][0]["revisions"] = part["query"]["pages"][0]["revisions"][:2]
    first = hears(wiki(part))
    assert (only(first).id, first.more, first.up_to) == (str(ANSWER), True, None)
    assert place.read(first.cursor) == place.read(cursor(ANSWER))
    again = hears(wiki(), first.cursor)
    assert again == hears(wiki(), first.cursor)
    assert only(again).id == str(MENTION)


def test_a_wiki_that_always_says_there_is_more_is_not_asked_for_ever() -> None:
    part = copy.deepcopy(TALK) | {"continue": {"rvcontinue": "20261125040356|18", "continue": "||"}}
    part["query"]["pages"][0]["revisions"] = part["query"]["pages"][0]["revisions"][:1]
    assert not hears(wiki(part), cursor()).more


def test_more_pages_than_are_read_at_once_are_all_read() -> None:
    number = hearing.AT_ONCE + 2
    pages = [
        recorded("mediawiki", "info__spoken")["query"]["pages"][0] | {"pageid": n} for n in range(number)
    ]
    at = wiki(now={"query": {"pages": pages}})
    batch = hears(at)
    assert batch.more
    assert not hears(at, batch.cursor).more
    asked = [given["pageids"] for now, given in at.calls if now == "revisions"]
    assert asked == [str(n) for n in range(number)]


def test_our_own_talk_page_is_read_from_its_beginning_and_all_of_it_is_to_us() -> None:
    talk = changed("Hello Bob.", "Hello Bob.\n\n\nHow do you do?")
    talk["query"]["pages"][0]["revisions"] = talk["query"]["pages"][0]["revisions"][1:]
    own = {"query": {"pages": [{"pageid": 9, "ns": 3, "title": "User talk:Alice", "lastrevid": 21}]}}
    at = wiki(talk, page=own, contributions={"query": {"usercontribs": []}})
    first, second = hears(at).events
    assert (first.kind, first.text, second.text) == ("mention", "Hello Bob.", "How do you do?")
    assert dict(at.calls)["revisions"]["rvstart"] == "2001-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"{words()}\n:Yes.", "reply"),
        (f"{words()}\n\n=== Below ===\nYes.", "reply"),
        (f"{words()}\n\n== Else ==\nYes.", None),
        (f"Yes.\n\n{words()}", None),
        (f"Yes, User:Alice.\n\n{words()}", "mention"),
        (f"{words()}\n\n\n", None),
        (words().replace("Words.", ""), None),
        ("", None),
    ],
)
def test_what_is_new_is_told_by_where_it_stands(text: str, kind: str | None) -> None:
    assert [event.kind for event in hears(wiki(changed(text))).events] == ([kind] if kind else [])


def test_what_was_only_moved_is_not_new() -> None:
    moved = changed(f"{words()}\n\n== Else ==\nAlice.\nYes.", f"Yes.\n{words()}\n\n== Else ==\nAlice.")
    assert only(hears(wiki(moved))).id == str(ANSWER)


def test_what_we_wrote_ourselves_is_not_told() -> None:
    text = f"{words()}\n:Yes."
    assert hears(wiki(changed(text, user="Alice", number=3))).events == ()
    assert only(hears(wiki(changed(text, user="192.0.2.1", number=0)))).actor.id == "192.0.2.1"


def test_what_the_wiki_hides_says_nothing_and_hides_nothing_else() -> None:
    talk = changed(f"{words()}\n:Yes.", f"{words()}\n:Yes.\n:No.")
    del talk["query"]["pages"][0]["revisions"][1]["slots"]["main"]["content"]
    assert [event.id for event in hears(wiki(talk)).events] == [str(ANSWER + 1)]


def test_hostile_words_come_through_as_words_whatever_their_length() -> None:
    event = only(hears(wiki(changed(f"{words()}\n:<script>\x00{'x' * 30_000}\x0b\u2028\n:\ufffe"))))
    assert event.text.startswith(":<script>\ufffdxxx")
    assert len(event.text) == 20_000


@pytest.mark.parametrize(
    "bad", ["garbage", "[]", "7", "{}", "[" * 100_000, cursor().replace("18", '"18"'), cursor() + "}"]
)
def test_a_cursor_that_is_none_is_told(bad: str) -> None:
    with pytest.raises(errors.CursorExpired):
        hears(wiki(), bad)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error("maxlag"), errors.Transient),
        (error("assertuserfailed"), errors.AuthExpired),
        ({"query": {"pages": [{"revisions": [{"revid": "x"}]}]}}, errors.Garbled),
    ],
)
def test_why_nothing_is_heard_is_told(answer: Any, kind: type[errors.ConnectorError]) -> None:
    with pytest.raises(kind):
        hears(wiki(answer))


def test_where_we_left_off_is_kept_exactly() -> None:
    assert json.loads(cursor())["pages"] == [["6", OURS, TIMES[OURS]]]
    assert place.read(cursor()).written() == cursor()
