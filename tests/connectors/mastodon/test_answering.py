"""An answer is seen by nobody who may not see what it answers, and reaches who is answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.mastodon.instance import Instance, draft, said, speak
from connectors.recorded import recorded
from passaparola.connectors import errors
from passaparola.connectors.mastodon import audience

if TYPE_CHECKING:
    from passaparola.connectors.contract import Receipt

ADDRESS = "https://social.example/@ada@other.example/9303"
ADA = {"acct": "ada@other.example", "username": "ada"}


def theirs(visibility: str, **account: str) -> Instance:
    """A server on which somebody's post waits for an answer."""
    instance = Instance()
    post = recorded("mastodon", "status__public") | {"id": "9303", "visibility": visibility}
    post["account"] |= ADA | account
    instance.others["9303"] = post
    return instance


def answered(instance: Instance, text: str = "Thank you", **options: str) -> Receipt:
    there = speak(instance, lambda speaker: speaker.locate(ADDRESS))
    what = draft(text, answers=ADDRESS, replies_to=there, options=options)
    receipt: Receipt = speak(instance, lambda speaker: speaker.publish(what))
    return receipt


def sent(instance: Instance) -> dict[str, Any]:
    return said(instance.written("/statuses")[-1])


@pytest.mark.parametrize(
    ("theirs_is", "ours_is", "stands"),
    [
        ("public", "", None),
        ("public", "unlisted", "unlisted"),
        ("unlisted", "", "unlisted"),
        ("unlisted", "public", "unlisted"),
        ("unlisted", "private", "private"),
        ("private", "", "private"),
        ("private", "public", "private"),
        ("direct", "", "direct"),
        ("direct", "public", "direct"),
        ("direct", "private", "direct"),
        ("mutuals_only", "", "direct"),
    ],
)
def test_an_answer_is_never_seen_by_more(theirs_is: str, ours_is: str, stands: str | None) -> None:
    instance = theirs(theirs_is)
    answered(instance, **({"visibility": ours_is} if ours_is else {}))
    assert sent(instance).get("visibility") == stands
    assert sent(instance)["in_reply_to_id"] == "9303"


@pytest.mark.parametrize(
    ("visibility", "text", "typed"),
    [
        ("direct", "Thank you", "@ada@other.example Thank you"),
        ("private", "Thank you", "@ada@other.example Thank you"),
        ("direct", "Thank you, @Ada@other.example!", "Thank you, @Ada@other.example!"),
        ("direct", "Ask @ada@other.example.org", "@ada@other.example Ask @ada@other.example.org"),
        ("direct", "Ask @ada", "@ada@other.example Ask @ada"),
        ("public", "Thank you", "@ada@other.example Thank you"),
        ("unlisted", "Thank you", "@ada@other.example Thank you"),
    ],
)
def test_an_answer_names_who_it_is_for(visibility: str, text: str, typed: str) -> None:
    instance = theirs(visibility)
    answered(instance, text)
    assert sent(instance)["status"] == typed


def test_those_of_the_same_server_are_named_without_it() -> None:
    instance = theirs("direct", acct="ada")
    answered(instance)
    assert sent(instance)["status"] == "@ada Thank you"


def test_what_follows_a_private_answer_stays_private() -> None:
    instance = theirs("direct")
    instance.broken = {"POST /statuses": httpx.Response(200, json=own_post(visibility="direct"))}
    first = answered(instance)
    assert (first.extra["stands"], first.extra["mention"]) == ("direct", "@ada@other.example")
    second = replace(draft("And more"), key="k2", replies_to=first)
    speak(instance, lambda speaker: speaker.publish(second))
    assert (sent(instance)["visibility"], sent(instance)["status"]) == (
        "direct",
        "@ada@other.example And more",
    )


def test_a_server_that_does_not_say_who_sees_a_post_is_not_asked_to_widen_it() -> None:
    instance = theirs("direct")
    instance.broken = {"POST /statuses": httpx.Response(200, json=own_post(visibility=None))}
    assert answered(instance).extra["stands"] == "direct"


def own_post(**more: Any) -> dict[str, Any]:
    return dict(recorded("mastodon", "status__own") | more)


def test_a_private_answer_that_is_changed_still_names_who_it_is_for() -> None:
    instance = theirs("direct")
    instance.broken = {"POST /statuses": httpx.Response(200, json=own_post(visibility="direct"))}
    receipt = answered(instance)
    instance.stands("@ada@other.example Thank you")
    changed = speak(instance, lambda speaker: speaker.edit(receipt, draft("Thanks a lot", answers=ADDRESS)))
    assert said(instance.written("/9500")[-1])["status"] == "@ada@other.example Thanks a lot"
    assert changed.extra["stands"] == "direct"


@pytest.mark.parametrize("located", [True, False])
def test_a_private_answer_is_found_by_what_was_typed(located: bool) -> None:  # noqa: FBT001
    instance = theirs("direct")
    instance.stands("@ada@other.example Thank you", in_reply_to_id="9303" if located else None)
    there = speak(instance, lambda speaker: speaker.locate(ADDRESS))
    what = draft("Thank you", answers=ADDRESS, replies_to=there if located else None)
    found = speak(instance, lambda speaker: speaker.find(what))
    assert found is not None
    assert found.native_id == "9500"
    assert speak(instance, lambda speaker: speaker.find(replace(what, text="you"))) is None
    assert speak(instance, lambda speaker: speaker.find(draft("Thank you"))) is None


@pytest.mark.parametrize("account", ["1000", "2001"])
def test_a_hidden_answer_is_looked_for_below_what_it_answers(account: str) -> None:
    instance = theirs("direct")
    ours = own_post(in_reply_to_id="9303", visibility="direct", text="@ada@other.example Thank you")
    ours["account"]["id"] = account
    there = speak(instance, lambda speaker: speaker.locate(ADDRESS))
    instance.broken = {"GET /context": httpx.Response(200, json={"ancestors": [], "descendants": [ours]})}
    what = draft("Thank you", answers=ADDRESS, replies_to=there)
    found = speak(instance, lambda speaker: speaker.find(what))
    assert (found is not None) == (account == "1000"), "only the account's own is its own"


def test_an_answer_to_what_is_gone_is_refused_before_anything_is_sent() -> None:
    instance = theirs("direct")
    with pytest.raises(errors.Gone):
        speak(instance, lambda speaker: speaker.locate("https://social.example/@ada/404404"))
    assert instance.written() == []


def test_a_post_found_elsewhere_says_who_sees_it() -> None:
    instance = Instance()
    search = recorded("mastodon", "search__one")
    search["statuses"][0]["visibility"] = "private"
    instance.broken = {"GET /api/v2/search": httpx.Response(200, json=search)}
    there = speak(instance, lambda speaker: speaker.locate("https://other.example/@ada/77"))
    assert there.extra == {"stands": "private", "mention": "@brand"}


def test_no_name_is_taken_from_the_middle_of_a_text() -> None:
    assert audience.without_name("@ada@other.example Hi @bob") == "Hi @bob"
    assert audience.without_name("Hi @bob there") == "Hi @bob there"
    assert audience.without_name("@ada") == "@ada"
