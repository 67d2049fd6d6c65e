from __future__ import annotations

import time

import numpy as np

from passaparola.connectors.sandbox import population, words

PEOPLE = population.generate(7, 3000)


def pairs(people: population.Population) -> set[tuple[int, int]]:
    return {(a, b) for a in range(people.size) for b in people.followed_by(a).tolist()}


def test_the_same_seed_gives_the_same_people() -> None:
    again = population.generate.__wrapped__(7, 3000)
    assert (again.handles, again.names) == (PEOPLE.handles, PEOPLE.names)
    assert np.array_equal(again.followers, PEOPLE.followers)
    assert np.array_equal(again.readiness, PEOPLE.readiness)


def test_another_seed_gives_other_people() -> None:
    assert population.generate(8, 3000).handles != PEOPLE.handles


def test_three_thousand_people_are_made_in_no_time() -> None:
    start = time.process_time()
    population.generate.__wrapped__(9, 3000)
    assert time.process_time() - start < 1.5, (
        "0.15 s on an idle machine; ten times that means it has gone wrong"
    )


def test_everybody_says_that_they_are_simulated() -> None:
    assert all(handle.endswith(f".{words.MARK}") for handle in PEOPLE.handles)
    assert all(name.endswith(f"({words.MARK})") for name in PEOPLE.names)
    assert len(set(PEOPLE.handles)) == PEOPLE.size


def test_both_sides_of_the_follow_graph_agree() -> None:
    turned = {(b, a) for a in range(PEOPLE.size) for b in PEOPLE.followers_of(a).tolist()}
    assert turned == pairs(PEOPLE)


def test_nobody_follows_themselves() -> None:
    assert all(a != b for a, b in pairs(PEOPLE))


def test_a_few_are_followed_by_many_and_many_by_few() -> None:
    followers = np.sort(np.diff(PEOPLE.follower_starts))
    assert followers[-30:].sum() > 0.07 * followers.sum(), "one percent holds far more than one percent"
    assert np.median(followers) < followers.mean()


def test_following_is_often_mutual_and_closes_triangles() -> None:
    all_pairs = pairs(PEOPLE)
    mutual = sum((b, a) in all_pairs for a, b in all_pairs) / len(all_pairs)
    paths = [(a, c) for a in range(600) for b in PEOPLE.followed_by(a)[:5].tolist()
             for c in PEOPLE.followed_by(b)[:5].tolist() if c != a]  # fmt: skip
    closed = sum(pair in all_pairs for pair in paths) / len(paths)
    by_chance = len(all_pairs) / PEOPLE.size**2
    assert 0.3 < mutual < 0.6
    assert closed > 5 * by_chance


def test_some_people_are_awake_at_any_hour() -> None:
    for hour in range(24):
        awake = ((hour - PEOPLE.wakes) % 24 < 16.5).mean()
        assert awake > 0.2, hour
