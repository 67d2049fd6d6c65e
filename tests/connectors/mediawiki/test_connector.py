"""Speaking on a wiki of our own; what it is asked is held against what a real one says it takes."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from connectors.held import HeldKeys
from connectors.mediawiki.wiki import SECRETS, Wiki, error, spoken
from connectors.recorded import client, recorded
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium, Receipt
from passaparola.connectors.mediawiki import section
from passaparola.connectors.mediawiki.connector import speaker

PAID = "employer A; client A; affiliation press office"
DRAFT = Draft(
    "key-1",
    datetime(2026, 11, 25, 10, tzinfo=UTC),
    "Words.",
    title="Opening hours",
    options={"page": "talk:example", "disclosure": PAID},
)
MARK = section.mark("key-1")
OTHER = "(Passaparola 0fe0d8f5e22a)"  # the reference on the page that was recorded
RECEIPT = Receipt(
    "18", "https://wiki.example.org/index.php?diff=18", None, {"page": "6", "mark": OTHER, "revision": "18"}
)
DOWN = httpx.ConnectError("refused")
CUT = httpx.ReadError("reset by peer")
SLOW = httpx.ReadTimeout("nothing came")


def published(wiki: Wiki, draft: Draft = DRAFT) -> Receipt:
    return spoken(wiki, lambda it: it.publish(draft))


def with_text(name: str, change: str, into: str) -> Any:
    """What was recorded as `name`, with other words on the page."""
    return json.loads(
        json.dumps(recorded("mediawiki", name)).replace(json.dumps(change)[1:-1], json.dumps(into)[1:-1])
    )


def test_a_section_is_added_with_who_pays_in_its_text_and_in_the_history() -> None:
    wiki = Wiki()
    receipt = published(wiki)
    assert [now for now, _ in wiki.calls] == ["tokens", "login", "contributions", "page", "edit"]
    (edit,) = wiki.saved()
    assert edit["title"] == "Talk:Example"
    assert (edit["section"], edit["sectiontitle"]) == ("new", "Opening hours")
    assert edit["text"] == f"Words.\n\n<small>Paid contribution: {PAID} {MARK}</small> ~~~~"
    assert edit["summary"] == f"Paid contribution: {PAID} {MARK}"
    assert (edit["nocreate"], edit["watchlist"]) == ("1", "preferences")
    assert edit["starttimestamp"] == recorded("mediawiki", "page__talk")["curtimestamp"]
    assert edit["token"] == "4567cdef+\\"  # noqa: S105 - of a session long gone
    assert receipt.native_id == "18"
    assert receipt.url == "https://wiki.example.org/index.php?diff=18"
    assert receipt.extra == {"page": "6", "mark": MARK, "revision": "18"}


def test_a_talk_page_that_is_not_there_yet_is_made_and_never_over_another() -> None:
    wiki = Wiki({"page": recorded("mediawiki", "page__no_talk_yet")})
    published(wiki)
    assert wiki.saved()[0]["createonly"] == "1"
    assert "nocreate" not in wiki.saved()[0]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("article", "choose Talk:Example"),
        ("user", "choose User talk:Alice"),
        ("redirect_to_article", "choose Talk:Example article"),
        ("special", "is no page"),
        ("invalid", "is no page"),
        ("interwiki", "another wiki"),
    ],
)
def test_nothing_is_written_but_on_talk_pages(page: str, words: str) -> None:
    wiki = Wiki({"page": recorded("mediawiki", f"page__{page}")})
    with pytest.raises(errors.Invalid, match=words) as caught:
        published(wiki)
    assert caught.value.field == "options"
    assert not wiki.saved()


def test_a_namespace_the_wiki_does_not_name_is_none_to_talk_in() -> None:
    page = recorded("mediawiki", "page__talk")
    del page["query"]["namespaces"]["1"]
    wiki = Wiki({"page": page})
    with pytest.raises(errors.Invalid):
        published(wiki)
    assert not wiki.saved()


def test_a_page_that_holds_no_wikitext_is_left_alone() -> None:
    page = recorded("mediawiki", "page__talk")
    page["query"]["pages"][0]["contentmodel"] = "flow-board"
    with pytest.raises(errors.Invalid, match="by hand"):
        published(Wiki({"page": page}))


def test_a_watch_that_would_be_left_out_silently_is_refused() -> None:
    page = recorded("mediawiki", "page__talk")
    page["query"]["userinfo"]["rights"].remove("editmywatchlist")
    watching = replace(DRAFT, options={**DRAFT.options, "watch": "watch"})
    wiki = Wiki({"page": page})
    with pytest.raises(errors.Forbidden, match="editmywatchlist"):
        published(wiki, watching)
    assert not wiki.saved()
    published(wiki)
    wiki = Wiki()
    published(wiki, watching)
    assert wiki.saved()[0]["watchlist"] == "watch"


IMAGE = Medium(Path("a.png"), "image", "image/png", 1, "a.png")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, options={"page": "Talk:Example"}), "options"),
        (replace(DRAFT, options={"page": "Talk:Example", "disclosure": "  "}), "options"),
        (replace(DRAFT, options={"disclosure": PAID}), "options"),
        (replace(DRAFT, options={"page": "Talk:A|Example", "disclosure": PAID}), "options"),
        (replace(DRAFT, options={**DRAFT.options, "disclosure": "x" * 480}), "options"),
        (replace(DRAFT, options={**DRAFT.options, "disclosure": "A\nB"}), "options"),
        (replace(DRAFT, options={**DRAFT.options, "disclosure": "A <!-- B"}), "options"),
        (replace(DRAFT, title=""), "title"),
        (replace(DRAFT, title="A\nB"), "title"),
        (replace(DRAFT, text="Words. ~~~~"), "text"),
        (replace(DRAFT, text="Words. <!-- and more"), "text"),
        (replace(DRAFT, text="Words. <NoWiki >"), "text"),
        (replace(DRAFT, text="Words.\n== Another =="), "text"),
        (replace(DRAFT, text=" ", title=" "), "text"),
        (replace(DRAFT, media=(IMAGE,)), "media"),
        (replace(DRAFT, language="it"), "language"),
    ],
)
def test_what_would_not_be_read_as_meant_is_refused_before_anything_is_asked(
    draft: Draft, field: str
) -> None:
    wiki = Wiki()
    with pytest.raises(errors.Invalid) as caught:
        published(wiki, draft)
    assert caught.value.field == field
    assert not wiki.calls


def test_a_summary_of_just_the_length_a_wiki_keeps_goes_through() -> None:
    longest = 500 - len("Paid contribution:  ") - len(MARK)
    published(Wiki(), replace(DRAFT, options={**DRAFT.options, "disclosure": "è" * longest}))
    with pytest.raises(errors.Invalid, match="1 characters too long"):
        published(Wiki(), replace(DRAFT, options={**DRAFT.options, "disclosure": "è" * (longest + 1)}))


def there() -> Any:
    return with_text("usercontribs__some", OTHER, MARK)


def test_an_edit_that_was_made_is_found_and_not_made_again() -> None:
    wiki = Wiki({"contributions": there()})
    found = spoken(wiki, lambda it: it.find(DRAFT))
    assert found is not None
    assert published(wiki) == found
    assert found.native_id == "18"
    assert found.extra == {"page": "6", "mark": MARK, "revision": "18"}
    assert not wiki.saved()
    asked = next(given for now, given in wiki.calls if now == "contributions")
    assert asked["ucuserids"] == "3"
    assert asked["ucend"] == "2026-11-25T09:00:00Z"


def test_an_edit_that_is_not_there_is_not_there() -> None:
    assert spoken(Wiki(), lambda it: it.find(DRAFT)) is None


def test_contributions_are_turned_to_their_last_page() -> None:
    class Paged(Wiki):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            if request.url.params.get("uccontinue"):
                self.answers["contributions"] = there()
            return super().__call__(request)

    wiki = Paged({"contributions": recorded("mediawiki", "usercontribs__some")})
    assert spoken(wiki, lambda it: it.find(DRAFT)) is not None
    assert wiki.calls[-1][1]["uccontinue"] == "20261125040355|16"


def test_a_hidden_edit_might_be_ours() -> None:
    hidden = recorded("mediawiki", "usercontribs__some")
    hidden.pop("continue")
    hidden["query"]["usercontribs"][0] |= {"commenthidden": True}
    hidden["query"]["usercontribs"][0].pop("comment")
    with pytest.raises(errors.Forbidden, match="hides"):
        spoken(Wiki({"contributions": hidden}), lambda it: it.find(DRAFT))


def test_more_edits_than_are_looked_through_are_no_answer() -> None:
    wiki = Wiki({"contributions": recorded("mediawiki", "usercontribs__some")})
    with pytest.raises(errors.Forbidden, match="too many"):
        spoken(wiki, lambda it: it.find(DRAFT))


GARBAGE = httpx.Response(200, text="<p>Fatal error</p>")
EMPTY = httpx.Response(200, json={})
BUSY = httpx.Response(429, headers={"retry-after": "900"})
BROKEN = httpx.Response(500, text="Internal error")
AWAY = httpx.Response(503)
FIREWALL = httpx.Response(403, text="<h1>Blocked</h1>")
LAGGED = error("maxlag", **{"retry-after": "5"})
INTERNAL = error("internal_api_error_DBQueryError")
LOGGED_OUT = error("assertuserfailed")
REVOKED = error("mwoauth-invalid-authorization")

LOOKS = [
    (DOWN, errors.Unreachable),
    (CUT, errors.Unreachable),
    (SLOW, errors.Unreachable),
    (BUSY, errors.RateLimited),
    (BROKEN, errors.Transient),
    (AWAY, errors.Transient),
    (GARBAGE, errors.Garbled),
    (EMPTY, errors.Garbled),
    (FIREWALL, errors.Forbidden),
    (LAGGED, errors.Transient),
    (INTERNAL, errors.Transient),
    (LOGGED_OUT, errors.AuthExpired),
    (REVOKED, errors.AuthRevoked),
]
LOGIN = [(DOWN, errors.Unreachable), (CUT, errors.Transient), (SLOW, errors.Transient), *LOOKS[3:11]]
WRITING = [
    (DOWN, errors.Unreachable),
    (CUT, errors.UnknownOutcome),
    (SLOW, errors.UnknownOutcome),
    (BUSY, errors.RateLimited),
    (BROKEN, errors.UnknownOutcome),
    (AWAY, errors.UnknownOutcome),
    (GARBAGE, errors.UnknownOutcome),
    (EMPTY, errors.UnknownOutcome),
    (FIREWALL, errors.Forbidden),
    (LAGGED, errors.Transient),
    (INTERNAL, errors.UnknownOutcome),
    (LOGGED_OUT, errors.AuthExpired),
    (REVOKED, errors.AuthRevoked),
    (error("ratelimited"), errors.RateLimited),
    (error("blocked"), errors.Forbidden),
    (error("protectedpage"), errors.Forbidden),
    (error("cantcreate"), errors.Forbidden),
    (error("permissiondenied"), errors.Forbidden),
    (error("abusefilter-disallowed"), errors.Invalid),
    (error("abusefilter-warning"), errors.Invalid),
    (error("spamblacklist"), errors.Invalid),
    (error("badtoken"), errors.Transient),
    (error("articleexists"), errors.Transient),
    (error("readonly"), errors.Transient),
    (error("pagedeleted"), errors.Gone),
    (error("missingtitle"), errors.Gone),
    (error("contenttoobig"), errors.Invalid),
    (error("never-heard-of"), errors.Invalid),
    ({"edit": {"result": "Failure", "captcha": {"type": "simple", "id": "1"}}}, errors.Forbidden),
    ({"edit": {"result": "Failure"}}, errors.Invalid),
    ({"edit": {"result": "Success", "nochange": True, "pageid": 6}}, errors.UnknownOutcome),
]
STEPS = [
    *(("tokens", *fault) for fault in LOOKS[:11]),
    *(("login", *fault) for fault in LOGIN),
    *(("contributions", *fault) for fault in LOOKS),
    *(("page", *fault) for fault in LOOKS),
    *(("edit", *fault) for fault in WRITING),
]


@pytest.mark.parametrize(("now", "answer", "kind"), STEPS)
def test_whatever_goes_wrong_is_named_and_nothing_is_sent_twice(
    now: str, answer: Any, kind: type[errors.ConnectorError]
) -> None:
    wiki = Wiki({now: answer})
    with pytest.raises(errors.ConnectorError) as caught:
        published(wiki)
    assert type(caught.value) is kind
    assert SECRETS["password"] not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert len(wiki.saved()) == (now == "edit")
    assert wiki.calls[-1][0] == now


def test_a_wrong_password_is_named() -> None:
    with pytest.raises(errors.AuthRevoked, match="Incorrect username or password"):
        published(Wiki({"login": recorded("mediawiki", "login__wrong")}))
    with pytest.raises(errors.RateLimited):
        published(Wiki({"login": {"login": {"result": "Throttled"}}}))


def test_a_token_needs_no_session() -> None:
    wiki = Wiki(bearer="token-1")
    secrets = {"api": SECRETS["api"], "token": "token-1"}
    spoken(wiki, lambda it: it.publish(DRAFT), secrets)
    assert [now for now, _ in wiki.calls] == ["contributions", "page", "edit"]


def test_two_accounts_of_one_wiki_never_share_a_session() -> None:
    wiki = Wiki()

    async def scene() -> None:
        async with client(wiki)() as door:
            for user in ("Alice@passaparola", "Bob@passaparola"):
                keys = HeldKeys("https://wiki.example.org", "3", SECRETS | {"user": user})
                await speaker(keys, door).find(DRAFT)

    class Wary(Wiki):
        def judge(self, request: httpx.Request, given: dict[str, str], now: str) -> None:
            if now == "tokens":
                assert not request.headers.get("cookie")
            super().judge(request, given, now)

    wiki = Wary()
    asyncio.run(scene())
    assert [given.get("lgname") for now, given in wiki.calls if now == "login"] == [
        "Alice@passaparola",
        "Bob@passaparola",
    ]


def test_our_words_are_changed_under_the_signature_they_have() -> None:
    wiki = Wiki({name: around(f"words__{name}") for name in ("now", "then")})
    receipt = spoken(wiki, lambda it: it.edit(RECEIPT, replace(DRAFT, title="Hours", text="New.")))
    (edit,) = wiki.saved()
    assert edit["text"] == (
        "== Before ==\n\nA.\n\n== Hours ==\n\nNew.\n\n"
        f"<small>Paid contribution: {PAID} {OTHER}</small> [[User:Alice|Alice]] ([[User talk:Alice|talk]])"
        " 04:03, 25 November 2026 (UTC)\n\n== After ==\n\nB."
    )
    assert edit["baserevid"] == "18"
    assert edit["pageid"] == "6"
    assert edit["summary"] == f"Own words changed. Paid contribution: {PAID}"
    assert receipt.native_id == "18"


def around(name: str, *, below: str = "") -> Any:
    """The recorded page with other people's sections around ours."""
    before = with_text(name, "== Opening hours", "== Before ==\n\nA.\n\n== Opening hours")
    text = json.dumps(before).replace("(UTC)", json.dumps(f"(UTC){below}\n\n== After ==\n\nB.")[1:-1])
    return json.loads(text)


