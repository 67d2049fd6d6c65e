"""Bluesky's JSON turned into records; pure. fields.py lists what is read and what is left on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from passaparola.connectors.errors import Garbled
from passaparola.connectors.wild import Wild, count_of, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
LIKE = "app.bsky.feed.like"
HIDDEN = "!no-unauthenticated"  # an account's wish to be shown to signed-in people only

_DID = r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]{1,250}(?:%3A[0-9]{1,5})?)"
_HANDLE = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_RKEY = r"[A-Za-z0-9._:~-]{1,512}"
DID = re.compile(_DID)
HANDLE = re.compile(_HANDLE)
AT_URI = re.compile(rf"at://({_DID})/([A-Za-z0-9.]{{1,317}})/({_RKEY})")
POST_URI = re.compile(rf"at://({_DID})/{re.escape(POST)}/({_RKEY})")
PLACE = re.compile(
    rf"(?:https?://(?:www\.)?bsky\.app/profile/({_DID}|{_HANDLE})/post/({_RKEY})/?(?:[?#].*)?"
    rf"|at://({_DID}|{_HANDLE})/{re.escape(POST)}/({_RKEY})/?)"
)
_HOME = re.compile(r"https?://[^\s/?#@\[\]]+(?:/[^\s?#]*)?")
TID = re.compile(r"[234567a-j][234567a-z]{12}")
_DIGITS = {digit: i for i, digit in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_CLOCK_BITS = 10  # a TID ends with the number of the clock that made it


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post is: `author` is a DID or a handle."""

    author: str
    rkey: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account; `hidden` where it wishes to be shown to signed-in people only."""

    did: str
    handle: str
    name: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A post and how often it was answered, reposted, liked and quoted, by the AppView's count."""

    uri: str
    author: Person
    text: str
    at: datetime
    replies: int
    reposts: int
    likes: int
    quotes: int


@dataclass(frozen=True, slots=True)
class Thread:
    """Posts below a post: `found` holds (reply, uri of the post answered); `unread` were cut off by depth.

    `blocked` and `missing` count places where a reply stands that is not shown; `withheld` counts replies
    that are counted but not listed.
    """

    found: tuple[tuple[Post, str], ...]
    unread: tuple[str, ...]
    blocked: int
    missing: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Like:
    """A like, as the AppView lists it: who and when, not through whom."""

    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """A repost or like as its author's own repository holds it; `via` is the repost it was seen through.

    `subject` is empty and `at` None where the record, written by a client, is not what it should be.
    """

    rkey: str
    subject: str
    at: datetime | None
    via: str | None


def place(address: str) -> Place | None:
    """Return where the post at a web address or at-uri is, None where it is neither."""
    match = PLACE.fullmatch(address.strip())
    if match is None:
        return None
    return Place(match[1] or match[3], match[2] or match[4])


def web_address(uri: str) -> str:
    """Return the page of the post `uri` for people."""
    match = POST_URI.fullmatch(uri)
    return f"https://bsky.app/profile/{match[1]}/post/{match[2]}" if match else ""


def person(wild: Wild) -> Person:
    """Read a profileView or profileViewBasic."""
    labels = wild.get("labels")
    hidden = labels is not None and any(_hides(label) for label in labels)
    name = text_of(wild.get("displayName"))
    return Person(wild["did"].matching(DID, "DID"), wild["handle"].text(), name, hidden)


def _hides(label: Wild) -> bool:
    negated = label.get("neg")
    return label["val"].text() == HIDDEN and not (negated is not None and negated.value is True)


def post(wild: Wild) -> Post:
    """Read a postView; a `createdAt` that is no time gives way to the AppView's own `indexedAt`."""
    record = wild["record"]
    indexed = wild["indexedAt"].time()
    return Post(
        uri=wild["uri"].matching(POST_URI, "address of a post"),
        author=person(wild["author"]),
        text=text_of(record.get("text")),
        at=written(record, indexed) or indexed,
        replies=count_of(wild.get("replyCount")),
        reposts=count_of(wild.get("repostCount")),
        likes=count_of(wild.get("likeCount")),
        quotes=count_of(wild.get("quoteCount")),
    )


def written(record: Wild, otherwise: datetime | None) -> datetime | None:
    """Return the client-written `createdAt` as it stands, even when it cannot be true."""
    try:
        return record["createdAt"].time()
    except Garbled:
        return otherwise


