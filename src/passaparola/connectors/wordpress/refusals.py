"""What it means when WordPress says no, and what to do: one table, read from the top.

Codes from wp-includes/rest-api/endpoints and wp-includes/post.php (WordPress 6.1, 2026-11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.wordpress import wire

if TYPE_CHECKING:
    from passaparola.http import Answer

FAILING = 500
SAID = 200  # characters kept of a site's own words

# (status or 0 for any, code, which error, part of the post, what to do); who may not look at posts of every
# status is answered 400 and, within, the status that is meant.
TABLE: tuple[tuple[int, str, type[errors.ConnectorError], str, str], ...] = (
    (
        401,
        r".*",
        errors.AuthRevoked,
        "",
        "the site does not take this user and application password; connect the channel again with a new one",
    ),
    (
        0,
        r"rest_(post|comment)_invalid_id|rest_comment_trash_post|rest_already_trashed",
        errors.Gone,
        "",
        "it is no longer on the site",
    ),
    (0, r"comment_flood", errors.RateLimited, "", "the site asks for fewer requests; try again later"),
    (
        0,
        r"rest_comment_(closed|draft_post|invalid_post_id|author_data_required)",
        errors.Forbidden,
        "",
        "the site takes no comments there; answer in another place",
    ),
    (0, r"rest_comment_content_invalid", errors.Invalid, "text", "a comment needs words; write some"),
    (
        0,
        r"rest_upload_(user_quota_exceeded|limited_space)",
        errors.QuotaSpent,
        "",
        "the site has no space left for files; delete some there",
    ),
    (
        0,
        r"rest_upload_(file_too_big|no_data|no_content_length)",
        errors.Invalid,
        "media",
        "the file is larger than the site takes; make it smaller, or have the site's upload limit raised",
    ),
    (0, r"rest_upload_.*", errors.Invalid, "media", "the site does not take this file; choose another kind"),
    (413, r".*", errors.Invalid, "media", "it is larger than the site's server takes; make it smaller"),
    (0, r"db_(insert|update)_error", errors.Invalid, "text", "the site cannot store it; make it shorter"),
    (
        0,
        r"rest_no_route|rest_disabled|rest_login_required",
        errors.Forbidden,
        "",
        "the site's REST API is closed; ask whoever runs the site to open it",
    ),
    (
        403,
        r".*",
        errors.Forbidden,
        "",
        "the account may not do this there, or a firewall is in the way; ask whoever runs the site",
    ),
    (404, r".*", errors.Forbidden, "", "there is no REST API at this address; connect the channel again"),
    (429, r".*", errors.RateLimited, "", "the site asks for fewer requests; try again later"),
)


def refusal(answer: Answer, *, doing: str, harmless: bool) -> errors.ConnectorError:
    """Return what an answer other than success means; what a failing server did is known where `harmless`."""
    fault = told(answer)
    said = f" (the site answers {answer.status}{': ' + fault.said[:SAID] if fault.said else ''})"
    for status, code, kind, field, advice in TABLE:
        if status in {0, fault.status or answer.status} and re.fullmatch(code, fault.code):
            message = f"Could not {doing}: {advice}{said}."
            return errors.Invalid(message, field=field) if kind is errors.Invalid else kind(message)
    if answer.status < FAILING:
        return errors.Invalid(f"Could not {doing}: the site does not take it{said}; change it.")
    if harmless:
        return errors.Transient(f"Could not {doing}: the site fails{said}; try again later.")
    return errors.UnknownOutcome(
        f"Nobody knows yet whether one could {doing}: the site failed{said}; it is looked for there."
    )


def told(answer: Answer) -> wire.Fault:
    """Return what the answer says went wrong; nothing where it is a page of some server on the way."""
    try:
        return tamed(answer, wire.fault, about=answer.url)
    except errors.Garbled:
        return wire.Fault()
