"""Looks at a page that is said to speak of one of our entries (w3.org/TR/webmention, 2017, 3.2.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola import http
from passaparola.connectors import errors
from passaparola.connectors.hub import mentioned

if TYPE_CHECKING:
    from passaparola.connectors.hub.aimed import Aimed
    from passaparola.connectors.hub.mentioned import Mentioned

POLICY = http.Policy(deadline=15.0, connect=5.0, attempts=1, max_bytes=1024 * 1024)
WANTED = "text/html, application/xhtml+xml"
KINDS = frozenset({"text/html", "application/xhtml+xml"})
OK, SERVER_FAILS = 200, 500
GONE = frozenset({404, 410})
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


async def look(client: http.Client, source: str, aimed: Aimed) -> Mentioned:
    """Return what the page at `source` says of the entry.

    Raises `Gone` where it is not there or does not link the entry, `Forbidden` where looking again is in
    vain, `RateLimited` and `Unreachable` where it may help.
    """
    answer = await _read(client, source)
    if answer.status in GONE:
        raise errors.Gone("The page is not there.")
    if answer.status >= SERVER_FAILS:
        raise errors.Unreachable(f"The page answers {answer.status}.")
    if answer.status != OK:
        raise errors.Forbidden(f"The page answers {answer.status}.")
    kind = answer.headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in KINDS:
        raise errors.Forbidden("It is no page of HTML.")
    charset = _CHARSET.search(kind)
    found = mentioned.read(answer.body, answer.url, aimed.means, charset[1] if charset else None)
    if found is None:
        raise errors.Gone("The page does not link to the entry.")
    return found


async def _read(client: http.Client, source: str) -> http.Answer:
    try:
        return await client.get(source, headers={"accept": WANTED})
    except http.Busy as error:
        raise errors.RateLimited(f"The page cannot be read: {error}.", until=error.until) from error
    except (http.Refused, http.TooLarge, http.BadAnswer) as error:
        raise errors.Forbidden(f"The page cannot be read: {error}.") from error
    except http.HttpError as error:
        raise errors.Unreachable(f"The page cannot be read: {error}.") from error
