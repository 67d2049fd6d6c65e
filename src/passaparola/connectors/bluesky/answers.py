"""What an account's own server, and the video service, answer: JSON turned into records; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from passaparola.connectors.bluesky.wire import AT_URI, DID
from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import count_of, text_of

if TYPE_CHECKING:
    from passaparola.connectors.wild import Wild

CID = re.compile(r"[A-Za-z0-9+=]{8,256}")
TOKEN = re.compile(r"[\x21-\x7e]{1,8192}")
JOB = re.compile(r"[\x21-\x7e]{1,256}")
DONE = "JOB_STATE_COMPLETED"
FAILED = "JOB_STATE_FAILED"

Blob = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ref:
    """A record exactly as it was: where, and its hash."""

    uri: str
    cid: str

    def written(self) -> dict[str, str]:
        """Return it as com.atproto.repo.strongRef."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is kept: of a post its `text` and its thread's `root`, of a profile its `name`."""

    ref: Ref
    text: str
    name: str
    root: Ref | None


@dataclass(frozen=True, slots=True)
class Me:
    """The account of a session; `status` says why it is not `active`."""

    did: str
    handle: str
    active: bool
    status: str


@dataclass(frozen=True, slots=True)
class Parts:
    """How the video service wants a file: as `count` parts of `size` bytes, under the name `job`."""

    job: str
    size: int
    count: int


@dataclass(frozen=True, slots=True)
class Job:
    """How far the video service has come: `blob` is the video, `code` and `trouble` why there is none."""

    id: str
    state: str
    blob: Blob | None
    code: str
    trouble: str


def session(wild: Wild) -> dict[str, str]:
    """Read the tokens of createSession and refreshSession."""
    return {
        "access": wild["accessJwt"].matching(TOKEN, "token"),
        "refresh": wild["refreshJwt"].matching(TOKEN, "token"),
    }


def me(wild: Wild) -> Me:
    """Read the account of createSession, refreshSession and getSession."""
    active = wild.get("active")
    return Me(
        did=wild["did"].matching(DID, "DID"),
        handle=wild["handle"].text(),
        active=active is None or active.value is not False,
        status=text_of(wild.get("status")),
    )


def ref(wild: Wild) -> Ref:
    """Read a strong reference, and the answer of putRecord."""
    return Ref(wild["uri"].matching(AT_URI, "at-uri"), wild["cid"].matching(CID, "CID"))


def kept(wild: Wild) -> Kept:
    """Read the answer of getRecord; what a client wrote into the record need not be right."""
    value = wild["value"]
    return Kept(ref(wild), _text(value, "text"), _text(value, "displayName"), _root(value))


def _text(value: Wild, name: str) -> str:
    try:
        return text_of(value.get(name))
    except Garbled:
        return ""


def _root(value: Wild) -> Ref | None:
    try:
        reply = value.get("reply")
        return None if reply is None else ref(reply["root"])
    except Garbled:
        return None


def blob(wild: Wild) -> Blob:
    """Read a blob, to be written into a record as it is."""
    return {
        "$type": "blob",
        "ref": {"$link": wild["ref"]["$link"].matching(CID, "CID")},
        "mimeType": wild["mimeType"].text(),
        "size": wild["size"].count(),
    }


def uploaded(wild: Wild) -> Blob:
    """Read the answer of uploadBlob."""
    return blob(wild["blob"])


def largest_blob(wild: Wild) -> int:
    """Read from describeServer how many bytes a file may have, 0 where the server does not say."""
    return count_of(wild.get("blobUploadLimit"))


def service_token(wild: Wild) -> str:
    """Read the answer of getServiceAuth."""
    return wild["token"].matching(TOKEN, "token")


def parts(wild: Wild) -> Parts:
    """Read the answer of startUpload."""
    return Parts(wild["jobId"].matching(JOB, "job"), wild["partSizeBytes"].count(), wild["partCount"].count())


def known(wild: Wild) -> Job | None:
    """Read the job of a video that was prepared before, None where the refusal is for another reason."""
    return None if wild.get("jobStatus") is None else job(wild)


def job(wild: Wild) -> Job:
    """Read the answer of getJobStatus."""
    status = wild["jobStatus"]
    found = status.get("blob")
    code = text_of(status.get("failureCode"))
    return Job(
        id=status["jobId"].matching(JOB, "job"),
        state=status["state"].text(),
        blob=None if found is None else blob(found),
        code=code,
        trouble=text_of(status.get("error")) or text_of(status.get("message")) or code,
    )


def finished(wild: Wild) -> Job:
    """Read the answer of finishUpload: where another upload was the same file, it names that one's job."""
    return replace(job(wild), id=wild["completedJobId"].matching(JOB, "job"))
