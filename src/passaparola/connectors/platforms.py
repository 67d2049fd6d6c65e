"""One row per platform: what it lets us see, what its posts may hold, and where each fact comes from.

Screens, the command line and docs/platforms.md read these rows; adding a platform adds a row here.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Limit:
    """What a post may hold: at most `value` `unit`s of `what`; read at `source` in `date` (year and month).

    `own` where a server sets its own and says it itself: the row then holds the usual one.
    """

    what: str
    value: int
    unit: str
    source: str
    date: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform's row.

    `colour` stands for it on the map: #rrggbb with a contrast of at least 4:1 on white and on near-black
    (marks need 3:1, WCAG 2.2, 1.4.11). `seen` says in a sentence what can be
    seen of a chain. `capabilities` names the Protocols of contract.py that its connector meets, in lower
    case. `example` is the form of a post's address. `login` says what reading needs.
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
    simulated: bool = False


_LEXICON = "AT Protocol lexicon app.bsky.feed.post"
_INSTANCE = "docs.joinmastodon.org/entities/Instance"

_ROWS = (
    Platform(
        key="bluesky",
        name="Bluesky",
        colour="#0f7ae8",
        sight="full",
        seen=(
            "Everybody who reposted, quoted, replied or liked; when, and, where their app wrote it, through"
            " whose repost (observed). Times and “through whom” are written by people's apps and checked by"
            " nobody."
        ),
        capabilities=frozenset({"reader"}),
        example="https://bsky.app/profile/NAME/post/ID",
        login="none for public posts",
        docs="https://docs.bsky.app",
        limits=(
            Limit("text", 300, "grapheme", _LEXICON, "2026-08"),
            Limit("text", 3_000, "byte", _LEXICON, "2026-08"),
            Limit("images", 4, "image", "AT Protocol lexicon app.bsky.embed.images", "2026-08"),
            Limit("an image", 2_000_000, "byte", "AT Protocol lexicon app.bsky.embed.images", "2026-08"),
            Limit("a video", 300_000_000, "byte", "AT Protocol lexicon app.bsky.embed.video", "2026-08"),
        ),
    ),
    Platform(
        key="mastodon",
        name="Mastodon",
        colour="#6668ff",
        sight="full",
        seen=(
            "Everybody whose boost, favourite, reply or quote reached the server that is asked; the time of a"
            " boost only where its author's own list still shows it, and never through whom it came (inferred"
            " from whom they follow)."
        ),
        capabilities=frozenset({"reader"}),
        example="https://HOST/@NAME/ID",
        login="none for public posts, unless the server shows them to its accounts only",
        docs="https://docs.joinmastodon.org",
        limits=(
            Limit("text", 500, "character", _INSTANCE, "2026-07", own=True),
            Limit("a link in the text", 23, "character", _INSTANCE, "2026-07", own=True),
            Limit("media", 4, "attachment", _INSTANCE, "2026-07", own=True),
            Limit("an image", 16_777_216, "byte", _INSTANCE, "2026-07", own=True),
            Limit("a video", 103_809_024, "byte", _INSTANCE, "2026-07", own=True),
        ),
    ),
    Platform(
        key="sandbox",
        name="Sandbox",
        colour="#a8741a",
        sight="full",
        seen=(
            "Everything that simulated people do, with times; some simulated apps do not tell through whom a"
            " post was seen, as on real networks. Nothing here is real."
        ),
        capabilities=frozenset({"reader"}),
        example="sandbox://NETWORK/NAME/ID",
        login="none",
        docs="docs/platforms.md",
        simulated=True,
    ),
)

PLATFORMS: Mapping[str, Platform] = MappingProxyType({row.key: row for row in _ROWS})