def posts(wild: Wild) -> list[Post]:
    """Read the answer of getPosts."""
    return [post(entry) for entry in wild["posts"]]


def thread(wild: Wild) -> Thread | None:
    """Read the answer of getPostThread; None where the post itself is blocked or gone."""
    top = wild["thread"]
    if top.get("post") is None:
        return None
    found: list[tuple[Post, str]] = []
    unread: list[str] = []
    counts = {"blocked": 0, "notFound": 0, "withheld": 0}
    stack = [(top, post(top["post"]))]
    while stack:
        node, here = stack.pop()
        replies = node.get("replies")
        below = [] if replies is None else list(replies)
        if here.replies and not below:
            unread.append(here.uri)
        elif here.replies > len(below):
            counts["withheld"] += here.replies - len(below)
        for entry in below:
            shown = entry.get("post")
            if shown is None:
                counts["blocked" if entry.get("blocked") else "notFound"] += 1
                continue
            reply = post(shown)
            found.append((reply, here.uri))
            stack.append((entry, reply))
    return Thread(tuple(found), tuple(unread), counts["blocked"], counts["notFound"], counts["withheld"])


def like(wild: Wild) -> Like:
    """Read one entry of getLikes."""
    indexed = wild["indexedAt"].time()
    return Like(person(wild["actor"]), written(wild, indexed) or indexed)


def passed(wild: Wild) -> Passed:
    """Read one entry of listRecords; only its own address must be right, the rest is up to its author."""
    match = AT_URI.fullmatch(wild["uri"].text())
    if match is None:
        raise Garbled(f"{wild.path}.uri is no at-uri")
    value = wild["value"]
    try:
        subject = value["subject"]["uri"].text()
        via = value.get("via")
        through = None if via is None else via["uri"].text()
    except Garbled:
        return Passed(match[3], "", None, None)
    return Passed(match[3], subject, written(value, None), through)


def followers(wild: Wild) -> dict[str, int]:
    """Read the answer of getProfiles: how many people follow each DID."""
    counts = ((entry["did"].matching(DID, "DID"), entry.get("followersCount")) for entry in wild["profiles"])
    return {did: count.count() for did, count in counts if count is not None}


def follow(wild: Wild) -> tuple[str, bool, bool]:
    """Read one entry of getRelationships: (their DID, do we follow them, do they follow us)."""
    if wild.get("notFound") is not None:
        return "", False, False
    did = wild["did"].matching(DID, "DID")
    return did, wild.get("following") is not None, wild.get("followedBy") is not None


def paged(key: str) -> Callable[[Wild], tuple[list[Wild], str | None]]:
    """Return a reader of one page of a listing: the entries under `key`, and the cursor of the next page."""

    def read(wild: Wild) -> tuple[list[Wild], str | None]:
        return list(wild[key]), text_of(wild.get("cursor")) or None

    return read


def did(wild: Wild) -> str:
    """Read the answer of resolveHandle."""
    return wild["did"].matching(DID, "DID")


def home(wild: Wild) -> str:
    """Return the address of the personal data server a DID document names; raises `Garbled` without one."""
    for service in wild["service"]:
        if service["id"].text().endswith("#atproto_pds"):
            address = service["serviceEndpoint"].text().rstrip("/")
            if _HOME.fullmatch(address):
                return address
    raise Garbled(f"{wild.path}.service names no personal data server")


def document(of: str, *, plc: str) -> str:
    """Return where the DID document of `of` is published: the PLC directory, or its own host (did:web)."""
    method, _, rest = of.removeprefix("did:").partition(":")
    if method == "plc":
        return f"{plc}/{of}"
    host = unquote(rest)
    scheme = "http" if host.partition(":")[0] == "localhost" else "https"
    return f"{scheme}://{host}/.well-known/did.json"


def fault(wild: Wild) -> tuple[str, str]:
    """Read an XRPC error: its name and its message."""
    return text_of(wild.get("error")), text_of(wild.get("message"))


def time_of(rkey: str) -> datetime | None:
    """Return the time a TID says, None where `rkey` is none (atproto.com/specs/tid, 2026-08)."""
    if not TID.fullmatch(rkey):
        return None
    number = 0
    for digit in rkey:
        number = number << 5 | _DIGITS[digit]
    return datetime.fromtimestamp((number >> _CLOCK_BITS) / 1e6, UTC)
