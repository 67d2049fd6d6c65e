from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from passaparola.connectors.sandbox import population, wave
from passaparola.connectors.sandbox.network import microseconds

PEOPLE = population.generate(7, 3000)
NOON = microseconds(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
HOUR = 3600 * 1_000_000
posts = st.integers(1, 10_000)
times = st.integers(0, 14 * 24).map(lambda hours: NOON + hours * HOUR)
speeds = st.sampled_from([1.0, 3.0, 60.0])


def roll(post: int, published: int = NOON, speed: float = 3.0) -> wave.Wave:
    followers = population.audience(PEOPLE, seed=7, handle="bottega.simulated", size=640)
    return wave.roll(PEOPLE, seed=7, post=post, followers=followers, published=published, speed=speed)


def hops(found: wave.Wave) -> list[int]:
    depth: list[int] = []
    for via in found.via.tolist():
        depth.append(0 if via < 0 else depth[via] + 1)
    return depth


def first_hops(found: wave.Wave) -> list[int]:
    """Return the hop of everybody's first act, the author's left out."""
    first: dict[int, int] = {}
    for who, hop in zip(found.who.tolist(), hops(found), strict=True):
        first.setdefault(who, hop)
    return [hop for who, hop in first.items() if who != wave.AUTHOR]


@settings(max_examples=10, deadline=None)
@given(posts, times, speeds)
def test_the_same_post_always_makes_the_same_wave(post: int, published: int, speed: float) -> None:
    one, two = roll(post, published, speed), roll(post, published, speed)
    for column in ("who", "at", "kind", "via", "told", "phrase", "answer"):
        assert np.array_equal(getattr(one, column), getattr(two, column))


@settings(max_examples=25, deadline=None)
@given(posts, times, speeds)
def test_every_act_comes_after_the_one_it_came_from(post: int, published: int, speed: float) -> None:
    found = roll(post, published, speed)
    assert found.via[0] == -1
    assert (found.via[1:] >= 0).all()
    assert (found.via[1:] < np.arange(1, len(found.via))).all()
    assert (found.at[1:] > found.at[found.via[1:]]).all()
    assert (np.diff(found.at) >= 0).all()


@settings(max_examples=25, deadline=None)
@given(posts, times)
def test_people_react_to_what_somebody_they_follow_has_shown_them(post: int, published: int) -> None:
    found = roll(post, published)
    audience = set(population.audience(PEOPLE, seed=7, handle="bottega.simulated", size=640).tolist())
    for who, kind, via in zip(
        found.who.tolist()[1:], found.kind.tolist()[1:], found.via.tolist()[1:], strict=True
    ):
        if kind == wave.REPLY:
            continue
        shown_by = int(found.who[via])
        assert who in audience if shown_by == wave.AUTHOR else shown_by in PEOPLE.followed_by(who)


@settings(max_examples=25, deadline=None)
@given(posts)
def test_nobody_passes_the_same_post_on_twice(post: int) -> None:
    found = roll(post)
    passed = found.who[np.isin(found.kind, (wave.RESHARE, wave.QUOTE))].tolist()
    assert len(passed) == len(set(passed))


def test_a_faster_network_gets_further_in_the_same_time() -> None:
    one, fast = (
        [roll(post, NOON, speed).until(NOON + 2 * HOUR) for post in range(1, 15)] for speed in (1.0, 10.0)
    )
    assert sum(fast) > 1.5 * sum(one)


def test_typical_messages_travel_as_far_as_word_of_mouth_does() -> None:
    waves = [roll(post, NOON + post * 3 * HOUR) for post in range(1, 31)]
    reached = [len(first_hops(found)) for found in waves]
    later = [
        sum(hop >= 2 for hop in first_hops(found)) / reach
        for found, reach in zip(waves, reached, strict=True)
    ]
    assert 200 < np.median(reached) < 500
    assert 80 < min(reached) <= max(reached) < 1200
    assert 0.25 < np.median(later) < 0.7
    assert min(max(hops(found)) for found in waves) >= 3


def test_a_message_is_still_being_passed_on_hours_later() -> None:
    for post in range(1, 11):
        found = roll(post)
        assert found.until(NOON + 4 * HOUR) < len(found.at) - 10


def test_a_share_of_the_acts_does_not_say_through_whom() -> None:
    found = roll(3)
    untold = 1 - found.told[np.isin(found.kind, (wave.LIKE, wave.RESHARE, wave.QUOTE))].mean()
    assert 0.15 < untold < 0.45


def test_all_kinds_of_acts_occur_and_replies_are_answered() -> None:
    kinds = np.concatenate([roll(post).kind for post in range(1, 6)])
    assert set(kinds.tolist()) == {wave.PUBLISH, wave.LIKE, wave.RESHARE, wave.QUOTE, wave.REPLY}
    assert any(roll(post).answer.any() for post in range(1, 6))


def test_a_wave_is_made_in_no_time() -> None:
    start = time.process_time()
    roll(77)
    assert time.process_time() - start < 2, "0.05 s on an idle machine"


def test_nobody_reacts_while_asleep() -> None:
    found = roll(5)
    for who, at, kind, answer in zip(found.who, found.at, found.kind, found.answer, strict=True):
        if who == wave.AUTHOR or kind == wave.PUBLISH or answer:
            continue
        awake_for = (timedelta(microseconds=int(at)) / timedelta(hours=1) - PEOPLE.wakes[who]) % 24
        # Some linger after waking, heavy-tailed, so only the first minutes of a night are sure.
        assert awake_for <= wave.AWAKE_HOURS + 6
