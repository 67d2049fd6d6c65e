"""Asks who follows whom among the people of a cascade, for those who do not tell through whom they had it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.bluesky.appview import ACTORS
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError, Forbidden, Garbled, Gone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from passaparola.connectors.bluesky.appview import AppView
    from passaparola.connectors.bluesky.bounds import Bounds
    from passaparola.connectors.contract import Act, Progress

ASKING = "who follows whom"
SHOWING = frozenset({"publish", "reshare", "quote"})  # the acts that put a post before one's own followers
FOLLOWED = 1_000  # of one person, where relations cannot be asked for

Edges = set[tuple[str, str]]


async def among(
    view: AppView, root: str, acts: Sequence[Act], bounds: Bounds, progress: Progress
) -> tuple[tuple[tuple[str, str], ...], list[Gap]]:
    """Return (follower, followed) pairs between those without a parent and those who may have shown it."""
    seekers = list(dict.fromkeys(act.actor for act in acts if act.parent is None and act.id != root))
    showing = list(dict.fromkeys(act.actor for act in acts if act.kind in SHOWING))
    questions = list(_questions(seekers, showing))
    done = 0

    async def one(did: str, others: list[str]) -> Edges | None:
        nonlocal done
        edges = await _relations(view, did, others)
        done += 1
        progress(ASKING, done, min(len(questions), bounds.follows))
        return edges

    answers = await together([one(did, others) for did, others in questions[: bounds.follows]])
    edges = {edge for answer in answers if answer for edge in answer}
    return tuple(sorted(edges)), _gaps(len(questions) - len(answers), answers.count(None), bounds)


def _questions(seekers: list[str], showing: list[str]) -> Iterable[tuple[str, list[str]]]:
    """Yield each pair of people once, in groups: an answer tells both directions."""
    asked: set[str] = set()
    for did in seekers:
        asked.add(did)
        others = [other for other in showing if other not in asked]
        for start in range(0, len(others), ACTORS):
            yield did, others[start : start + ACTORS]


async def _relations(view: AppView, did: str, others: list[str]) -> Edges | None:
    """Return the pairs among `did` and `others`, None where they cannot be had."""
    try:
        answer = await view.relations(did, others)
    except (Garbled, Forbidden, Gone):  # an AppView that does not offer it: read whom they follow instead
        return await _followed(view, did, set(others))
    except ConnectorError:
        return None
    following = {(did, other) for other, we, _ in answer if we and other in others}
    return following | {(other, did) for other, _, they in answer if they and other in others}


async def _followed(view: AppView, did: str, others: set[str]) -> Edges | None:
    try:
        people, _ = await view.follows(did, most=FOLLOWED)
    except ConnectorError:
        return None
    return {(did, person.did) for person in people if person.did in others}


def _gaps(left: int, failed: int, bounds: Bounds) -> list[Gap]:
    gaps = []
    if left:
        why = f"one trace asks {bounds.follows} such questions"
        gaps.append(Gap("who follows whom among those who do not say through whom", why, left))
    if failed:
        gaps.append(Gap("who follows whom among some of them", "the AppView did not tell", failed))
    return gaps
