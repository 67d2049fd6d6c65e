"""What a server of the family means when it refuses: one table of (status, words) and our errors.

Statuses from docs.joinmastodon.org/methods/statuses and /media (2026-08); the words are Mastodon's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.mastodon import wire
from passaparola.connectors.wild import Wild
from passaparola.http import BadAnswer

if TYPE_CHECKING:
    from passaparola.http import Answer

OK = range(200, 300)
GONE = frozenset({404, 410})
UNAUTHORISED = 401
FAILING = 500
UNTOLD = frozenset({408, 425, 499})  # somebody on the way gave up: it may have arrived all the same
SHOWN = 200  # characters of a server's own words

AGAIN = "connect the channel again"


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers of one of `statuses` with `words` in them mean `error`; of what is invalid, `field`."""

    statuses: frozenset[int]
    words: str
    error: type[errors.ConnectorError]
    advice: str
    field: str = ""


_401, _403, _422 = frozenset({UNAUTHORISED}), frozenset({403}), frozenset({422})
RULES = (
    Rule(_401, "expired", errors.AuthExpired, AGAIN),
    Rule(_401, "", errors.AuthRevoked, f"the leave was taken back: {AGAIN}"),
    Rule(_403, "disabled|suspended", errors.AuthRevoked, "the account is closed there: ask that server"),
    Rule(_403, "scope", errors.Forbidden, f"the leave does not reach so far: {AGAIN}, and allow everything"),
    Rule(_403, "", errors.Forbidden, "look at the account on its own server"),
    Rule(_422, "authenticated user", errors.AuthRevoked, AGAIN),
    Rule(GONE, "", errors.Gone, "it was deleted, or never there"),
    Rule(frozenset({413}), "", errors.Invalid, "make the file smaller", "media"),
    Rule(_422, "poll|option|expir", errors.Invalid, "change the poll", "poll"),
    Rule(_422, "quot", errors.Invalid, "choose another post, or link to it", "quotes"),
    Rule(_422, "media|file|image|video|thumbnail|attach|type", errors.Invalid, "change the files", "media"),
    Rule(frozenset({400, 415, 422}), "", errors.Invalid, "change it", "text"),
)


def refusal(answer: Answer, *, host: str, doing: str, harmless: bool = True) -> errors.ConnectorError:
    """Return what `answer`, which is no success, means; `doing` completes "Could not ..."."""
    words = _words(answer)
    said = f"{host} answers {answer.status}" + (f", “{words}”" if words else "")
    if answer.status >= FAILING or answer.status in UNTOLD:
        if not harmless:
            return errors.UnknownOutcome(
                f"Nobody knows yet whether one could {doing}: {said}; it is looked for on the platform."
            )
        return errors.Transient(f"Could not {doing}: {said}; try again later.")
    for rule in RULES:
        if answer.status in rule.statuses and re.search(rule.words, words, re.IGNORECASE):
            message = f"Could not {doing}: {said}; {rule.advice}."
            return errors.Invalid(message, field=rule.field) if rule.field else rule.error(message)
    return errors.Garbled(
        f"Could not {doing}: {said}, which is no answer of the Mastodon API; check the host."
    )


def _words(answer: Answer) -> str:
    """Return what the server says in its own words, where it says something."""
    try:
        return wire.fault(Wild(answer.json()))[:SHOWN]
    except (BadAnswer, errors.Garbled):
        return ""
