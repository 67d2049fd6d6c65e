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
    from passaparola.spread.formats import Progress


def read(request: Request, *, progress: Progress) -> Traced:
    """Read what was asked for; raises `SpreadError`, `ConnectorError` or `OSError`."""
    if is_address(request.source):
        from passaparola.cli.posts import read_post  # noqa: PLC0415 (a file needs no network)

        return read_post(request, progress=progress)
    return _read_file(request, progress)


def is_address(source: str) -> bool:
    """Say whether `source` is a post's address: it has a scheme, and no file of that name stands."""
    return ("://" in source or source.startswith(("did:", "@"))) and not Path(source).exists()


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
        cascade = infer.complete(cascade, graph, method=request.method)
    return Traced(cascade=cascade, title=request.message or path.name, notes=(*notes, *remarks(cascade)))
