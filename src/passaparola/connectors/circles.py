"""Finds acts that claim, through one another, to come from themselves, or to be one another.

What says from whom an act came is written by clients or by foreign servers; a cascade must be a forest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Identified(Protocol):
    """Something with an id."""

    @property
    def id(self) -> str:
        """Return it."""
        ...


T = TypeVar("T", bound=Identified)


def once(acts: Iterable[T]) -> list[T]:
    """Return the first act of each id, in order: people who are listed twice did it once."""
    first: dict[str, T] = {}
    for act in acts:
        first.setdefault(act.id, act)
    return list(first.values())


def breaks(parents: Mapping[str, str | None]) -> set[str]:
    """Return one id of each circle in `parents` (id to parent's id): without these parents none is left."""
    broken: set[str] = set()
    done: set[str] = set()
    for start in parents:
        walked: set[str] = set()
        here: str | None = start
        while here is not None and here not in done and here not in walked:
            walked.add(here)
            here = parents.get(here)
        if here is not None and here in walked:
            broken.add(here)
        done |= walked
    return broken
