"""What becomes of a post on the simulated network: who sees it through whom, and what they do with it.

An event-driven independent cascade: everybody who is shown the post by somebody they follow has one chance
to react, after a log-normal delay, when awake. The whole wave is computed at once and read up to a time: what
was seen once is seen ever after, and the same post gives the same wave on any machine.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from passaparola.connectors.sandbox.population import Population

PUBLISH, LIKE, RESHARE, QUOTE, REPLY = range(5)
SECOND = 1_000_000  # microseconds
HOUR = 3600 * SECOND
HORIZON = 10 * 24 * HOUR  # nobody reacts to something this old
AUTHOR = -1  # `who` of the author's own acts

MEDIAN_DELAY = 40 * 60 * SECOND
DELAY_SPREAD = 1.3
AFTER_WAKING = 25 * 60 * SECOND
AWAKE_HOURS = 16.5
SOONEST = 2 * SECOND
APPEAL_SPREAD = 0.2
# A brand's own followers chose it: they react more readily than to what reaches them by others.
FROM_AUTHOR = 4.5
TELLS_VIA = 0.7  # share of reactions whose app says through whom
LIKE_THEN_RESHARE = 0.12
ANSWERED = 0.3
ANSWER_BY_AUTHOR = 0.6
PHRASES = 1_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Wave:
    """n acts in the order of time, the post itself first.

    `who` int32[n] (AUTHOR or a person's number), `at` int64[n] microseconds since 1970 UTC, `kind` uint8[n],
    `via` int32[n] the row it came from (-1 for the post itself), `told` bool[n] whether the network says so,
    `phrase` int64[n] which chooses the words of a quote or reply, `answer` bool[n] a reply to a reply.
    """

    who: npt.NDArray[np.int32]
    at: npt.NDArray[np.int64]
    kind: npt.NDArray[np.uint8]
    via: npt.NDArray[np.int32]
    told: npt.NDArray[np.bool_]
    phrase: npt.NDArray[np.int64]
    answer: npt.NDArray[np.bool_]

    def until(self, now: int) -> int:
        """Return how many acts there are up to `now`, in microseconds."""
        return int(np.searchsorted(self.at, now, side="right"))


@dataclass(slots=True)
class _Sea:
    """The state of one simulation."""

    population: Population
    rng: np.random.Generator
    speed: float
    appeal: float
    until: int
    rows: list[tuple[int, int, int, int, bool, int, bool]] = field(default_factory=list)
    coming: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    reacted: set[int] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)


def roll(  # noqa: PLR0913 - all that a wave follows from
    population: Population,
    *,
    seed: int,
    post: int,
    followers: npt.NDArray[np.int64],
    published: int,
    speed: float,
) -> Wave:
    """Return the wave of the post number `post`, published at `published` (µs) to the people `followers`."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, post, published]))
    appeal = float(np.exp(APPEAL_SPREAD * rng.standard_normal()))
    sea = _Sea(population, rng, speed, appeal, published + HORIZON)
    sea.rows.append((AUTHOR, published, PUBLISH, -1, True, 0, False))
    _show(sea, followers, 0, appeal * FROM_AUTHOR)
    while sea.coming:
        _next(sea)
    who, at, kind, via, told, phrase, answer = zip(*sea.rows, strict=True)
    return Wave(
        np.array(who, np.int32),
        np.array(at, np.int64),
        np.array(kind, np.uint8),
        np.array(via, np.int32),
        np.array(told, np.bool_),
        np.array(phrase, np.int64),
        np.array(answer, np.bool_),
    )


def _show(sea: _Sea, people: npt.NDArray[np.int64], via: int, appeal: float) -> None:
    """Show the post to `people` through the act `via`; those it catches react, each in their own time."""
    caught = people[sea.rng.random(len(people)) < np.minimum(0.9, sea.population.readiness[people] * appeal)]
    times = _times(sea, caught, sea.rows[via][1])
    for person, at in zip(caught.tolist(), times.tolist(), strict=True):
        _plan(sea, at, person, via, PUBLISH)


def _plan(sea: _Sea, at: int, person: int, via: int, kind: int) -> None:
    """Let `person` react at `at`; PUBLISH as `kind` means as their habits have it."""
    if at <= sea.until:
        heapq.heappush(sea.coming, (at, len(sea.coming), person, via, kind))


def _times(sea: _Sea, people: npt.NDArray[np.int64], since: int) -> npt.NDArray[np.int64]:
    """Return when each of `people` gets to it: a heavy-tailed delay, and nobody reacts while asleep."""
    noise = sea.rng.standard_normal((2, len(people)))
    delay = MEDIAN_DELAY * np.exp(DELAY_SPREAD * noise[0]) * sea.population.tempo[people] / sea.speed
    at = since + np.maximum(delay, SOONEST)
    awake_for = (at / HOUR - sea.population.wakes[people]) % 24.0
    sleeping = awake_for > AWAKE_HOURS
    rest = (24.0 - awake_for) * HOUR + AFTER_WAKING * np.exp(noise[1]) / sea.speed
    times: npt.NDArray[np.int64] = np.where(sleeping, at + rest, at).astype(np.int64)
    return times


def _next(sea: _Sea) -> None:
    """Let the next reaction happen."""
    at, _, person, via, planned = heapq.heappop(sea.coming)
    habit, told, phrase, after = sea.rng.random(4)
    if planned == REPLY:
        sea.rows.append((person, at, REPLY, via, True, int(phrase * PHRASES), True))
        return
    if person in sea.shared or (planned == PUBLISH and person in sea.reacted):
        return
    kind = planned or LIKE + int(np.searchsorted(sea.population.mix[person, :3], habit))
    # One replies to the post or the quote itself, whoever passed it on: the network knows which.
    source = _words_of(sea, via) if kind == REPLY else via
    row = len(sea.rows)
    tells = kind == REPLY or told < TELLS_VIA
    sea.rows.append((person, at, kind, source, bool(tells), int(phrase * PHRASES), False))
    sea.reacted.add(person)
    if kind in (RESHARE, QUOTE):
        sea.shared.add(person)
        _show(sea, sea.population.followers_of(person), row, sea.appeal)
    elif kind == LIKE and after < LIKE_THEN_RESHARE:
        _plan(sea, _soon(sea, person, at), person, via, RESHARE)
    elif kind == REPLY and after < ANSWERED:
        _answer(sea, row, at, after / ANSWERED)


def _words_of(sea: _Sea, row: int) -> int:
    """Return the post or quote that was passed on up to `row`."""
    while sea.rows[row][2] == RESHARE:
        row = sea.rows[row][3]
    return row


def _answer(sea: _Sea, row: int, at: int, chance: float) -> None:
    """Let whoever was replied to, or a follower of the one who replied, answer."""
    who, _, _, via, *_ = sea.rows[row]
    replied_to = sea.rows[via][0]
    if replied_to == AUTHOR or chance < ANSWER_BY_AUTHOR:
        _plan(sea, at + max(SOONEST, int(MEDIAN_DELAY / 2 / sea.speed)), replied_to, row, REPLY)
        return
    followers = sea.population.followers_of(who)
    if len(followers):
        person = int(followers[int(chance * len(followers))])
        _plan(sea, _soon(sea, person, at), person, row, REPLY)


def _soon(sea: _Sea, person: int, at: int) -> int:
    return int(_times(sea, np.array([person]), at)[0])
