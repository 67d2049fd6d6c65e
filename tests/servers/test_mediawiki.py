"""A brand speaks on the talk pages of a real wiki, openly, and nowhere else."""

from __future__ import annotations

import asyncio
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import pytest

from connectors.held import HeldKeys, keys_of
from passaparola import http
from passaparola.connectors import errors, registry
from passaparola.connectors.contract import Draft
from passaparola.connectors.mediawiki import section
from servers.cutting import Cutting, cut_client
from servers.running import folder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from passaparola.connectors.contract import Receipt
    from passaparola.connectors.mediawiki.connector import MediaWikiSpeaker

T = TypeVar("T")
PLACE = "http://localhost:43060"
PASSWORD = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a wiki that lives for a test
GRANTS = "basic,editpage,createeditmovepage,editmywatchlist,viewmywatchlist"
PAID = "employer Example GmbH; client Example GmbH; affiliation press office"


def maintained(script: str, *words: str) -> None:
    place = folder("mediawiki") / "web/maintenance" / script
    subprocess.run(["php", str(place), *words], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def bot(mediawiki: dict[str, Any]) -> str:
    """The user name of a bot password of Alice's."""
    maintained("createBotPassword.php", "--appid", "passaparola", "--grants", GRANTS, "Alice", PASSWORD)
    return "Alice@passaparola"


@pytest.fixture
def keys(bot: str) -> HeldKeys:
    return keys_of(connected(bot, PASSWORD))


def connected(user: str, password: str) -> Any:
    async def scene() -> Any:
        async with http.Client() as client:
            answers = {"user": user, "password": password}
            return await registry.sign_in("mediawiki", PLACE, answers, client)

    return asyncio.run(scene())


def spoken(
    keys: HeldKeys, act: Callable[[MediaWikiSpeaker], Awaitable[T]], client: http.Client | None = None
) -> T:
    async def scene() -> T:
        async with client or http.Client() as door:
            return await act(registry.speaker("mediawiki", keys, door))

    return asyncio.run(scene())


def draft(key: str, page: str = "Talk:Hats", **options: str) -> Draft:
    given = {"page": page, "disclosure": PAID, **options}
    return Draft(key, datetime.now(UTC), f"Words of {key}.\n\nAnd more.", title=f"About {key}", options=given)


class Bob:
    """Another person on the wiki, at its API."""

    def __init__(self) -> None:
        self.door = httpx.Client(base_url=PLACE, trust_env=False, timeout=30)
        token = self.ask(action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
        done = self.ask(action="login", lgname="Bob", lgpassword="bob-password-1", lgtoken=token)
        assert done["login"]["result"] == "Success"

    def ask(self, **params: str) -> Any:
        return self.door.post("/api.php", data={"format": "json", "formatversion": "2", **params}).json()

    def edit(self, title: str, **params: str) -> Any:
        token = self.ask(action="query", meta="tokens")["query"]["tokens"]["csrftoken"]
        done = self.ask(action="edit", title=title, token=token, **params)
        assert done["edit"]["result"] == "Success"

    def text(self, title: str) -> str:
        return self.door.get("/index.php", params={"title": title, "action": "raw"}).text

    def history(self, title: str) -> list[Any]:
        found = self.ask(
            action="query", titles=title, prop="revisions", rvprop="ids|comment|user", rvlimit="50"
        )
        return list(found["query"]["pages"][0]["revisions"])


@pytest.fixture(scope="module")
def bob(mediawiki: dict[str, Any]) -> Bob:
    return Bob()


def published(keys: HeldKeys, wanted: Draft) -> Receipt:
    return spoken(keys, lambda it: it.publish(wanted))


def test_the_account_and_the_api_are_found_from_the_wikis_address(bot: str) -> None:
    login = connected(bot, PASSWORD)
    assert login.secrets["api"] == f"{PLACE}/api.php"
    assert login.account.handle == "Alice@localhost:43060"
    assert login.account.limits == {"text": 2_097_152}


def test_a_wrong_password_is_named(bot: str) -> None:
    with pytest.raises(errors.AuthRevoked, match="bot password"):
        connected(bot, "wrong")


def test_a_section_stands_there_signed_with_who_pays(keys: HeldKeys, bob: Bob) -> None:
    receipt = published(keys, draft("first", "talk:hats"))
    text = bob.text("Talk:Hats")
    mark = section.mark("first")
    assert text.startswith("== About first ==\n\nWords of first.\n\nAnd more.\n\n")
    assert f"<small>Paid contribution: {PAID} {mark}</small> [[User:Alice|Alice]]" in text
    assert bob.history("Talk:Hats")[0]["comment"] == f"Paid contribution: {PAID} {mark}"
    assert str(bob.history("Talk:Hats")[0]["revid"]) == receipt.native_id
    assert "About first" in httpx.get(receipt.url, trust_env=False, timeout=30).text


@pytest.mark.parametrize(
    "page",
    ["Hats", "User:Alice", "Project:Hats", "Special:Watchlist", "wikipedia:Talk:Hats", "Talk:", "T:Hats"],
)
def test_nothing_is_written_but_on_talk_pages(page: str, keys: HeldKeys, bob: Bob) -> None:
    with pytest.raises(errors.Invalid):
        published(keys, draft("elsewhere", page))
    found = bob.ask(action="query", list="usercontribs", ucuser="Alice", ucprop="comment", uclimit="50")
    assert not any(section.mark("elsewhere") in edit["comment"] for edit in found["query"]["usercontribs"])


def test_a_talk_page_that_leads_to_an_article_is_none(keys: HeldKeys, bob: Bob) -> None:
    bob.edit("Caps", text="An article.")
    bob.edit("Talk:Caps", text="#REDIRECT [[Caps]]")
    with pytest.raises(errors.Invalid, match="Caps is no talk page"):
        published(keys, draft("led", "Talk:Caps"))
    assert bob.text("Caps") == "An article."


def test_a_talk_page_that_leads_to_another_is_followed(keys: HeldKeys, bob: Bob) -> None:
    bob.edit("Talk:Old hats", text="#REDIRECT [[User talk:Bob]]")
    published(keys, draft("followed", "Talk:Old hats"))
    assert "Words of followed." in bob.text("User talk:Bob")


def test_a_section_whose_answer_was_lost_is_found_and_stands_there_once(keys: HeldKeys, bob: Bob) -> None:
    wanted = draft("lost", "Talk:Lost")
    cutting = Cutting(lambda request: b"action=edit" in request.content)
    with pytest.raises(errors.UnknownOutcome):
        spoken(keys, lambda it: it.publish(wanted), cut_client(cutting))
    assert len(cutting.lost) == 1
    bob.edit("Talk:Lost", section="new", sectiontitle="Bob", text="Something else.")
    found = spoken(keys, lambda it: it.find(wanted))
    assert found is not None
    assert published(keys, wanted) == found
    assert bob.text("Talk:Lost").count(section.mark("lost")) == 1
    assert spoken(keys, lambda it: it.find(draft("never", "Talk:Lost"))) is None


def test_words_are_changed_among_everybody_elses_and_once(keys: HeldKeys, bob: Bob) -> None:
    receipt = published(keys, draft("edit", "Talk:Edit"))
    bob.edit("Talk:Edit", appendtext="\n: An answer. ~~~~")
    bob.edit("Talk:Edit", section="new", sectiontitle="Bob", text="Something else.")
    changed = replace(draft("edit", "Talk:Edit"), text="New words.")
    again = spoken(keys, lambda it: it.edit(receipt, changed))
    text = bob.text("Talk:Edit")
    assert text.startswith("== About edit ==\n\nNew words.\n\n<small>")
    assert "Words of edit" not in text
    assert ": An answer." in text
    assert "Something else." in text
    before = len(bob.history("Talk:Edit"))
    assert spoken(keys, lambda it: it.edit(receipt, changed)) == again
    assert len(bob.history("Talk:Edit")) == before
    assert spoken(keys, lambda it: it.find(changed)) == receipt


def test_a_change_whose_answer_was_lost_can_be_made_again(keys: HeldKeys, bob: Bob) -> None:
    receipt = published(keys, draft("cut", "Talk:Cut"))
    changed = replace(draft("cut", "Talk:Cut"), text="New words.")
    cutting = Cutting(lambda request: b"action=edit" in request.content)
    with pytest.raises(errors.Transient):
        spoken(keys, lambda it: it.edit(receipt, changed), cut_client(cutting))
    once = spoken(keys, lambda it: it.edit(receipt, changed))
    twice = spoken(keys, lambda it: it.edit(once, replace(changed, text="Newest words.")))
    assert "Newest words." in bob.text("Talk:Cut")
    spoken(keys, lambda it: it.delete(twice))
    assert bob.text("Talk:Cut") == ""


def test_words_are_taken_back_unless_somebody_answered_or_wrote_among_them(keys: HeldKeys, bob: Bob) -> None:
    alone = published(keys, draft("alone", "Talk:Back"))
    answered = published(keys, draft("answered", "Talk:Back"))
    for _ in range(2):
        spoken(keys, lambda it: it.delete(alone))
    assert "Words of alone" not in bob.text("Talk:Back")
    bob.edit("Talk:Back", appendtext="\n: An answer. ~~~~")
    with pytest.raises(errors.Forbidden, match="answered"):
        spoken(keys, lambda it: it.delete(answered))
    bob.edit("Talk:Back", text=bob.text("Talk:Back").replace("And more.", "And more.\n: No! ~~~~"))
    for act in (lambda it: it.delete(answered), lambda it: it.edit(answered, draft("answered", "Talk:Back"))):
        with pytest.raises(errors.Forbidden, match="others have written"):
            spoken(keys, act)
    assert "Words of answered" in bob.text("Talk:Back")


def test_somebody_who_changes_the_page_meanwhile_is_not_overwritten(keys: HeldKeys, bob: Bob) -> None:
    receipt = published(keys, draft("race", "Talk:Race"))

    def meanwhile(request: httpx.Request) -> bool:
        if b"action=edit" in request.content:
            bob.edit("Talk:Race", text=bob.text("Talk:Race").replace("Words of race", "Words of Bob"))
        return False

    changed = replace(draft("race", "Talk:Race"), text="New words.")
    with pytest.raises(errors.Transient, match="meanwhile"):
        spoken(keys, lambda it: it.edit(receipt, changed), cut_client(Cutting(meanwhile)))
    assert "Words of Bob" in bob.text("Talk:Race")


def test_a_page_is_watched_where_that_is_chosen(keys: HeldKeys, mediawiki: dict[str, Any]) -> None:
    published(keys, draft("watched", "Talk:Watched", watch="watch"))
    published(keys, draft("unwatched", "Talk:Unwatched", watch="nochange"))

    async def scene() -> bytes:
        async with http.Client() as client:
            api = registry.speaker("mediawiki", keys, client)._api
            await api.opened()
            return bytes((await api.query(doing="read", list="watchlistraw", wrlimit="50")).body)

    listed = asyncio.run(scene())
    assert b"Talk:Watched" in listed
    assert b"Talk:Unwatched" not in listed


def test_a_protected_page_is_left_alone(keys: HeldKeys, mediawiki: dict[str, Any], bob: Bob) -> None:
    bob.edit("Talk:Closed", text="Closed.")
    maintained("protect.php", "Talk:Closed")
    with pytest.raises(errors.Forbidden, match="may not write"):
        published(keys, draft("closed", "Talk:Closed"))
    assert bob.text("Talk:Closed") == "Closed."


def test_a_blocked_account_is_told_so(mediawiki: dict[str, Any], tmp_path: Path) -> None:
    maintained("createAndPromote.php", "Carl", "carl-password-1")
    maintained("createBotPassword.php", "--appid", "passaparola", "--grants", GRANTS, "Carl", PASSWORD)
    keys = keys_of(connected("Carl@passaparola", PASSWORD))
    (tmp_path / "names").write_text("Carl\n")
    maintained("blockUsers.php", "--reason", "Spam", str(tmp_path / "names"))
    with pytest.raises(errors.Forbidden, match="blocked"):
        spoken(keys, lambda it: it.check())
    with pytest.raises(errors.Forbidden, match="blocked"):
        published(keys, draft("blocked"))
    # the block is one of Carl's address as well, which is everybody's here
    maintained("blockUsers.php", "--unblock", str(tmp_path / "names"))