def test_changing_words_twice_is_changing_them_once() -> None:
    changed = with_text("words__now", "\n\nWords.\n\n", "\n\nNew.\n\n")
    changed["query"]["pages"][0]["revisions"][0]["revid"] = 19
    wiki = Wiki({"now": changed})
    receipt = spoken(wiki, lambda it: it.edit(RECEIPT, replace(DRAFT, text="New.")))
    assert not wiki.saved()
    assert receipt == replace(RECEIPT, extra={**RECEIPT.extra, "revision": "19"})


def test_a_long_page_is_written_back_whole() -> None:
    long = "\n\n".join(f"Paragraph {number} of somebody else." for number in range(3000))
    pages = {
        name: with_text(f"words__{name}", "== Opening hours", f"== Before ==\n\n{long}\n\n== Opening hours")
        for name in ("now", "then")
    }
    wiki = Wiki(pages)
    spoken(wiki, lambda it: it.edit(RECEIPT, replace(DRAFT, text="New.")))
    assert long in wiki.saved()[0]["text"]
    assert len(wiki.saved()[0]["text"]) > 100_000


def test_others_words_among_ours_are_never_touched() -> None:
    among = with_text("words__now", "\n\nWords.\n\n", "\n\nWords.\n: No! ~ Bob\n\n")
    wiki = Wiki({"now": among})
    with pytest.raises(errors.Forbidden, match="others have written"):
        spoken(wiki, lambda it: it.edit(RECEIPT, replace(DRAFT, text="New.")))
    with pytest.raises(errors.Forbidden, match="others have written"):
        spoken(wiki, lambda it: it.delete(RECEIPT))
    assert not wiki.saved()


