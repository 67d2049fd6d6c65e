"""Whatever fails on the way, nobody is told what is not so, and nothing is sent twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from connectors.bluesky.pds import EXPIRED, Pds, refused, spoken
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium

if TYPE_CHECKING:
    from connectors.bluesky.pds import Fault
    from passaparola.connectors.contract import Receipt

AT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PUT = "com.atproto.repo.putRecord"
UPLOAD = "com.atproto.repo.uploadBlob"
REFRESH = "com.atproto.server.refreshSession"
SESSION = "com.atproto.server.getSession"
RESOLVE = "com.atproto.identity.resolveHandle"
RECORD = "com.atproto.repo.getRecord"

UNREACHED = httpx.ConnectError("nobody is there")
RESET = httpx.ReadError("connection reset by peer")
SILENT = httpx.ReadTimeout("nothing came")
BUSY = httpx.Response(429, headers={"ratelimit-reset": "1795600000"}, json={"error": "RateLimitExceeded"})
BROKEN = httpx.Response(500, json={"error": "InternalServerError", "message": "Internal Server Error"})
DOWN = httpx.Response(503, text="<html>")
GATEWAY = httpx.Response(504, text="<html>")
PAGE = httpx.Response(200, text="<html>Welcome</html>")
INSIDE = httpx.Response(200, json={"error": "InternalServerError", "message": "so sorry"})
ELSEWHERE = httpx.Response(302, headers={"location": "http://169.254.169.254/"})
OTHER = httpx.Response(200, json={"uri": "at://did:plc:" + "b" * 24 + "/a.b.c/x", "cid": "bafyreiaaaa"})


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    path = tmp_path / "square.jpg"
    path.write_bytes(b"\xff\xd8")
    image = Medium(path, "image", "image/jpeg", 2, "square.jpg", "a square", 60, 40)
    return Draft(key="k", at=AT, text="Ciao @ada.test", media=(image,))


def published(pds: Pds, draft: Draft) -> Receipt:
    return asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.publish(draft)))


def found(pds: Pds, draft: Draft) -> Receipt | None:
    return asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.find(draft)))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (UNREACHED, errors.Unreachable),
        (BUSY, errors.RateLimited),
        (ELSEWHERE, errors.Unreachable),
        (refused(400, "putRecord__too_long"), errors.Invalid),
        (refused(400, "putRecord__blob_unknown"), errors.Transient),
        (refused(401, "refusal__deactivated"), errors.AuthRevoked),
        (httpx.Response(403, json={"error": "Forbidden"}), errors.Forbidden),
    ],
    ids=["unreached", "busy", "elsewhere", "long", "lost blob", "closed", "forbidden"],
)
def test_a_post_that_was_refused_is_certainly_not_there(
    draft: Draft, fault: Fault, kind: type[errors.ConnectorError]
) -> None:
    pds = Pds(faults={PUT: [fault]})
    with pytest.raises(kind) as told:
        published(pds, draft)
    assert type(told.value) is kind
    assert (pds.sent.count(PUT), pds.writes) == (1, 0)
    assert found(pds, draft) is None
    assert published(pds, draft)
    assert pds.writes == 1


def test_too_many_requests_tell_when_to_come_back(draft: Draft) -> None:
    with pytest.raises(errors.RateLimited) as told:
        published(Pds(faults={PUT: [BUSY]}), draft)
    assert told.value.until is not None
    assert told.value.until - datetime.now(UTC) <= timedelta(days=1)


@pytest.mark.parametrize(
    "fault",
    [RESET, SILENT, BROKEN, DOWN, GATEWAY, PAGE, INSIDE, OTHER, httpx.Response(408)],
    ids=["reset", "silent", "500", "503", "504", "page", "error inside", "other", "408"],
)
@pytest.mark.parametrize("taken", [True, False], ids=["taken", "lost"])
def test_a_post_that_may_be_there_is_unknown_and_then_settled(
    draft: Draft, fault: Fault, *, taken: bool
) -> None:
    pds = Pds(after={PUT: [fault]}) if taken else Pds(faults={PUT: [fault]})
    with pytest.raises(errors.UnknownOutcome):
        published(pds, draft)
    assert pds.sent.count(PUT) == 1
    there = found(pds, draft)
    assert (there is not None) is taken
    assert published(pds, draft).native_id == (there or published(pds, draft)).native_id
    assert pds.writes == 1


@pytest.mark.parametrize("fault", [RESET, BROKEN, refused(400, "getRecord__none")])
def test_a_key_that_is_taken_but_cannot_be_looked_up_stays_unknown(draft: Draft, fault: Fault) -> None:
    pds = Pds()
    published(pds, draft)
    pds.handles.clear()
    pds.faults[RECORD] = [fault, fault]
    with pytest.raises(errors.UnknownOutcome):
        published(pds, draft)
    assert pds.writes == 1


HARMLESS = [RESOLVE, SESSION, UPLOAD]


@pytest.mark.parametrize("step", HARMLESS)
@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (UNREACHED, {errors.Unreachable}),
        (RESET, {errors.Unreachable, errors.Transient}),
        (SILENT, {errors.Unreachable, errors.Transient}),
        (BUSY, {errors.RateLimited}),
        (BROKEN, {errors.Transient}),
        (DOWN, {errors.Transient}),
    ],
    ids=["unreached", "reset", "silent", "busy", "500", "503"],
)
def test_what_fails_before_the_post_leaves_nothing_behind(
    draft: Draft, step: str, fault: Fault, kinds: set[type[errors.ConnectorError]]
) -> None:
    pds = Pds(faults={step: [fault, fault]})
    with pytest.raises(errors.ConnectorError) as told:
        published(pds, draft)
    assert type(told.value) in kinds
    assert PUT not in pds.sent


@pytest.mark.parametrize("step", [SESSION, UPLOAD])
@pytest.mark.parametrize("fault", [PAGE, INSIDE], ids=["page", "error inside"])
def test_garbage_before_the_post_is_garbage(draft: Draft, step: str, fault: Fault) -> None:
    pds = Pds(faults={step: [fault]})
    with pytest.raises(errors.Garbled):
        published(pds, draft)
    assert PUT not in pds.sent


def test_a_name_that_cannot_be_made_out_stays_plain_text(draft: Draft) -> None:
    receipt = published(Pds(faults={RESOLVE: [PAGE, PAGE]}), draft)
    assert receipt.extra["unlinked"] == "@ada.test"


@pytest.mark.parametrize("name", ["uploadBlob__too_large"])
def test_a_file_that_is_not_taken_is_the_posts_fault(draft: Draft, name: str) -> None:
    pds = Pds(faults={UPLOAD: [refused(413, name)]})
    with pytest.raises(errors.Invalid, match="make the file smaller") as told:
        published(pds, draft)
    assert told.value.field == "media"
    assert PUT not in pds.sent


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (UNREACHED, errors.Unreachable),
        (RESET, errors.Transient),
        (SILENT, errors.Transient),
        (BUSY, errors.RateLimited),
        (BROKEN, errors.Transient),
        (PAGE, errors.Garbled),
        (refused(400, "refreshSession__revoked"), errors.AuthRevoked),
        (httpx.Response(400, json=EXPIRED), errors.AuthExpired),
        (httpx.Response(401, json={"error": "AccountTakedown", "message": "gone"}), errors.AuthRevoked),
    ],
    ids=["unreached", "reset", "silent", "busy", "500", "page", "revoked", "expired", "taken down"],
)
@pytest.mark.parametrize("step", [PUT, UPLOAD, SESSION])
def test_keys_that_cannot_be_renewed_mean_nothing_was_published(
    draft: Draft, step: str, fault: Fault, kind: type[errors.ConnectorError]
) -> None:
    pds = Pds(faults={step: [httpx.Response(400, json=EXPIRED)], REFRESH: [fault]})
    with pytest.raises(kind) as told:
        published(pds, draft)
    assert type(told.value) is kind
    assert (pds.sent.count(REFRESH), pds.writes) == (1, 0)


def test_keys_that_run_out_between_two_steps_are_renewed_and_nothing_is_sent_twice(draft: Draft) -> None:
    pds = Pds(faults={PUT: [httpx.Response(400, json=EXPIRED)]})
    published(pds, draft)
    assert (pds.sent.count(UPLOAD), pds.sent.count(REFRESH), pds.writes) == (1, 1, 1)


def test_no_message_shows_a_key(draft: Draft) -> None:
    for fault in (RESET, BROKEN, PAGE, BUSY, refused(401, "refusal__deactivated")):
        with pytest.raises(errors.ConnectorError) as told:
            published(Pds(faults={PUT: [fault]}), draft)
        said = f"{told.value} {told.value.__cause__!r}"
        assert "access-1" not in said
        assert "refresh-1" not in said


@pytest.mark.parametrize("fault", [RESET, SILENT, BROKEN, DOWN])
def test_a_deletion_that_failed_may_be_tried_again(draft: Draft, fault: Fault) -> None:
    pds = Pds()
    receipt = published(pds, draft)
    pds.after["com.atproto.repo.deleteRecord"] = [fault]
    with pytest.raises(errors.Transient):
        asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.delete(receipt)))
    asyncio.run(spoken(pds, pds.keys(), lambda speaker: speaker.delete(receipt)))
    assert pds.records == {}


def test_a_file_that_is_no_longer_there_is_not_published(draft: Draft) -> None:
    pds = Pds()
    lost = replace(draft, media=(replace(draft.media[0], path=Path("/nowhere/square.jpg")),))
    with pytest.raises(errors.Invalid, match=r"square\.jpg is no longer there"):
        published(pds, lost)
    assert pds.writes == 0
