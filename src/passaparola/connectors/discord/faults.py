"""What Discord refuses, in our errors and in a sentence for a person.

Codes from docs.discord.com/developers/topics/opcodes-and-status-codes, read 2026-08-06.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from passaparola.connectors import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.discord.wire import Fault

FAILING = 500


class Meaning(NamedTuple):
    """Which error a refusal is, and what to say of it."""

    kind: type[errors.ConnectorError]
    sentence: str
    field: str = "text"


_TAKEN_BACK = Meaning(
    errors.AuthRevoked, "the webhook or the bot's token is no longer valid; connect it again"
)
_NOT_ALLOWED = Meaning(errors.Forbidden, "it may not do this in this channel; give it the rights for it")
_WRONG_KIND = Meaning(errors.Forbidden, "this channel takes no plain messages; connect a text channel")
_LATER = Meaning(errors.RateLimited, "it asks for fewer messages; tried again later")
_TOO_LARGE = Meaning(errors.Invalid, "the files are too large for this server; choose smaller ones", "media")
_BLOCKED = Meaning(errors.Invalid, "the server's own rules refuse these words or links; change them")

CODES: Mapping[int, Meaning] = {
    10003: Meaning(errors.Forbidden, "the channel is not there, or not for the bot; connect another"),
    10008: Meaning(errors.Gone, "it is no longer there"),
    10015: _TAKEN_BACK,
    20016: _LATER,
    20022: _LATER,
    20028: _LATER,
    30046: _LATER,
    40001: _TAKEN_BACK,
    40002: Meaning(errors.Forbidden, "the account has to be verified; do that on Discord"),
    40005: _TOO_LARGE,
    40067: _WRONG_KIND,
    50001: _NOT_ALLOWED,
    50005: Meaning(errors.Forbidden, "somebody else wrote it, and nobody but they can change it"),
    50006: Meaning(errors.Invalid, "there is nothing in it; write something"),
    50008: _WRONG_KIND,
    50013: _NOT_ALLOWED,
    50024: _WRONG_KIND,
    50027: _TAKEN_BACK,
    50083: Meaning(errors.Forbidden, "the thread is archived; open it again on Discord"),
    160005: Meaning(errors.Forbidden, "the thread is locked; open it again on Discord"),
    200000: _BLOCKED,
    220001: _WRONG_KIND,
    240000: _BLOCKED,
}
STATUSES: Mapping[int, Meaning] = {
    401: _TAKEN_BACK,
    403: _NOT_ALLOWED,
    404: Meaning(errors.Gone, "it is no longer there"),
    413: _TOO_LARGE,
    429: _LATER,
}
TAKES_NOT: Mapping[str, str] = {
    "text": "Discord does not take it; change it",
    "media": "Discord does not take its files; choose others",
    "poll": "Discord does not take its poll; change it",
    "replies_to": "Discord does not take the message it answers; post it without answering",
}
FIELDS: Mapping[str, str] = {
    "attachments": "media",
    "files": "media",
    "poll": "poll",
    "message_reference": "replies_to",
}


def told(status: int, fault: Fault, *, doing: str) -> errors.ConnectorError:
    """Return our error for `fault`; `doing` completes "Could not ..."."""
    said = f"(Discord says {fault.said[:200]!r})"
    meaning = CODES.get(fault.code) or STATUSES.get(status)
    if meaning is None:
        field = FIELDS.get(fault.field, "text")
        return errors.Invalid(f"Could not {doing}: {TAKES_NOT[field]} {said}.", field=field)
    sentence = f"Could not {doing}: {meaning.sentence} {said}."
    if issubclass(meaning.kind, errors.Invalid):
        return meaning.kind(sentence, field=meaning.field)
    return meaning.kind(sentence)