def test_words_are_taken_back_and_the_rest_of_the_page_stays() -> None:
    wiki = Wiki({name: around(f"words__{name}") for name in ("now", "then")})
    spoken(wiki, lambda it: it.delete(RECEIPT))
    assert wiki.saved()[0]["text"] == "== Before ==\n\nA.\n\n== After ==\n\nB."
    assert wiki.saved()[0]["summary"] == "Own words taken back"


def test_answers_are_not_left_hanging() -> None:
    pages = {name: around(f"words__{name}", below="\n: An answer. Bob") for name in ("now", "then")}
    wiki = Wiki(pages)
    with pytest.raises(errors.Forbidden, match="answered"):
        spoken(wiki, lambda it: it.delete(RECEIPT))
    assert not wiki.saved()


@pytest.mark.parametrize("now", [recorded("mediawiki", "words__gone"), with_text("words__now", OTHER, "")])
def test_words_that_are_gone_are_gone(now: Any) -> None:
    gone = recorded("mediawiki", "page__talk")
    gone["query"]["pages"] = now["query"]["pages"]
    wiki = Wiki({"now": gone})
    spoken(wiki, lambda it: it.delete(RECEIPT))
    with pytest.raises(errors.Gone):
        spoken(wiki, lambda it: it.edit(RECEIPT, DRAFT))
    assert not wiki.saved()


