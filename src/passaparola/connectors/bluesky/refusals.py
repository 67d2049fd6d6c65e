"""What an account's server means when it refuses: one table of (status, name, words) and our errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.bluesky import wire

if TYPE_CHECKING:
    from passaparola.http import Answer

OK = 200
FAILING = 500
CLOSED = frozenset(
    {
        *("AccountTakedown", "AccountDeactivated", "AccountSuspended", "AccountNotFound"),
        *("RepoTakendown", "RepoDeactivated", "RepoSuspended", "RepoNotFound"),
    }
)
RUN_OUT = frozenset({"ExpiredToken", "InvalidToken"})
MISSING = "RecordNotFound"
_UNAUTHORISED = 401
_UNTOLD = frozenset({408, 409, 425, 499})  # somebody on the way gave up, or something else was going on


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers with one of `statuses`, one of `names` and `words` in them (empty: any) mean `error`."""

    error: type[errors.ConnectorError]
    advice: str
    statuses: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    words: str = ""
    field: str = ""

    def fits(self, status: int, name: str, message: str) -> bool:
        """Say whether this is what such an answer means."""
        return (
            (not self.statuses or status in self.statuses)
            and (not self.names or name in self.names)
            and re.search(self.words, message, re.IGNORECASE) is not None
        )

    def made(self, message: str) -> errors.ConnectorError:
        """Return the error, saying `message`."""
        return errors.Invalid(message, field=self.field) if self.field else self.error(message)


LOST = frozenset(
    {
        *(
            "BlobNotFound",
            "UploadNotFound",
            "UploadExpired",
            "UploadNotReady",
            "UploadFailed",
            "UploadAborted",
        ),
        *("UploadAlreadyCompleted", "MissingParts", "InvalidPartNumber", "PartSizeMismatch"),
        "TooManyOpenUploads",
    }
)
UNFIT = frozenset(
    {
        *("BlobTooLarge", "PayloadTooLarge", "InvalidMimeType", "UnsupportedContentType"),
        *("VideoTooLarge", "VideoTooLong", "BadAspectRatio"),
    }
)
PICTURES = r"embed|image|video|blob|mime|too large"

AGAIN = "make a new app password on Bluesky and connect the channel again"
ASK = "the account is closed there: ask that server, then connect again"
CONFIRM = "confirm the account's mail address in its settings: videos need that"
SMALLER = "make the file smaller, or save it as another type"
RULES = (
    Rule(errors.AuthRevoked, ASK, names=CLOSED),
    Rule(errors.AuthRevoked, f"the app password was taken back: {AGAIN}", names=RUN_OUT, words="revoked"),
    Rule(errors.AuthExpired, AGAIN, names=RUN_OUT),
    Rule(errors.AuthExpired, AGAIN, statuses=frozenset({_UNAUTHORISED})),
    Rule(errors.Forbidden, CONFIRM, names=frozenset({"UploadForbidden"})),
    Rule(errors.Forbidden, "make an app password that may do it", statuses=frozenset({403})),
    Rule(errors.Duplicate, "look at it there", names=frozenset({"InvalidSwap"})),
    Rule(errors.QuotaSpent, "send it tomorrow", names=frozenset({"DailyLimitExceeded"})),
    Rule(errors.Transient, "the files are sent again when it is next tried", names=LOST),
    Rule(errors.Invalid, SMALLER, names=UNFIT, field="media"),
    Rule(errors.Invalid, SMALLER, statuses=frozenset({413, 415}), field="media"),
    Rule(errors.Invalid, SMALLER, names=frozenset({"InvalidRequest"}), words=PICTURES, field="media"),
    Rule(errors.Invalid, "change it", names=frozenset({"InvalidRequest"}), field="text"),
)


def fault(answer: Answer) -> tuple[str, str]:
    """Return the name and the words of a refusal, empty where the answer is none of the platform's own."""
    try:
        return tamed(answer, wire.fault, about="the refusal")
    except errors.Garbled:
        return "", ""


def run_out(answer: Answer) -> bool:
    """Say whether `answer` refuses because of the token, and a newer one may help."""
    name, _ = fault(answer) if answer.status < FAILING and answer.status != OK else ("", "")
    return name in RUN_OUT or (answer.status == _UNAUTHORISED and name not in CLOSED)


def refusal(answer: Answer, *, doing: str, harmless: bool) -> errors.ConnectorError:
    """Return the error that an answer other than 200 stands for; `doing` completes "Could not ..."."""
    name, message = fault(answer)
    host = answer.url.split("/xrpc/", 1)[0]
    said = f"{host} says {name[:60] or answer.status!r} ({message[:160] or 'without a word'})"
    for rule in RULES if answer.status < FAILING else ():
        if rule.fits(answer.status, name, message):
            return rule.made(f"Could not {doing}: {said}; {rule.advice}.")
    if harmless and (answer.status >= FAILING or answer.status in _UNTOLD):
        return errors.Transient(f"Could not {doing}: {said}; try again later.")
    if answer.status >= FAILING or answer.status in _UNTOLD:
        return errors.UnknownOutcome(
            f"Nobody knows yet whether one could {doing}: {said}; it is looked for on the platform."
        )
    return errors.Garbled(f"Could not {doing}: {said}, which Bluesky's API does not know; check the server.")
