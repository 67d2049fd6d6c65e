"""What an account's own server answers, as recorded from one of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from connectors.recorded import recorded, wild
from passaparola.connectors.bluesky import answers
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Wild

if TYPE_CHECKING:
    from collections.abc import Callable

CID = "bafyreih4vrshgecmz2n455vg3zladuwvrdg3dsivyw3noywmaaysf3va5y"


def test_a_session_gives_two_tokens() -> None:
    said = recorded("bluesky", "createSession__app_password")
    expected = {"access": said["accessJwt"], "refresh": said["refreshJwt"]}
    assert answers.session(wild("bluesky", "createSession__app_password")) == expected
    assert set(answers.session(wild("bluesky", "refreshSession__renewed"))) == {"access", "refresh"}


def test_an_account_says_whether_it_is_active() -> None:
    assert answers.me(wild("bluesky", "getSession__active")).active
    closed = answers.me(wild("bluesky", "getSession__deactivated"))
    assert (closed.active, closed.status) == (False, "deactivated")


def test_a_record_made_has_its_hash() -> None:
    made = answers.ref(wild("bluesky", "putRecord__made"))
    assert made.uri.endswith("/app.bsky.feed.post/3n3464xartjie")
    assert made.cid.startswith("bafyrei")


def test_a_reply_says_where_its_thread_begins() -> None:
    kept = answers.kept(wild("bluesky", "getRecord__reply"))
    assert kept.text == "Second"
    assert kept.root == answers.ref(wild("bluesky", "putRecord__made"))


def test_a_profile_has_a_name() -> None:
    assert answers.kept(wild("bluesky", "getRecord__profile")).name == "Ravello"


@pytest.mark.parametrize("reply", [7, {}, {"root": {"uri": "x"}}, {"root": {"uri": "x", "cid": CID}}])
def test_what_a_client_wrote_into_a_record_need_not_be_right(reply: Any) -> None:
    body = recorded("bluesky", "getRecord__reply")
    body["value"] |= {"text": 7, "reply": reply}
    kept = answers.kept(Wild(body))
    assert (kept.text, kept.root) == ("", None)


def test_a_blob_is_written_back_as_it_came() -> None:
    said = recorded("bluesky", "uploadBlob__image")["blob"]
    assert answers.uploaded(wild("bluesky", "uploadBlob__image")) == said


def test_a_server_need_not_say_how_large_a_file_may_be() -> None:
    assert answers.largest_blob(wild("bluesky", "describeServer__without_limit")) == 0
    assert answers.largest_blob(Wild({"blobUploadLimit": 5_000_000})) == 5_000_000


def test_a_job_tells_why_it_failed() -> None:
    status = {
        "jobId": "1",
        "did": "did:plc:x",
        "state": "JOB_STATE_FAILED",
        "failureCode": "encoding_failure",
    }
    assert answers.job(Wild({"jobStatus": status})).trouble == "encoding_failure"
    assert answers.finished(Wild({"jobStatus": status, "completedJobId": "2"})).id == "2"
    assert answers.job(Wild({"jobStatus": {**status, "error": "no sound"}})).trouble == "no sound"


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (answers.session, {"accessJwt": "a b", "refreshJwt": "c"}),
        (answers.session, {"accessJwt": "a", "refreshJwt": ""}),
        (answers.ref, {"uri": "at://x", "cid": CID}),
        (answers.ref, {"uri": "at://did:plc:" + "a" * 24 + "/a.b.c/x", "cid": "../"}),
        (answers.ref, {"error": "InternalServerError"}),
        (answers.uploaded, {"blob": {"ref": "bafy", "mimeType": "image/png", "size": 1}}),
        (answers.job, {"jobStatus": {"state": "JOB_STATE_COMPLETED"}}),
        (answers.service_token, {"token": "a\nb"}),
    ],
)
def test_what_does_not_fit_is_garbled(read: Callable[[Wild], object], body: Any) -> None:
    with pytest.raises(Garbled):
        read(Wild(body))