def test_a_page_that_was_moved_among_the_articles_is_left_alone() -> None:
    moved = recorded("mediawiki", "words__now")
    moved["query"]["pages"][0] |= {"ns": 0, "title": "Recorded"}
    wiki = Wiki({"now": moved})
    with pytest.raises(errors.Invalid, match="no talk page"):
        spoken(wiki, lambda it: it.delete(RECEIPT))
    assert not wiki.saved()


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(CUT, errors.Transient), (BROKEN, errors.Transient), (error("editconflict"), errors.Transient)],
)
def test_changing_fails_without_a_doubt_since_it_can_be_done_again(
    answer: Any, kind: type[errors.ConnectorError]
) -> None:
    with pytest.raises(kind):
        spoken(Wiki({"edit": answer}), lambda it: it.edit(RECEIPT, replace(DRAFT, text="New.")))


def test_the_account_is_who_the_wiki_says() -> None:
    account = spoken(Wiki(), lambda it: it.check())
    assert account.id == "3"
    assert account.handle == "Alice@wiki.example.org"
    assert account.url == "https://wiki.example.org/index.php/User:Alice"
    assert account.limits == {"text": 2_097_152}
    assert account.scopes == ("edit", "createtalk", "editmywatchlist")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"blockid": 1, "blockpartial": False, "blockreason": "Spam"}, "blocked on Local test .Spam"),
        ({"rights": ["read"]}, "may not edit"),
    ],
)
def test_an_account_that_may_not_write_is_told_why(change: dict[str, Any], words: str) -> None:
    person = recorded("mediawiki", "page__talk")
    person["query"]["userinfo"] |= change
    with pytest.raises(errors.Forbidden, match=words):
        spoken(Wiki({"person": person}), lambda it: it.check())


def test_an_account_blocked_from_some_pages_may_write_on_others() -> None:
    person = recorded("mediawiki", "page__talk")
    person["query"]["userinfo"] |= {"blockid": 1, "blockpartial": True}
    assert spoken(Wiki({"person": person}), lambda it: it.check()).id == "3"
