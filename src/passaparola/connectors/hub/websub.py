"""Tells a WebSub hub that a feed has news (w3.org/TR/websub, 2018; publishing as hubs take it since 0.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import asking, errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from passaparola.http import Client

DEADLINE = 10.0
TAKEN = range(200, 300)


async def tell(client: Client, hub: str, topics: Iterable[str]) -> str:
    """Tell the hub that each of `topics` has news; returns why it could not be told, empty when it was."""
    try:
        for topic in topics:
            await _tell(client, hub, topic)
    except errors.ConnectorError as error:
        return str(error)
    return ""


async def _tell(client: Client, hub: str, topic: str) -> None:
    form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    answer = await asking.tell(
        client, "POST", hub, doing="tell the hub of the news", harmless=True, form=form, deadline=DEADLINE
    )
    if answer.status not in TAKEN:
        raise errors.Forbidden(
            f"Could not tell the hub of the news: it answers {answer.status}; check its address."
        )
