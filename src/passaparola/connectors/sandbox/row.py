"""Its row."""

from __future__ import annotations

from passaparola.connectors.row import Platform

ROW = Platform(
    key="sandbox",
    name="Sandbox",
    colour="#a8741a",
    sight="full",
    seen=(
        "Everything that simulated people do, with times; some simulated apps do not tell through whom a"
        " post was seen, as on real networks. Nothing here is real."
    ),
    capabilities=frozenset({"reader"}),
    example="sandbox://NETWORK/NAME/ID",
    login="none",
    docs="docs/platforms.md",
    simulated=True,
)
