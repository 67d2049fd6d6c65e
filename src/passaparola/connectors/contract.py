"""What we tell a platform and it tells us, in our own words: every record, and what a connector may offer.

One small Protocol per capability; a platform's row names those its connector meets (lower case).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from datetime import datetime
    from pathlib import Path

Kind = Literal["publish", "reshare", "quote", "reply", "mention", "like"]

EventKind = Literal["mention", "reply", "quote", "reshare", "like", "follow", "message", "comment"]
"""A *message* is written to the account alone; a *comment* stands under a page of ours, such as a blog's."""

MediumKind = Literal["image", "gif", "video", "document"]

Progress = Callable[[str, int, int | None], None]
"""Called with (what is being read, how many so far, how many there are or None)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acted, as their platform knows them; `id` never changes, `handle` may."""

    id: str
    handle: str
    name: str = ""
    url: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a message.

    `parent` is the id of the act it came from where the platform says so (evidence *observed*), None where it
    does not (the root itself, or a reshare that does not tell through whom). `at` is aware and in UTC.
    `at_known` is False where the platform gives no time for the act: `at` is then the earliest it can be.
    """

    id: str
    kind: Kind
    actor: str
    at: datetime
    parent: str | None = None
    url: str = ""
    text: str = ""
    at_known: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be seen: `what`, `why`, and how many acts it concerns where that is known."""

    what: str
    why: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A post and every act on it that its platform lets one see.

    `root` is the id of the post's own act and is among `acts`. `follows` holds (follower, followed) pairs of
    actor ids, as far as they were read, for those whose acts have no parent.
    """

    platform: str
    root: str
    acts: tuple[Act, ...]
    actors: Mapping[str, Actor]
    follows: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did towards an account of ours, or that was said where it was meant to read it.

    `id` is what the act is called in a `Trace` of the post it is about, and never changes. `about` is the id
    of the post it was done to (empty for a follow, a message, a word out of the blue). `ours` says that this
    post is the account's own, `receipt` what its `Receipt` calls it where that is another name.
    `thread` is the id of the first post of the talk it is in; of a private message, of the room. `address` is
    what a Draft `answers` to answer it (empty: it cannot be).

    `at` is aware and in UTC; `at_known` as for an `Act`. `edited_at` is when its words last changed, `gone`
    that its author took it back. `private` says that only the account was meant to read it. `language` is
    what its author or platform said (BCP 47), `files` are addresses of what was attached, `links` those it
    leads to beside the ones in its text, `place` the place it says it was said at, in words.
    """

    id: str
    kind: EventKind
    actor: Actor
    at: datetime
    text: str = ""
    url: str = ""
    address: str = ""
    about: str = ""
    thread: str = ""
    ours: bool = False
    receipt: str = ""
    private: bool = False
    at_known: bool = True
    edited_at: datetime | None = None
    gone: bool = False
    language: str = ""
    files: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of what was done towards an account, or of what a search found, in any order.

    `cursor` is where to go on from once these are kept, `more` whether there is more at once. `up_to` (aware,
    UTC) is the moment until which everything has been told, where there is no more.
    """

    events: tuple[Event, ...]
    cursor: str
    more: bool = False
    up_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Medium:
    """A file that goes with a post, as it lies on our disk; `alt` says in words what it shows.

    `width` and `height` in pixels, `seconds` of play, `pages` of a document; None where they do not apply.
    """

    path: Path
    kind: MediumKind
    mime: str
    size: int
    name: str
    alt: str = ""
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The preview of a link, for platforms on which whoever posts brings their own."""

    url: str
    title: str
    description: str = ""
    image: Medium | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """A question's choices, open for so many `seconds`."""

    choices: tuple[str, ...]
    seconds: int
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a platform gave for a post: what it calls it for ever, where it is, and what else is needed later.

    `extra` is the connector's own (such as a record's hash): it is kept and handed back as it is.
    """

    native_id: str
    url: str = ""
    at: datetime | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """One post exactly as it is to stand on a platform.

    `key` names it for ever, chosen before the first try: the same key is the same post, however often it is
    sent. `at` (aware, UTC) is when it was due, and stays the same on every try. `answers` is the address of
    somebody else's post that it answers, `replies_to` the post it continues or answers, `thread` the first
    post of our own that it follows. `options` are those of the platform's row;
    `disclosure` is what the law wants said ("paid", "gifted", "employed"), where the row takes a label.
    """

    key: str
    at: datetime
    text: str
    title: str = ""
    media: tuple[Medium, ...] = ()
    card: Card | None = None
    poll: Poll | None = None
    language: str = ""
    replies_to: Receipt | None = None
    thread: Receipt | None = None
    quotes: str = ""
    answers: str = ""
    disclosure: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """The account a channel speaks from, as its platform shows it now.

    `scopes` are what the keys allow, `expires_at` when they end (None: not told or never). `limits` are what
    the server says of its own limits, by the `key` of the row's `Limit`; they stand above the row's.
    """

    id: str
    handle: str
    name: str = ""
    url: str = ""
    scopes: tuple[str, ...] = ()
    expires_at: datetime | None = None
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Login:
    """What connecting gave: the account, and the secrets to be sealed. `repr` shows no secret."""

    account: Account
    place: str
    secrets: Mapping[str, str] = field(repr=False)


Renewal = Callable[[Mapping[str, str]], "Awaitable[Mapping[str, str]]"]
"""Asks the platform for new secrets with those that have run out."""


class Keys(Protocol):
    """The keys of one channel. `place` is the server's address as it was given when connecting."""

    place: str
    account: str

    @property
    def secrets(self) -> Mapping[str, str]:
        """Return the secrets as they are now."""
        ...

    async def renewed(self, stale: Mapping[str, str], renew: Renewal) -> Mapping[str, str]:
        """Return secrets newer than `stale`, asking `renew` at most once whoever else waits for them.

        What comes back is stored before it is used; an empty value never replaces one that is there.
        """
        ...


