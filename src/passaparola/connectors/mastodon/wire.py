"""The Mastodon API's JSON turned into records; pure. Fields from docs.joinmastodon.org (4.7, 2026-08)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.connectors import markup
from passaparola.connectors.wild import Fields, Wild, count_of, text_of

if TYPE_CHECKING:
    from datetime import datetime

ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_HOST = r"(?P<base>https?://[A-Za-z0-9.-]+(?::\d{1,5})?)"
_POST = r"(?P<id>[A-Za-z0-9]{1,64})"
PLACE = re.compile(
    rf"{_HOST}/(?:(?:(?:web|deck)/)?@[^/?#\s]+/(?:statuses/)?|(?:ap/)?users/[^/?#\s]+/statuses/|notice/)"
    rf"{_POST}/?(?:[?#].*)?"
)
WEB = re.compile(r"https?://[^\s/]\S{0,2000}")
OPEN = frozenset({"public", "unlisted"})
_NEXT = re.compile(r"<[^<>]*[?&]max_id=([A-Za-z0-9_.-]{1,128})[^<>]*>\s*;\s*rel=\"?next\b")

FIELDS = {
    "Status": Fields(
        read=frozenset(
            {
                *("id", "uri", "url", "account", "created_at", "content", "visibility", "in_reply_to_id"),
                *("reblog", "replies_count", "reblogs_count", "favourites_count", "quotes_count"),
                # in heard.py
                *(
                    "edited_at",
                    "in_reply_to_account_id",
                    "language",
                    "media_attachments",
                    "mentions",
                    "quote",
                ),
            }
        ),
        # display, or about the reader
        ignored=frozenset(
            {
                *("emojis", "sensitive", "spoiler_text", "tags", "card", "muted", "quote_approval"),
                *("application", "bookmarked", "favourited", "filtered", "poll", "pinned", "text"),
                *("reblogged", "tagged_collections"),
            }
        ),
    ),
    "Account": Fields(
        read=frozenset({"id", "uri", "url", "acct", "display_name", "followers_count", "following_count"}),
        ignored=frozenset(
            {
                *("avatar", "avatar_static", "avatar_description", "bot", "created_at", "discoverable"),
                *("emojis", "feature_approval", "fields", "group", "header", "header_static"),
                *("header_description", "hide_collections", "indexable", "last_status_at", "limited"),
                *("locked", "memorial", "moved", "noindex", "note", "roles", "show_featured"),
                *("show_media", "show_media_replies", "statuses_count", "suspended", "username"),
            }
        ),
    ),
    "Context": Fields(
        # what came before a post is not its cascade, but tells where its talk began (heard.py)
        read=frozenset({"descendants", "ancestors"}),
        ignored=frozenset(),
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is: the server's address, and the post's id there."""

    base: str
    id: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account: `id` is the server's own, `key` the same on every server."""

    id: str
    key: str
    handle: str
    name: str
    url: str
    followers: int
    following: int


@dataclass(frozen=True, slots=True)
class Status:
    """A post; `answers` is the id of the post it replies to, `boosted` the post a boost shows."""

    id: str
    uri: str
    url: str
    account: Account
    at: datetime
    text: str
    visibility: str
    answers: str | None
    boosted: Status | None
    replies: int
    reblogs: int
    favourites: int
    quotes: int | None


def place(address: str) -> Place | None:
    """Return where the post at `address` is, None where it does not look like one of a Mastodon server."""
    match = PLACE.fullmatch(address.strip())
    return None if match is None else Place(match["base"], match["id"])


def account(wild: Wild, *, host: str) -> Account:
    """Read an Account as the server `host` shows it: local accounts come without their host."""
    acct = wild["acct"].text()
    url = _web(wild.get("url"))
    number = wild["id"].matching(ID, "id")
    return Account(
        id=number,
        key=_web(wild.get("uri")) or url or f"{host}/accounts/{number}",
        handle=acct if "@" in acct else f"{acct}@{host}",
        name=text_of(wild.get("display_name")),
        url=url,
        followers=_count(wild.get("followers_count")),
        following=_count(wild.get("following_count")),
    )


def status(wild: Wild, *, host: str) -> Status:
    """Read a Status, and the one it boosts, if any; what that one boosts is not looked at."""
    boosted = wild.get("reblog")
    return _status(wild, host, None if boosted is None else _status(boosted, host, None))


def _status(wild: Wild, host: str, boosted: Status | None) -> Status:
    answers = wild.get("in_reply_to_id")
    quotes = wild.get("quotes_count")
    return Status(
        id=wild["id"].matching(ID, "id"),
        uri=_uri(wild, host),
        url=_web(wild.get("url")),
        account=account(wild["account"], host=host),
        at=wild["created_at"].time(),
        text=words(wild["content"].text()),
        visibility=wild["visibility"].text(),
        answers=None if answers is None else answers.matching(ID, "id"),
        boosted=boosted,
        replies=_count(wild.get("replies_count")),
        reblogs=_count(wild.get("reblogs_count")),
        favourites=_count(wild.get("favourites_count")),
        quotes=None if quotes is None else quotes.count(),
    )


def _uri(wild: Wild, host: str) -> str:
    """Return a post's id across servers; one made of the server's own id where it is blank."""
    text = wild["uri"].text().strip()
    return text if len(text) > 1 else f"{host}/statuses/{wild['id'].text()}"


def descendants(wild: Wild, *, host: str) -> list[Status]:
    """Read the replies of a Context, at any depth."""
    return [status(entry, host=host) for entry in wild["descendants"]]


def following_page(link: str) -> str | None:
    """Return the `max_id` of the next page that a Link header names; the address itself is not trusted."""
    match = _NEXT.search(link[:4000])
    return match[1] if match else None


def words(html: str) -> str:
    """Return the words of a post's HTML, one line per paragraph or break."""
    return markup.words(html)


def fault(wild: Wild) -> str:
    """Read an error's words."""
    return text_of(wild.get("error"))


def _web(found: Wild | None) -> str:
    """Return a web address, empty where it is missing or something else: it becomes a link on a page."""
    text = text_of(found)
    return text if WEB.fullmatch(text) else ""


def _count(found: Wild | None) -> int:
    """Return a count; some servers of the family hide one as -1."""
    return 0 if found is not None and found.value == -1 else count_of(found)
