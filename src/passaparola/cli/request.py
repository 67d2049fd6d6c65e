"""request: what `trace` was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from passaparola.spread.infer import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    source: str
    format: str | None = None
    graph: Path | None = None
    edge_order: str = "follower,followed"
    method: Method = "decay"
    message: str | None = None
    top: int = 10
    as_json: bool = False
    map_file: Path | None = None
    repair: bool = False
    appview: str | None = None
    plc: str | None = None
    instance: str | None = None
    token: str | None = None
