"""sources: a file or a post's address, read into a complete `Cascade` and what is known around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from passaparola.cli.traced import Traced, remarks
from passaparola.spread import formats, infer
from passaparola.spread.cascade import UNKNOWN
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from passaparola.cli.request import Request
    from passaparola.spread.cascade import Cascade
    from passaparola.spread.formats import Progress
    from passaparola.spread.graph import FollowGraph


def read(request: Request, *, progress: Progress) -> Traced:
    """Read what was asked for; raises `SpreadError`, `ConnectorError` or `OSError`."""
    if is_address(request.source):
        from passaparola.cli.posts import read_post  # noqa: PLC0415 (a file needs no network)

        return read_post(request, progress=progress)
    return _read_file(request, progress)


def is_address(source: str) -> bool:
    """Say whether `source` is a post's address: it has a scheme, and no file of that name stands."""
    return ("://" in source or source.startswith(("did:", "@"))) and not Path(source).exists()


def _strangers(cascade: Cascade, graph: FollowGraph) -> list[str]:
    """Say how many of those whose acts need explaining the follows do not know."""
    asking = np.unique(cascade.who[cascade.parent == UNKNOWN])
    absent = int(np.count_nonzero(graph.rows_of(cascade.people)[asking] < 0))
    return [_ABSENT.format(absent, len(asking))] if absent else []


_ABSENT = (
    "People who do not say whom they had it from and are in none of the follows: {} of {}; "
    "if that is not so, their ids are written in another way there."
)


def _read_file(request: Request, progress: Progress) -> Traced:
    notes: list[str] = []
    path = Path(request.source)
    cascade = formats.read(
        path, format=request.format, repair=request.repair, progress=progress, note=notes.append
    )
    if request.message is not None:
        cascade = cascade.one(request.message)
    unknown = int(np.count_nonzero(cascade.parent == UNKNOWN))
    if unknown and request.graph is None and not (cascade.parent >= 0).any():
        raise SpreadError(f"No act in {path} says whom it came from; give the follows with --graph FILE.")
    if request.graph is not None:
        graph = formats.read_graph(request.graph, order=request.edge_order)
        notes += _strangers(cascade, graph)
        cascade = infer.complete(cascade, graph, method=request.method)
    return Traced(cascade=cascade, title=request.message or path.name, notes=(*notes, *remarks(cascade)))
