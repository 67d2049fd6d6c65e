"""Who may see an answer: nobody who may not see the post it answers. Pure.

A server lets anybody answer a private message in public; so what a post answers is kept with its receipt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.mastodon.own import Made
    from passaparola.connectors.mastodon.wire import Status

STANDS, MENTION = "stands", "mention"
PUBLIC = "public"
WIDTHS = (PUBLIC, "unlisted", "private", "direct")  # docs.joinmastodon.org/entities/Status/#visibility
HIDDEN = frozenset({"private", "direct"})
_FIRST_NAME = re.compile(r"\s*@[^\s@]+(?:@[^\s@]+)?\s+")


def located(post: Status, address: str, *, host: str) -> Receipt:
    """Return somebody else's post as what answers it wants it."""
    return Receipt(post.id, address, extra=_extra(post.visibility, f"@{_known(post, host)}"))


def kept(made: Made, draft: Draft) -> Mapping[str, str]:
    """Return what is kept of a post of our own, for those that follow it."""
    stands = made.visibility or visibility(draft, _told(draft).get(STANDS, ""))
    return _extra(stands, _told(draft).get(MENTION, ""))


def visibility(draft: Draft, chosen: str) -> str:
    """Return who may see `draft`: as `chosen` (empty: as the account is set), or fewer.

    Never more than may see what it answers; what a server calls by a name of its own is answered in private.
    """
    answered = _told(draft).get(STANDS, "")
    ours = chosen if chosen in WIDTHS else PUBLIC
    return max(answered, ours, key=WIDTHS.index) if answered else chosen


def is_hidden(draft: Draft) -> bool:
    """Say whether `draft` answers what is not for the public."""
    return _told(draft).get(STANDS) in HIDDEN


def words(text: str, told: Mapping[str, str]) -> str:
    """Return `text`, beginning with the name of who is answered: servers tell only those who are named."""
    mention = told.get(MENTION, "")
    return text if not mention or _names(text, mention) else f"{mention} {text}"


def without_name(text: str) -> str:
    """Return `text` without the name it begins with."""
    return _FIRST_NAME.sub("", text, count=1) if _FIRST_NAME.match(text) else text


def _told(draft: Draft) -> Mapping[str, str]:
    return draft.replies_to.extra if draft.replies_to else {}


def _extra(stands: str, mention: str) -> Mapping[str, str]:
    seen_by = stands if stands in WIDTHS else WIDTHS[-1]
    narrowed = {} if stands in {"", PUBLIC} else {STANDS: seen_by}
    return narrowed | ({MENTION: mention} if mention else {})


def _known(post: Status, host: str) -> str:
    """Return the author's name as the server wants it: those of its own go without the host."""
    return post.account.handle.removesuffix(f"@{host}")


def _names(text: str, mention: str) -> bool:
    return re.search(rf"(?<![\w/@]){re.escape(mention)}(?![\w@.-]*\w)", text, re.IGNORECASE) is not None
