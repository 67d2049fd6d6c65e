"""Parents that lead back to where they started: a platform that says so is not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def members(parents: Mapping[int, int | None]) -> set[int]:
    """Return the nodes that are their own ancestors; `parents` gives each node's parent, None for a first."""
    found: set[int] = set()
    done: set[int] = set()
    for start in parents:
        path: list[int] = []
        on_path: set[int] = set()
        node: int | None = start
        while node is not None and node not in done and node not in on_path:
            path.append(node)
            on_path.add(node)
            node = parents.get(node)
        if node is not None and node in on_path:
            found.update(path[path.index(node) :])
        done.update(path)
    return found
