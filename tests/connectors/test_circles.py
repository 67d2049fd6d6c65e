"""What comes from itself, through others, is set free at one place and one only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from passaparola.connectors import circles


def test_each_circle_is_broken_once() -> None:
    parents = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": None, "g": "f", "h": "gone"}
    broken = circles.breaks(parents)
    assert len(broken & {"a", "b", "c"}) == 1
    assert broken - {"a", "b", "c"} == {"e"}


@given(st.lists(st.integers(min_value=-1, max_value=30), max_size=31))
def test_without_the_broken_parents_every_way_up_ends(ups: list[int]) -> None:
    parents = {str(i): None if up < 0 else str(up) for i, up in enumerate(ups)}
    broken = circles.breaks(parents)
    for start in parents:
        here: str | None = start
        for _ in range(len(parents) + 1):
            here = None if here is None or here in broken else parents.get(here)
        assert here is None
