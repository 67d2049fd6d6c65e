"""Reads whom the boosters follow, where they show it: it tells from whom they may have had the post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from passaparola.connectors.contract import Act, Progress
    from passaparola.connectors.mastodon.bounds import Bounds
    from passaparola.connectors.mastodon.server import Server
    from passaparola.connectors.mastodon.wire import Account

ASKING = "whom they follow"
SHOWING = frozenset({"publish", "reshare", "quote"})


async def among(
    server: Server, acts: Sequence[Act], people: Mapping[str, Account], bounds: Bounds, progress: Progress
) -> tuple[tuple[tuple[str, str], ...], list[Gap]]:
    """Return (follower, followed) pairs between those without a parent and those who may have shown it."""
    seekers = list(dict.fromkeys(act.actor for act in acts[1:] if act.parent is None))
    showing = {act.actor for act in acts if act.kind in SHOWING}
    asked = seekers[: bounds.followers]
    done = 0

    async def one(key: str) -> list[tuple[str, str]] | None:
        nonlocal done
        pairs = await _followed(server, people[key], showing, bounds.followed)
        done += 1
        progress(ASKING, done, len(asked))
        return pairs

    answers = await together([one(key) for key in asked])
    pairs = {pair for answer in answers if answer for pair in answer}
    hidden = answers.count(None)
    return tuple(sorted(pairs)), [
        *([Gap("whom some of them follow", "they or their server do not show it", hidden)] if hidden else []),
        *_left(len(seekers) - len(asked), bounds),
    ]


def _left(count: int, bounds: Bounds) -> list[Gap]:
    why = f"one trace reads whom {bounds.followers} people follow"
    return [Gap("whom some of them follow", why, count)] if count else []


async def _followed(
    server: Server, person: Account, showing: set[str], most: int
) -> list[tuple[str, str]] | None:
    """Return the pairs a person's list shows, None where it is not shown: hidden lists come back empty."""
    if not person.following:
        return []
    try:
        followed, _ = await server.followed(person.id, most=most)
    except ConnectorError:
        return None
    if not followed:
        return None
    return [(person.key, other.key) for other in followed if other.key in showing]
