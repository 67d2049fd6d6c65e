"""What it means when a wiki says no, and what to do: one table of its codes, read from the top.

Codes from includes/api of MediaWiki 1.39 and from its extensions AbuseFilter, SpamBlacklist, ConfirmEdit and
OAuth (2026-11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.mediawiki import wire

if TYPE_CHECKING:
    from passaparola.http import Answer

OK = 200
FAILING = 500
SAID = 300  # characters kept of a wiki's own words

# (code, which error, part of the post, what to do)
TABLE: tuple[tuple[str, type[errors.ConnectorError], str, str], ...] = (
    (r"maxlag|readonly", errors.Transient, "", "the wiki takes no edits just now; try again later"),
    (r"badtoken|notoken", errors.Transient, "", "the wiki lost the session; try again"),
    (r"editconflict|articleexists", errors.Transient, "", "somebody changed the page meanwhile; try again"),
    (r"ratelimited", errors.RateLimited, "", "the wiki asks for fewer edits; try again later"),
    (
        r"assert\w*failed",
        errors.AuthExpired,
        "",
        "the wiki does not know the account any more; connect the channel again",
    ),
    (
        r"mwoauth-.*|botpasswords?-.*|badsession",
        errors.AuthRevoked,
        "",
        "the wiki no longer takes these keys; connect the channel again with new ones",
    ),
    (
        r"(auto|system|global|partial)?blocked.*|globalblocking-.*|wikimedia-.*blocked",
        errors.Forbidden,
        "",
        "the account is blocked there; ask the wiki's administrators",
    ),
    (
        r"captcha",
        errors.Forbidden,
        "",
        "the wiki asks for a captcha; use an account that is confirmed there, or leave links out",
    ),
    (
        r"(cascade)?protected.*|cant(create|edit).*|permissiondenied|noedit.*|titleblacklist-.*|\w+apidenied",
        errors.Forbidden,
        "",
        "the account may not write on this page; ask the wiki's administrators, or choose another page",
    ),
    (
        r"abusefilter-.*|spam.*|hookaborted|edit-hook.*",
        errors.Invalid,
        "text",
        "a filter of the wiki stops it; change the words or the links",
    ),
    (r"contenttoobig|toobig", errors.Invalid, "text", "the page would grow too large; choose another page"),
    (
        r"invalidtitle|unsupportednamespace",
        errors.Invalid,
        "options",
        "there is no such page; choose another",
    ),
    (
        r"missingtitle|pagedeleted|nosuch(pageid|revid|section)",
        errors.Gone,
        "",
        "it is no longer on the wiki",
    ),
)


def refused(answer: Answer, *, doing: str, harmless: bool) -> errors.ConnectorError | None:
    """Return what the answer says went wrong, None where nothing did; harmless things are known to fail."""
    try:
        fault = tamed(answer, wire.fault, about=answer.url)
    except errors.Garbled as error:
        return _unreadable(answer, error, doing=doing, harmless=harmless)
    if fault is None and answer.status == OK:
        return None
    return named(fault or wire.Fault(str(answer.status), ""), doing=doing, harmless=harmless)


def named(fault: wire.Fault, *, doing: str, harmless: bool) -> errors.ConnectorError:
    """Return the error for one of the wiki's codes."""
    said = f" (the wiki says {fault.code}{': ' + fault.said[:SAID] if fault.said else ''})"
    for code, kind, field, advice in TABLE:
        if re.fullmatch(code, fault.code):
            message = f"Could not {doing}: {advice}{said}."
            return errors.Invalid(message, field=field) if kind is errors.Invalid else kind(message)
    if fault.code.startswith("internal_api_error") or (fault.code.isdecimal() and int(fault.code) >= FAILING):
        return _failing(said, doing=doing, harmless=harmless)
    return errors.Invalid(f"Could not {doing}: the wiki does not take it{said}; change it.")


def _unreadable(
    answer: Answer, error: errors.Garbled, *, doing: str, harmless: bool
) -> errors.ConnectorError:
    """Return what an answer is that no wiki gives: from its web server, or from something on the way."""
    said = f" (the server answers {answer.status})"
    if answer.status >= FAILING or (answer.status == OK and not harmless):
        return _failing(said, doing=doing, harmless=harmless)
    if answer.status == OK:
        return error
    return errors.Forbidden(
        f"Could not {doing}: there is no wiki's API, or a firewall in the way{said}; ask whoever runs it."
    )


def _failing(said: str, *, doing: str, harmless: bool) -> errors.ConnectorError:
    if harmless:
        return errors.Transient(f"Could not {doing}: the wiki fails{said}; try again later.")
    return errors.UnknownOutcome(
        f"Nobody knows yet whether one could {doing}: the wiki failed{said}; it is looked for there."
    )
