"""Our posts as the Mastodon API wants them, and how one of ours is known again; pure.

docs.joinmastodon.org/methods/statuses (create, edit; 4.7, 2026-08).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from passaparola.connectors.mastodon import audience

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Draft
    from passaparola.connectors.mastodon.own import Made

VISIBILITY, WARNING, SENSITIVE = "visibility", "warning", "sensitive"
YES = "yes"

_HOST_OF_MENTION = re.compile(r"(@[\w.-]+)@[\w.:-]+")


def post(draft: Draft, media: Sequence[str], quoted: str) -> dict[str, Any]:
    """Return the body of a new post with uploaded `media` that quotes the post with the id `quoted`."""
    body = _said(draft, media)
    seen_by = audience.visibility(draft, draft.options.get(VISIBILITY, ""))
    body |= {"visibility": seen_by} if seen_by else {}
    if draft.replies_to:
        body |= {"in_reply_to_id": draft.replies_to.native_id}
        body |= {"status": audience.words(draft.text, {**draft.replies_to.extra, audience.STANDS: seen_by})}
    return body | ({"quoted_status_id": quoted} if quoted else {})


def change(draft: Draft, media: Sequence[str], kept: Mapping[str, str]) -> dict[str, Any]:
    """Return the body that makes a post of which `kept` is known say what `draft` says.

    The files' words are told anew.
    """
    body = _said(draft, media) | {"status": audience.words(draft.text, kept)}
    # what is not told again is taken away, or, by other servers, kept: so it is told even where there is none
    body |= {"media_ids": list(media), "spoiler_text": draft.options.get(WARNING, "")}
    body |= {"sensitive": _sensitive(draft)}
    told = [
        {"id": number, "description": medium.alt} for number, medium in zip(media, draft.media, strict=True)
    ]
    return body | ({"media_attributes": told} if told else {})


def _said(draft: Draft, media: Sequence[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"status": draft.text}
    body |= {"media_ids": list(media)} if media else {}
    body |= {"language": draft.language} if draft.language else {}
    body |= {"spoiler_text": draft.options[WARNING]} if draft.options.get(WARNING) else {}
    body |= {"sensitive": True} if _sensitive(draft) else {}
    if draft.poll:
        poll = draft.poll
        body["poll"] = {
            "options": list(poll.choices),
            "expires_in": poll.seconds,
            "multiple": poll.multiple,
        }
    return body


def _sensitive(draft: Draft) -> bool:
    return draft.options.get(SENSITIVE) == YES


def may_be(made: Made, draft: Draft, *, since: datetime) -> bool:
    """Say whether a post may be `draft`, its words aside."""
    answered = {draft.replies_to.native_id, None} if draft.replies_to else {None}
    return made.at >= since and len(made.media) == len(draft.media) and made.answers in answered


def same(typed: str, draft: Draft) -> bool:
    """Say whether what was typed is our text: servers trim it, and change its line ends.

    An answer may begin with a name more, even when what it answers can no longer be looked at.
    """
    begins = (typed, audience.without_name(typed)) if draft.answers or draft.replies_to else (typed,)
    return _plain(draft.text) in map(_plain, begins)


def shows(words: str, draft: Draft) -> bool:
    """Say whether the words of a post's HTML are our text: a mention is shown without its host there."""
    ours = replace(draft, text=_HOST_OF_MENTION.sub(r"\1", draft.text))
    return same(_HOST_OF_MENTION.sub(r"\1", words), ours)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
