"""posts: a public post by its address, read by the connector of its platform into a complete `Cascade`."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from passaparola.cli.traced import Traced, remarks
from passaparola.connectors import registry
from passaparola.connectors.platforms import PLATFORMS
from passaparola.spread import infer
from passaparola.spread.cascade import Cascade
from passaparola.spread.graph import FollowGraph
from passaparola.spread.picture import Channel, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from passaparola.cli.request import Request
    from passaparola.connectors.contract import Gap, Progress, Trace


def read_post(request: Request, *, progress: Progress) -> Traced:
    """Read the post at the address asked for; raises a `ConnectorError` or a `SpreadError`."""
    usual = registry.Hosts()
    hosts = replace(
        usual,
        appview=request.appview or usual.appview,
        plc=request.plc or usual.plc,
        instance=request.instance or usual.instance,
        token=request.token or usual.token,
    )
    reader = registry.reader_for(request.source, hosts=hosts)
    return traced(asyncio.run(reader.trace(request.source, progress=progress)), method=request.method)


def traced(trace: Trace, *, method: infer.Method) -> Traced:
    """Build the cascade of a post, its unknown parents inferred from the follows that could be read."""
    told = Cascade.from_rows(_rows(trace))
    graph = FollowGraph.from_edges([pair[0] for pair in trace.follows], [pair[1] for pair in trace.follows])
    cascade = infer.complete(told, graph, method=method)
    platform = PLATFORMS[trace.platform]
    return Traced(
        cascade=cascade,
        title=_title(trace),
        names={
            id_: Name(actor.name or actor.handle or id_, actor.url or None)
            for id_, actor in trace.actors.items()
        },
        platforms={platform.key: Channel(platform.name, platform.colour)},
        simulated=platform.simulated,
        notes=(*map(_sentence, trace.gaps), *remarks(cascade)),
    )


def _rows(trace: Trace) -> Iterator[dict[str, Any]]:
    there = {act.id for act in trace.acts}
    for act in trace.acts:
        # A parent that could not be read is as good as not told.
        unknown = None if act.id == trace.root else "?"
        yield {
            "id": act.id,
            "parent": act.parent if act.parent in there else unknown,
            "who": act.actor,
            "at": act.at,
            "kind": act.kind,
            "channel": trace.platform,
            "message": trace.root,
            "evidence": "observed",
        }


def _title(trace: Trace) -> str:
    root = next((act for act in trace.acts if act.id == trace.root), None)
    return (root.text if root and root.text else trace.root).strip().replace("\n", " ")[:140]


def _sentence(gap: Gap) -> str:
    count = f" ({gap.count})" if gap.count is not None else ""
    return f"Not seen: {gap.what}{count}: {gap.why.rstrip('.')}."
