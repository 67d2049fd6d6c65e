"""An account's server in memory: keeps records, and answers only what the vendor's own description allows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import httpx

from connectors.held import HeldKeys
from connectors.recorded import client, recorded
from passaparola.connectors.bluesky.speaker import BlueskySpeaker
from passaparola.connectors.bluesky.video import VideoService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connectors.lexicons import Lexicons

HOME = "http://pds.example"
DID = recorded("bluesky", "createSession__app_password")["did"]
ADA = "did:plc:" + "a" * 24
MISSING = recorded("bluesky", "getRecord__none")
EXPIRED = {"error": "ExpiredToken", "message": "Token has expired"}  # @atproto/pds auth-verifier, 2026-08

T = TypeVar("T")
Fault = httpx.Response | Exception


def refused(status: int, name: str) -> httpx.Response:
    """The refusal recorded as `name`."""
    return httpx.Response(status, json=recorded("bluesky", name))


@dataclass
class Pds:
    """The server: `faults` come, once each, instead of an answer; `after` those when it has acted."""

    lexicons: Lexicons | None = None
    access: str = "access-1"
    refresh: str = "refresh-1"
    handles: dict[str, str] = field(default_factory=lambda: {"ada.test": ADA})
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    after: dict[str, list[Fault]] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    writes: int = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.removeprefix("/xrpc/")
        self.sent.append(method)
        self._described(method, request)
        if self.faults.get(method):
            return _faulty(self.faults[method].pop(0))
        answer: httpx.Response = getattr(self, "_" + method.rpartition(".")[2])(request)
        if answer.status_code == 200 and self.lexicons and answer.content:
            assert self.lexicons.answer(method, answer.json()) == []
        if self.after.get(method):
            return _faulty(self.after[method].pop(0))
        return answer

    def _described(self, method: str, request: httpx.Request) -> None:
        if self.lexicons is None:
            return
        if request.method == "GET":
            assert self.lexicons.request(method, parse_qsl(request.url.query.decode())) == []
            return
        kind = request.headers.get("content-type", "")
        body = json.loads(request.content) if kind == "application/json" else None
        assert self.lexicons.input(method, kind, body) == []
        if isinstance(body, dict) and "record" in body:
            assert self.lexicons.record(body["record"], body["rkey"]) == []

    def _locked(self, request: httpx.Request) -> httpx.Response | None:
        if request.headers.get("authorization") == f"Bearer {self.access}":
            return None
        return httpx.Response(400, json=EXPIRED)

    def _createSession(self, request: httpx.Request) -> httpx.Response:  # noqa: N802 - the method's own name
        if json.loads(request.content)["password"] != "wz64-eo72-ru7f-bza5":  # noqa: S105 - of this fake only
            return refused(401, "createSession__wrong_password")
        said = recorded("bluesky", "createSession__app_password")
        self.access, self.refresh = said["accessJwt"], said["refreshJwt"]
        return httpx.Response(200, json=said)

    def _refreshSession(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        if request.headers["authorization"] != f"Bearer {self.refresh}":
            return refused(400, "refreshSession__revoked")
        self.access, self.refresh = "access-2", "refresh-2"
        said = recorded("bluesky", "refreshSession__renewed")
        return httpx.Response(200, json={**said, "accessJwt": self.access, "refreshJwt": self.refresh})

    def _getSession(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        said = {**recorded("bluesky", "getSession__active"), "did": DID}
        return self._locked(request) or httpx.Response(200, json=said)

    def _describeServer(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        _ = request
        return httpx.Response(200, json=recorded("bluesky", "describeServer__without_limit"))

    def _resolveHandle(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        did = self.handles.get(request.url.params["handle"])
        return httpx.Response(200, json={"did": did}) if did else refused(400, "resolveHandle__unknown")

    def _uploadBlob(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        cid = "bafkrei" + hashlib.sha256(request.content).hexdigest()[:52]
        kind, size = request.headers["content-type"], len(request.content)
        blob = {"$type": "blob", "ref": {"$link": cid}, "mimeType": kind, "size": size}
        return self._locked(request) or httpx.Response(200, json={"blob": blob})

    def _putRecord(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        body = json.loads(request.content)
        assert body["swapRecord"] is None, "it must write new records only"
        uri = f"at://{body['repo']}/{body['collection']}/{body['rkey']}"
        if (locked := self._locked(request)) is not None:
            return locked
        if self.records.get(uri, body["record"]) != body["record"]:
            return refused(400, "putRecord__taken")
        self.writes += uri not in self.records
        self.records[uri] = body["record"]
        return httpx.Response(200, json={"uri": uri, "cid": self.cid(uri), "validationStatus": "valid"})

    def _deleteRecord(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        body = json.loads(request.content)
        if (locked := self._locked(request)) is not None:
            return locked
        self.records.pop(f"at://{body['repo']}/{body['collection']}/{body['rkey']}", None)
        return httpx.Response(200, json={})

    def _getRecord(self, request: httpx.Request) -> httpx.Response:  # noqa: N802
        asked = request.url.params
        uri = f"at://{asked['repo']}/{asked['collection']}/{asked['rkey']}"
        if uri not in self.records:
            return httpx.Response(400, json=MISSING)
        return httpx.Response(200, json={"uri": uri, "cid": self.cid(uri), "value": self.records[uri]})

    def cid(self, uri: str) -> str:
        """The hash of a record as it is now."""
        return "bafyrei" + hashlib.sha256(json.dumps(self.records[uri]).encode()).hexdigest()[:52]

    def keys(self) -> HeldKeys:
        return HeldKeys(HOME, DID, {"access": "access-1", "refresh": "refresh-1"})


def _faulty(fault: Fault) -> httpx.Response:
    if isinstance(fault, Exception):
        raise fault
    return fault


async def at_once(seconds: float) -> None:
    """Wait for nothing."""
    _ = seconds


async def spoken(
    handler: Callable[[httpx.Request], httpx.Response],
    keys: HeldKeys,
    say: Callable[[BlueskySpeaker], Awaitable[T]],
) -> T:
    """What `say` makes of a speaker that `handler` answers."""
    async with client(handler)() as door:
        return await say(BlueskySpeaker(keys, door, service=VideoService(pause=at_once)))