class Reader(Protocol):
    """Reads a public post and what became of it."""

    platform: str

    def recognises(self, address: str) -> bool:
        """Say whether `address` names a post of this platform."""
        ...

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:
        """Read the post at `address` and all acts on it; raises a `ConnectorError`."""
        ...


class Publisher(Protocol):
    """Publishes a post."""

    async def publish(self, draft: Draft) -> Receipt:
        """Publish `draft` and return its receipt.

        Raises `UnknownOutcome` where it may have been taken; every other `ConnectorError` says that it was
        certainly not published.
        """
        ...


class Locator(Protocol):
    """Finds somebody else's post, to be answered; that is what lets one answer them."""

    async def locate(self, address: str) -> Receipt:
        """Return the post at `address`, as `replies_to` wants it.

        Changes nothing there. Raises `Invalid` or `Gone` where there is none that can be answered.
        """
        ...


class Finder(Protocol):
    """Finds our own post on its platform when nobody knows what became of it."""

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the receipt of `draft` where it stands on its platform, None where it certainly does not.

        Changes nothing there. Raises a `ConnectorError` where it cannot be told.
        """
        ...


class Editor(Protocol):
    """Changes a post that is published; doing it twice is doing it once."""

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Make the post of `receipt` say what `draft` says; raises `Gone` where it is no longer there."""
        ...


class Deleter(Protocol):
    """Deletes a post; doing it twice is doing it once."""

    async def delete(self, receipt: Receipt) -> None:
        """Delete the post of `receipt`; one that is no longer there is deleted."""
        ...


class Checker(Protocol):
    """Says how the channel's account is."""

    async def check(self) -> Account:
        """Return the account as it is now; raises `AuthExpired`, `AuthRevoked`, other `ConnectorError`s."""
        ...


class Hearer(Protocol):
    """Hears what was done towards the account."""

    async def hear(self, cursor: str) -> Batch:
        """Return what comes after `cursor`; without one, the past from as far back as is told.

        Changes nothing there (nothing is marked as read), and may tell again what was told before. Raises
        `CursorExpired` where the platform no longer knows `cursor`, other `ConnectorError`s.
        """
        ...


class Watcher(Protocol):
    """Tells at once when there may be something to hear."""

    def watch(self) -> AsyncIterator[None]:
        """Yield whenever something may have been done towards the account; ends when the line is cut.

        Nothing rests on it: what it announces is then heard by cursor. Raises a `ConnectorError`.
        """
        ...


class Searcher(Protocol):
    """Searches what is open to everybody, by the platform's own means."""

    async def search(self, words: str, cursor: str) -> Batch:
        """Return what was said with `words` after `cursor`; without one, the past as far as is told.

        `words` is one word, "phrase", #tag or @name; nothing that holds it is left out that the platform
        would find, and what does not hold it may be among what is returned. All events are of the kind
        "mention". Raises `Invalid` where the platform cannot be asked for such words, `CursorExpired`, other
        `ConnectorError`s.
        """
        ...
