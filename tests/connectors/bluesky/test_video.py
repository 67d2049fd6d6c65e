"""Videos and animations, held against the vendor's own description of the video service."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest

from connectors.bluesky.pds import DID, Pds, spoken
from connectors.held import HeldKeys
from connectors.lexicons import Lexicons
from passaparola.connectors import errors
from passaparola.connectors.contract import Draft, Medium

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.bluesky.pds import Fault

PUBLIC = "https://pds.example"
DRAFT = Draft(key="k", at=datetime(2026, 11, 25, tzinfo=UTC), text="Watch")
BLOB = {"$type": "blob", "ref": {"$link": "bafkreiaaaaaaaa"}, "mimeType": "video/mp4", "size": 9}
SIZE, PART = 25, 10


def job(state: str, **more: Any) -> dict[str, Any]:
    return {"jobStatus": {"jobId": "job-2", "did": DID, "state": state, **more}}


@dataclass
class Service:
    """The account's server, and the video service, which says `states` of a job one after the other."""

    pds: Pds
    states: list[dict[str, Any]] = field(default_factory=lambda: [job("JOB_STATE_COMPLETED", blob=BLOB)])
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    parts: dict[int, bytes] = field(default_factory=dict)
    started: list[dict[str, Any]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition(".")[2]
        if method == "getServiceAuth":
            asked = dict(request.url.params)
            assert asked == {"aud": "did:web:pds.example", "lxm": "com.atproto.repo.uploadBlob"}
            return httpx.Response(200, json={"token": "service-1"})
        if request.url.host != "video.bsky.app":
            return self.pds(request)
        self.sent.append(method)
        self._described(request)
        if self.faults.get(method):
            fault = self.faults[method].pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        answer: Any = getattr(self, "_" + method)(request)
        assert self.pds.lexicons is not None
        assert self.pds.lexicons.answer(f"app.bsky.video.{method}", answer) == []
        return httpx.Response(200, json=answer)

    def _described(self, request: httpx.Request) -> None:
        lexicons = self.pds.lexicons
        assert lexicons is not None
        method = request.url.path.removeprefix("/xrpc/")
        kind = request.headers.get("content-type", "")
        if request.method == "POST":
            assert request.headers["authorization"] == "Bearer service-1"
            body = json.loads(request.content) if kind == "application/json" else None
            assert lexicons.input(method, kind, body) == []
        assert lexicons.request(method, parse_qsl(request.url.query.decode())) == []

    def _startUpload(self, request: httpx.Request) -> dict[str, Any]:  # noqa: N802 - the method's own name
        self.started.append(json.loads(request.content))
        ends = "2026-11-25T10:00:00Z"
        return {"jobId": "job-1", "partSizeBytes": PART, "partCount": -(-SIZE // PART), "expiresAt": ends}

    def _uploadPart(self, request: httpx.Request) -> dict[str, Any]:  # noqa: N802
        number = int(request.url.params["partNumber"])
        self.parts[number] = request.content
        return {"partNumber": number, "sizeBytes": len(request.content)}

    def _finishUpload(self, request: httpx.Request) -> dict[str, Any]:  # noqa: N802
        assert json.loads(request.content) == {"jobId": "job-1"}
        return {"completedJobId": "job-2", **job("JOB_STATE_CREATED")}

    def _getJobStatus(self, request: httpx.Request) -> dict[str, Any]:  # noqa: N802
        assert request.url.params["jobId"] == "job-2"
        assert "authorization" not in request.headers
        return self.states.pop(0) if len(self.states) > 1 else self.states[0]


@pytest.fixture
def service(shared: Path) -> Service:
    folder = shared / "contracts" / "atproto-lexicons"
    if not folder.is_dir():
        pytest.skip("no AT Protocol lexicons: put them at ../shared/contracts/atproto-lexicons")
    return Service(Pds(Lexicons(folder)))


@pytest.fixture
def video(tmp_path: Path) -> Medium:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(SIZE)))
    return Medium(path, "video", "video/mp4", SIZE, "clip.mp4", "a clip", 1080, 1920, 12.0)


@pytest.fixture
def gif(tmp_path: Path) -> Medium:
    path = tmp_path / "clip.gif"
    path.write_bytes(bytes(SIZE))
    return Medium(path, "gif", "image/gif", SIZE, "clip.gif")


def embedded(service: Service, medium: Medium, place: str = PUBLIC) -> dict[str, Any]:
    """What stands in the record of a post with `medium`."""
    keys = HeldKeys(place, DID, {"access": "access-1", "refresh": "refresh-1"})
    draft = Draft(DRAFT.key, DRAFT.at, DRAFT.text, media=(medium,))
    receipt = asyncio.run(spoken(service, keys, lambda speaker: speaker.publish(draft)))
    embed: dict[str, Any] = service.pds.records[receipt.native_id]["embed"]
    return embed


def test_a_video_is_prepared_before_the_post_is_written(service: Service, video: Medium) -> None:
    service.states = [job("JOB_STATE_ENCODING"), job("JOB_STATE_NEWS"), job("JOB_STATE_COMPLETED", blob=BLOB)]
    assert embedded(service, video) == {
        "$type": "app.bsky.embed.video",
        "video": BLOB,
        "alt": "a clip",
        "aspectRatio": {"width": 1080, "height": 1920},
    }
    assert b"".join(service.parts[number] for number in (1, 2, 3)) == bytes(range(SIZE))
    assert service.started == [
        {"sizeBytes": SIZE, "mimeType": "video/mp4", "name": "clip.mp4", "width": 1080, "height": 1920}
    ]


def test_an_animation_is_a_video_that_plays_like_one(service: Service, gif: Medium) -> None:
    embed = embedded(service, gif)
    assert (embed["presentation"], embed["video"]) == ("gif", BLOB)
    assert service.started[0]["mimeType"] == "image/gif"


def test_a_file_it_has_prepared_before_is_not_sent_again(service: Service, video: Medium) -> None:
    known = httpx.Response(409, json={"error": "AlreadyProcessed", **job("JOB_STATE_COMPLETED", blob=BLOB)})
    service.faults["startUpload"] = [known]
    assert embedded(service, video)["video"] == BLOB
    assert service.sent == ["startUpload"]


def test_a_server_out_of_its_reach_keeps_the_video_as_it_is(service: Service, video: Medium) -> None:
    embed = embedded(service, video, place="http://pds.example")
    assert (embed["video"]["mimeType"], embed["video"]["size"]) == ("video/mp4", SIZE)
    assert service.sent == []


def test_such_a_server_takes_no_animation(service: Service, gif: Medium) -> None:
    with pytest.raises(errors.Invalid, match="send it as an MP4") as told:
        embedded(service, gif, place="http://pds.example")
    assert told.value.field == "media"
    assert service.pds.writes == 0


def test_a_video_that_cannot_be_prepared_is_the_posts_fault(service: Service, video: Medium) -> None:
    service.states = [job("JOB_STATE_FAILED", failureCode="validation_failure")]
    with pytest.raises(errors.Invalid, match=r"could not prepare clip\.mp4: validation_failure") as told:
        embedded(service, video)
    assert told.value.field == "media"
    assert service.pds.writes == 0


@pytest.mark.parametrize("code", ["pds_upload_failure", "generic_failure"])
def test_a_video_that_failed_through_no_fault_of_its_own_is_tried_again(
    service: Service, video: Medium, code: str
) -> None:
    service.states = [job("JOB_STATE_FAILED", failureCode=code)]
    with pytest.raises(errors.Transient, match="just now"):
        embedded(service, video)
    assert service.pds.writes == 0


def test_a_video_that_takes_long_is_tried_again_later(service: Service, video: Medium) -> None:
    service.states = [job("JOB_STATE_ENCODING")]
    with pytest.raises(errors.Transient, match="is still being prepared"):
        embedded(service, video)
    assert service.pds.writes == 0


def test_a_conflict_of_another_kind_is_tried_again_later(service: Service, video: Medium) -> None:
    service.faults["startUpload"] = [httpx.Response(409, json={"error": "SomethingElse"})]
    with pytest.raises(errors.Transient):
        embedded(service, video)


@pytest.mark.parametrize(
    ("size", "count"), [(0, 3), (PART, 2), (PART, 4), (2**40, 1)], ids=["none", "few", "many", "huge"]
)
def test_parts_that_do_not_add_up_are_garbled(service: Service, video: Medium, size: int, count: int) -> None:
    said = {"jobId": "job-1", "partSizeBytes": size, "partCount": count, "expiresAt": "2026-11-25T10:00:00Z"}
    service.faults["startUpload"] = [httpx.Response(200, json=said)]
    with pytest.raises(errors.Garbled, match="do not add up"):
        embedded(service, video)


@pytest.mark.parametrize("step", ["startUpload", "uploadPart", "finishUpload", "getJobStatus"])
@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (httpx.ConnectError("nobody"), {errors.Unreachable}),
        (httpx.ReadError("reset"), {errors.Transient, errors.Unreachable}),
        (httpx.ReadTimeout("silent"), {errors.Transient, errors.Unreachable}),
        (httpx.Response(429, json={}), {errors.RateLimited}),
        (httpx.Response(500, json={"error": "InternalServerError"}), {errors.Transient}),
        (httpx.Response(503, json={"error": "ServiceOverloaded"}), {errors.Transient}),
        (httpx.Response(200, text="<html>"), {errors.Garbled}),
        (
            httpx.Response(400, json={"error": "VideoTooLarge", "message": "video too large"}),
            {errors.Invalid},
        ),
        (httpx.Response(400, json={"error": "UnsupportedContentType"}), {errors.Invalid}),
        (httpx.Response(400, json={"error": "DailyLimitExceeded"}), {errors.QuotaSpent}),
        (httpx.Response(400, json={"error": "UploadForbidden"}), {errors.Forbidden}),
        (httpx.Response(400, json={"error": "UploadExpired"}), {errors.Transient}),
    ],
    ids=lambda value: value.status_code if isinstance(value, httpx.Response) else None,
)
def test_whatever_fails_there_nothing_is_published(
    service: Service, video: Medium, step: str, fault: Fault, kinds: set[type[errors.ConnectorError]]
) -> None:
    service.faults[step] = [fault, fault]
    with pytest.raises(errors.ConnectorError) as told:
        embedded(service, video)
    assert type(told.value) in kinds
    assert "service-1" not in str(told.value)
    assert service.pds.writes == 0
