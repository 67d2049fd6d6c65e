from __future__ import annotations

from passaparola.web.cascades import circles


def test_a_chain_has_no_circle() -> None:
    assert circles.members({1: None, 2: 1, 3: 2}) == set()


def test_only_those_on_the_circle_are_named() -> None:
    assert circles.members({1: 2, 2: 3, 3: 1, 4: 3, 5: None}) == {1, 2, 3}


def test_a_long_chain_takes_no_long_time() -> None:
    chain: dict[int, int | None] = {n: n - 1 for n in range(1, 100_000)}
    assert circles.members(chain) == set()
