"""What a homeserver refuses, in our errors and in a sentence for a person.

Codes from spec.matrix.org, client-server API 1.18, "standard error response", 2026-07.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from passaparola.connectors import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.matrix.wire import Fault

FAILING = 500
UNKNOWN_TOKEN = "M_UNKNOWN_TOKEN"  # noqa: S105 - the name of an error


class Meaning(NamedTuple):
    """Which error a refusal is, and what to say of it."""

    kind: type[errors.ConnectorError]
    sentence: str
    field: str = "text"


_CLOSED = Meaning(errors.AuthRevoked, "the account is closed or locked; connect the channel with another")
_TAKEN_BACK = Meaning(errors.AuthRevoked, "its session was ended; connect the channel again")
_TOO_LARGE = Meaning(errors.Invalid, "it is too large; make it smaller")

CODES: Mapping[str, Meaning] = {
    "M_UNKNOWN_TOKEN": _TAKEN_BACK,
    "M_MISSING_TOKEN": _TAKEN_BACK,
    "M_USER_DEACTIVATED": _CLOSED,
    "M_USER_LOCKED": _CLOSED,
    "M_USER_SUSPENDED": _CLOSED,
    "M_FORBIDDEN": Meaning(errors.Forbidden, "the account may not do this; let it in, or give it the right"),
    "M_GUEST_ACCESS_FORBIDDEN": Meaning(errors.Forbidden, "guests may not do this; use an account"),
    "M_NOT_FOUND": Meaning(errors.Gone, "it is not there, or no longer"),
    "M_TOO_LARGE": _TOO_LARGE,
    "M_LIMIT_EXCEEDED": Meaning(errors.RateLimited, "it asks for fewer messages; tried again later"),
    "M_RESOURCE_LIMIT_EXCEEDED": Meaning(errors.QuotaSpent, "the server is full; ask who runs it"),
}
STATUSES: Mapping[int, Meaning] = {
    401: _TAKEN_BACK,
    403: CODES["M_FORBIDDEN"],
    404: CODES["M_NOT_FOUND"],
    413: _TOO_LARGE,
    429: CODES["M_LIMIT_EXCEEDED"],
}
_UNKNOWN = Meaning(errors.Invalid, "the server does not take it; change it")
_RUN_OUT = Meaning(errors.AuthExpired, "its session has run out; connect the channel again")


def told(status: int, fault: Fault, *, doing: str, field: str) -> errors.ConnectorError:
    """Return our error for `fault`; `doing` completes "Could not ...", `field` is the part that was sent."""
    if fault.code == UNKNOWN_TOKEN and fault.soft:
        meaning = _RUN_OUT
    else:
        meaning = CODES.get(fault.code) or STATUSES.get(status, _UNKNOWN)
    sentence = f"Could not {doing}: {meaning.sentence} (the server says {fault.said[:200]!r})."
    if issubclass(meaning.kind, errors.Invalid):
        return meaning.kind(sentence, field=field)
    return meaning.kind(sentence)
