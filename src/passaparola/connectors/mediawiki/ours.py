"""Finds an edit of ours by its reference, among all that the account did since it was due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Receipt
from passaparola.connectors.mediawiki import section, wire

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.mediawiki.api import Api

CLOCKS = timedelta(hours=1)  # that the wiki's clock and ours may differ
PAGES = 20  # of contributions that are looked through


async def added(api: Api, account: str, draft: Draft) -> Receipt | None:
    """Return the receipt of `draft` where the account's contributions hold it, None where it is not there.

    The question is refused while the wiki's databases are behind (`maxlag`), so that what is not seen is not
    there; and nothing is believed where one of the edits hides its summary.
    """
    params = {
        "list": "usercontribs",
        "ucuserids": account,
        "ucprop": "ids|timestamp|comment",
        "uclimit": "max",
        "ucend": f"{draft.at - CLOCKS:%Y-%m-%dT%H:%M:%SZ}",
    }
    doing = f"look for the post on {api.host}"
    hidden, onward = False, ""
    for _ in range(PAGES):
        answer = await api.query(doing=doing, **params)
        found, onward = tamed(answer, wire.contributions, about=api.host)
        for entry in found:
            if section.mark(draft.key) in (entry.comment or ""):
                return receipt(api, draft, revision=entry.revision, page=entry.page, at=entry.at)
        hidden = hidden or any(entry.comment is None for entry in found)
        if not onward:
            break
        params["uccontinue"] = onward
    if onward or hidden:
        why = "the account made too many edits since" if onward else "the wiki hides one of its edits"
        raise errors.Forbidden(f"Could not {doing}: {why}; look there yourself.")
    return None


def receipt(api: Api, draft: Draft, *, revision: str, page: str, at: datetime) -> Receipt:
    """Return what is kept of the edit that added the section."""
    extra = {"page": page, "mark": section.mark(draft.key), "revision": revision}
    return Receipt(revision, urljoin(api.url, f"index.php?diff={revision}"), at, extra)
