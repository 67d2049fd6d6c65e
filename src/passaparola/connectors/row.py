"""What a platform's row says: what it lets us see and do, what its posts may hold, and where that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Sight = Literal["full", "event", "partial", "count", "none"]

SIGHTS: Mapping[Sight, str] = MappingProxyType(
    {
        "full": "everybody who reshared is named",
        "event": "a reshare is told when it happens, and cannot be looked up later for long",
        "partial": "some of those who reshared are named",
        "count": "only how many reshared",
        "none": "nothing about reshares",
    }
)

Unit = Literal[
    "grapheme",
    "character",
    "utf-16 unit",
    "byte",
    "weighted",
    "image",
    "attachment",
    "pixel",
    "second",
    "choice",
    "page",
]
"""A *character* is a Unicode code point; a *grapheme* what people call a character (UAX #29); *weighted* is
X's own count, in which an emoji and most writing outside Latin count two (docs.x.com, 2026-10)."""

Feature = Literal[
    "title",
    "alt",
    "card",
    "poll",
    "quote",
    "reply",
    "thread",
    "language",
    "disclosure",
    "gif",
    "video",
    "document",
]
"""What a post may carry there beside words and images."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a post may hold: at most `value` `unit`s of `what`; read at `source` in `date` (year and month).

    `key` names it for the program (see `KEYS`); a server that sets its own says so under the same key, and
    the row then holds the usual one (`own`).
    """

    key: str
    what: str
    value: int
    unit: Unit
    source: str
    date: str
    own: bool = False


KEYS: Mapping[str, str] = MappingProxyType(
    {
        "text": "the words of a post, in its unit; there may be one limit for each of several units",
        "link": "what every web address in the text counts, however long it is",
        "title": "the title",
        "caption": "the words of a post that has media, where that limit is another one",
        "alt": "the words that say what an image shows",
        "images": "images in one post",
        "media": "attachments of any kind in one post",
        "image bytes": "an image",
        "gif bytes": "an animation",
        "video bytes": "a video",
        "document bytes": "a document",
        "image pixels": "width times height of an image",
        "video seconds": "how long a video plays",
        "poll choices": "choices of a poll",
        "poll choice": "the words of a choice",
        "poll seconds": "how long a poll is open",
    }
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Something a person types in to connect an account: a `secret` is never shown again."""

    key: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Option:
    """Something only this platform asks of a post; `choices` (value, label) where not free text."""

    key: str
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` posts in `seconds` from one account, as the outbox keeps it; from `source`, `date`."""

    count: int
    seconds: int
    source: str
    date: str


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's row.

    `colour` stands for it on the map: #rrggbb with a contrast of at least 4:1 on white and on near-black
    (marks need 3:1, WCAG 2.2, 1.4.11). `seen` says in a sentence what can be seen of a chain. `capabilities`
    names the Protocols of contract.py that its connector meets, in lower case; `takes` what a post may carry.

    `example` is the form of a post's address, `anywhere` whether such addresses may be on any host. `login`
    says what reading needs. `place` is the server's usual address (empty: always asked), `asks` what else is
    typed in to connect, `oauth` whether people connect by giving leave on the platform's own page, `unlocks`
    what has to be done on the platform before.

    `media_types` are those it takes, `mentions` how a mention is counted ("whole" or without its "host"),
    `repeat_for` how long the same key is the same post there (None: never), `settles_after` how long after a
    try a look that finds nothing is believed. `hands_over` is the option (key, value) by which a post is
    handed to the platform as soon as it is planned, and published there by itself at its time.

    `hears_every` is how often it is asked what was done towards an account; `heard` says in a sentence what
    of that it tells. `searches_every` is how often a search is asked anew, `found` says in a sentence what it
    finds, `search_place` is where it is asked (empty: whoever makes the search says it, in the form of
    `search_example`), `by_words` whether it is asked for words at all, and not just for all there is.
    """

    key: str
    name: str
    colour: str
    sight: Sight
    seen: str
    capabilities: frozenset[str]
    example: str
    login: str
    docs: str
    limits: tuple[Limit, ...] = ()
    takes: frozenset[Feature] = frozenset()
    media_types: frozenset[str] = frozenset()
    mentions: Literal["whole", "local"] = "whole"
    place: str = ""
    place_example: str = ""
    asks: tuple[Ask, ...] = ()
    oauth: bool = False
    unlocks: str = ""
    options: tuple[Option, ...] = ()
    rate: Rate | None = None
    repeat_for: timedelta | None = None
    settles_after: timedelta = timedelta(seconds=60)
    hands_over: tuple[str, str] | None = None
    hears_every: timedelta = timedelta(seconds=60)
    heard: str = ""
    searches_every: timedelta = timedelta(seconds=120)
    found: str = ""
    search_place: str = ""
    search_example: str = ""
    by_words: bool = True
    anywhere: bool = False
    simulated: bool = False

    def limit(self, key: str, told: Mapping[str, int] | None = None) -> int | None:
        """Return the strictest limit called `key`; what the server told of its own stands above the row's."""
        if told and key in told:
            return told[key]
        values = [limit.value for limit in self.limits if limit.key == key]
        return min(values) if values else None
