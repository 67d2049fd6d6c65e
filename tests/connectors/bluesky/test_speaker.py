"""What is said in an account's name, held against the vendor's own description of every call and record."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from connectors.bluesky.pds import ADA, DID, HOME, Pds, refused, spoken
from connectors.lexicons import Lexicons
from passaparola.connectors import errors
from passaparola.connectors.bluesky import key
from passaparola.connectors.contract import Account, Card, Draft, Medium, Receipt

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.held import HeldKeys

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
DRAFT = Draft(key="k", at=AT, text="Ciao @ada.test: https://example.com/ #passaparola", language="it")
THEIRS = f"at://{ADA}/app.bsky.feed.post/3kabc"
PUT = "com.atproto.repo.putRecord"


@pytest.fixture
def pds(shared: Path) -> Pds:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Pds(Lexicons(folder))


@pytest.fixture
def image(tmp_path: Path) -> Medium:
    path = tmp_path / "square.jpg"
    path.write_bytes(b"\xff\xd8 not much of an image")
    return Medium(path, "image", "image/jpeg", path.stat().st_size, "square.jpg", "a square", 60, 40)


def published(pds: Pds, draft: Draft, keys: HeldKeys | None = None) -> Receipt:
    return asyncio.run(spoken(pds, keys or pds.keys(), lambda speaker: speaker.publish(draft)))


def found(pds: Pds, draft: Draft) -> Receipt | None:
    return asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.find(draft)))


def deleted(pds: Pds, receipt: Receipt) -> None:
    asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.delete(receipt)))


def checked(pds: Pds) -> Account:
    return asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.check()))


def test_a_post_stands_under_its_own_key_with_its_facets(pds: Pds) -> None:
    receipt = published(pds, DRAFT)
    assert receipt.native_id == f"at://{DID}/app.bsky.feed.post/{key.of(DRAFT)}"
    assert receipt.url == f"https://bsky.app/profile/{DID}/post/{key.of(DRAFT)}"
    record = pds.records[receipt.native_id]
    assert (record["createdAt"], record["langs"]) == ("2026-11-25T09:30:00.000Z", ["it"])
    kinds = [facet["features"][0]["$type"].partition("#")[2] for facet in record["facets"]]
    assert kinds == ["mention", "link", "tag"]


def test_a_handle_nobody_has_stays_plain_and_is_told(pds: Pds) -> None:
    receipt = published(pds, replace(DRAFT, text="@ada.test and @nobody.test"))
    assert receipt.extra["unlinked"] == "@nobody.test"
    assert len(pds.records[receipt.native_id]["facets"]) == 1


def test_the_same_post_sent_twice_is_one_post(pds: Pds) -> None:
    assert published(pds, DRAFT) == published(pds, DRAFT)
    assert pds.writes == 1


def test_a_second_try_that_would_read_otherwise_meets_the_first(pds: Pds) -> None:
    first = published(pds, DRAFT)
    pds.handles.clear()  # nobody is called @ada.test any more
    assert published(pds, DRAFT) == first
    assert pds.writes == 1


def test_another_post_under_the_same_key_is_told_and_left_alone(pds: Pds) -> None:
    first = published(pds, DRAFT)
    with pytest.raises(errors.Duplicate) as told:
        published(pds, replace(DRAFT, text="Something else"))
    assert told.value.existing is not None
    assert told.value.existing.native_id == first.native_id
    assert pds.records[first.native_id]["text"] == DRAFT.text


@pytest.mark.parametrize("count", [1, 4, 5, 10])
def test_up_to_four_images_are_images_and_more_a_gallery(pds: Pds, image: Medium, count: int) -> None:
    receipt = published(pds, replace(DRAFT, media=(image,) * count))
    embed = pds.records[receipt.native_id]["embed"]
    shown = embed["images"] if count <= 4 else embed["items"]
    assert [entry["alt"] for entry in shown] == ["a square"] * count
    assert {str(entry["aspectRatio"]) for entry in shown} == {"{'width': 60, 'height': 40}"}


def test_a_card_brings_its_own_image(pds: Pds, image: Medium) -> None:
    receipt = published(pds, replace(DRAFT, card=Card("https://example.com/", "Title", "Words", image)))
    external = pds.records[receipt.native_id]["embed"]["external"]
    assert (external["title"], external["thumb"]["size"]) == ("Title", image.size)


def test_a_card_needs_no_image(pds: Pds) -> None:
    receipt = published(pds, replace(DRAFT, card=Card("https://example.com/", "Title")))
    assert "thumb" not in pds.records[receipt.native_id]["embed"]["external"]
    assert pds.sent.count("com.atproto.server.getSession") == 0


@pytest.mark.parametrize("address", [THEIRS, "https://bsky.app/profile/ada.test/post/3kabc"])
def test_a_quote_stands_beside_the_media(pds: Pds, image: Medium, address: str) -> None:
    pds.records[THEIRS] = {"$type": "app.bsky.feed.post", "text": "Mine", "createdAt": "2026-01-01T00:00:00Z"}
    alone = published(pds, replace(DRAFT, quotes=address))
    beside = published(pds, replace(DRAFT, key="m", quotes=address, media=(image,)))
    quoted = {"uri": THEIRS, "cid": pds.cid(THEIRS)}
    assert pds.records[alone.native_id]["embed"]["record"] == quoted
    embed = pds.records[beside.native_id]["embed"]
    assert embed["record"]["record"] == quoted
    assert embed["media"]["$type"] == "app.bsky.embed.images"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (THEIRS, "is deleted or was never there"),
        ("https://bsky.app/profile/nobody.test/post/3k", "no Bluesky account is called"),
        ("https://example.com/", "is no post on Bluesky"),
    ],
)
def test_a_quote_of_nothing_is_refused(pds: Pds, address: str, words: str) -> None:
    with pytest.raises(errors.Invalid, match=words) as told:
        published(pds, replace(DRAFT, quotes=address))
    assert told.value.field == "quotes"
    assert pds.writes == 0


def test_a_thread_hangs_together(pds: Pds) -> None:
    first = published(pds, DRAFT)
    second = published(pds, replace(DRAFT, key="2", replies_to=first, thread=first))
    third = published(pds, replace(DRAFT, key="3", replies_to=second, thread=first))
    fourth = published(pds, replace(DRAFT, key="4", replies_to=third))
    reply = pds.records[fourth.native_id]["reply"]
    assert reply["root"] == {"uri": first.native_id, "cid": first.extra["cid"]}
    assert reply["parent"] == {"uri": third.native_id, "cid": third.extra["cid"]}


def test_a_reply_to_somebody_looks_their_thread_up(pds: Pds) -> None:
    top = f"at://{ADA}/app.bsky.feed.post/3kaaa"
    pds.records[top] = {"$type": "app.bsky.feed.post", "text": "Top", "createdAt": "2026-01-01T00:00:00Z"}
    root = {"uri": top, "cid": pds.cid(top)}
    pds.records[THEIRS] = {**pds.records[top], "text": "Below", "reply": {"root": root, "parent": root}}
    receipt = published(pds, replace(DRAFT, replies_to=Receipt(THEIRS)))
    reply = pds.records[receipt.native_id]["reply"]
    assert reply == {"root": root, "parent": {"uri": THEIRS, "cid": pds.cid(THEIRS)}}
    assert receipt.extra["root"] == top


@pytest.mark.parametrize("address", [THEIRS, "https://bsky.app/profile/ada.test/post/3kabc"])
def test_a_thread_that_answers_somebody_stays_in_their_thread(pds: Pds, address: str) -> None:
    top = f"at://{ADA}/app.bsky.feed.post/3kaaa"
    pds.records[top] = {"$type": "app.bsky.feed.post", "text": "Top", "createdAt": "2026-01-01T00:00:00Z"}
    root = {"uri": top, "cid": pds.cid(top)}
    pds.records[THEIRS] = {**pds.records[top], "text": "Below", "reply": {"root": root, "parent": root}}
    there = asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.locate(address)))
    first = published(pds, replace(DRAFT, answers=address, replies_to=there))
    second = published(pds, replace(DRAFT, key="2", replies_to=first, thread=first))
    below = {"uri": THEIRS, "cid": pds.cid(THEIRS)}
    assert pds.records[first.native_id]["reply"] == {"root": root, "parent": below}
    above = {"uri": first.native_id, "cid": first.extra["cid"]}
    assert pds.records[second.native_id]["reply"] == {"root": root, "parent": above}


@pytest.mark.parametrize(
    ("address", "error"), [(THEIRS, errors.Gone), ("https://example.com/", errors.Invalid)]
)
def test_nothing_is_found_to_answer_where_nothing_is(
    pds: Pds, address: str, error: type[errors.ConnectorError]
) -> None:
    with pytest.raises(error):
        asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.locate(address)))


def test_a_reply_to_a_deleted_post_is_not_sent(pds: Pds) -> None:
    with pytest.raises(errors.Gone, match="choose another post to reply to"):
        published(pds, replace(DRAFT, replies_to=Receipt(THEIRS)))
    assert pds.writes == 0


def test_a_warning_is_the_authors_own_label(pds: Pds) -> None:
    receipt = published(pds, replace(DRAFT, options={"label": "nudity"}))
    assert pds.records[receipt.native_id]["labels"]["values"] == [{"val": "nudity"}]


def test_what_is_not_allowed_is_never_sent(pds: Pds) -> None:
    with pytest.raises(errors.Invalid):
        published(pds, replace(DRAFT, text="x" * 301))
    assert pds.sent == []


def test_a_post_is_found_by_its_key_alone(pds: Pds) -> None:
    first = published(pds, DRAFT)
    second = published(pds, replace(DRAFT, key="2", replies_to=first, thread=first))
    assert found(pds, DRAFT) == first
    assert found(pds, replace(DRAFT, key="2")) == second
    assert pds.sent[-1] == "com.atproto.repo.getRecord"


def test_a_post_that_is_not_there_is_certainly_not(pds: Pds) -> None:
    assert found(pds, DRAFT) is None
    assert pds.sent[-1] == "com.atproto.server.getSession"


@pytest.mark.parametrize(
    ("method", "fault", "kind"),
    [
        ("server.getSession", refused(401, "refusal__deactivated"), errors.AuthRevoked),
        ("server.getSession", refused(200, "getSession__deactivated"), errors.AuthRevoked),
        ("repo.getRecord", httpx.Response(500, json={}), errors.Transient),
        ("repo.getRecord", httpx.Response(200, json={"uri": "nonsense"}), errors.Garbled),
        ("repo.getRecord", httpx.Response(404, text="<html>"), errors.Garbled),
    ],
)
def test_a_look_that_is_not_certain_says_so(
    pds: Pds, method: str, fault: httpx.Response, kind: type[errors.ConnectorError]
) -> None:
    pds.lexicons = None
    pds.faults[f"com.atproto.{method}"] = [fault]
    with pytest.raises(kind):
        found(pds, DRAFT)


def test_deleting_twice_is_deleting_once(pds: Pds) -> None:
    receipt = published(pds, DRAFT)
    deleted(pds, receipt)
    deleted(pds, receipt)
    assert pds.records == {}


@pytest.mark.parametrize("native_id", [THEIRS, "nonsense"])
def test_somebody_elses_post_is_not_deleted(pds: Pds, native_id: str) -> None:
    with pytest.raises(errors.Forbidden, match="is not of this account"):
        deleted(pds, Receipt(native_id))
    assert pds.sent == []


def test_a_check_tells_the_account_and_what_its_server_takes(pds: Pds) -> None:
    profile = f"at://{DID}/app.bsky.actor.profile/self"
    pds.records[profile] = {"$type": "app.bsky.actor.profile", "displayName": "Ravello"}
    limit = {"did": "did:web:pds.example", "availableUserDomains": [], "blobUploadLimit": 5_000_000}
    pds.faults["com.atproto.server.describeServer"] = [httpx.Response(200, json=limit)]
    account = checked(pds)
    assert (account.id, account.name) == (DID, "Ravello")
    assert account.limits == {"video bytes": 5_000_000, "gif bytes": 5_000_000}


def test_a_token_that_ran_out_is_renewed_once_and_the_post_sent_again(pds: Pds) -> None:
    pds.access = "access-9"
    keys = pds.keys()
    published(pds, DRAFT, keys)
    assert (keys.renewals, pds.writes) == (1, 1)
    assert keys.secrets == {"access": "access-2", "refresh": "refresh-2"}
    assert "com.atproto.server.createSession" not in pds.sent


def test_a_password_taken_back_is_told_as_such(pds: Pds) -> None:
    pds.access, pds.refresh = "access-9", "refresh-9"
    with pytest.raises(errors.AuthRevoked, match="the app password was taken back"):
        published(pds, DRAFT)
    assert pds.sent.count("com.atproto.server.refreshSession") == 1
    assert pds.writes == 0


def test_a_token_that_is_refused_even_when_new_is_not_renewed_for_ever(pds: Pds) -> None:
    expired: Any = {"error": "ExpiredToken", "message": "Token has expired"}
    pds.faults[PUT] = [httpx.Response(400, json=expired), httpx.Response(400, json=expired)]
    with pytest.raises(errors.AuthExpired, match="connect the channel again"):
        published(pds, DRAFT)
    assert pds.sent.count(PUT) == 2


def test_the_time_on_a_post_is_when_it_was_due(pds: Pds) -> None:
    late = published(pds, replace(DRAFT, at=AT + timedelta(milliseconds=5)))
    assert late.at == AT + timedelta(milliseconds=5)
    assert pds.records[late.native_id]["createdAt"] == "2026-11-25T09:30:00.005Z"


def test_a_speaker_asks_only_its_own_server(pds: Pds) -> None:
    hosts: set[str] = set()

    def noted(request: httpx.Request) -> httpx.Response:
        hosts.add(f"{request.url.scheme}://{request.url.host}")
        return pds(request)

    asyncio.run(spoken(noted, pds.keys(), lambda speaker: speaker.publish(DRAFT)))
    assert hosts == {HOME}
