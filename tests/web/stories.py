"""Small stories of a message passed on, as a platform would tell them, and a reader that tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Act, Actor, Gap, Trace

if TYPE_CHECKING:
    from passaparola.connectors.contract import Kind, Progress

MORNING = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PEOPLE = {
    name: Actor(
        id=f"did:{name}", handle=f"{name}.test", name=name.title(), url=f"https://sandbox.test/{name}"
    )
    for name in ("aurora", "bea", "carlo", "dina", "elio")
}


def act(name: str, kind: Kind, who: str, minutes: float, parent: str | None = None) -> Act:
    return Act(
        id=name,
        kind=kind,
        actor=f"did:{who}",
        at=MORNING + timedelta(minutes=minutes),
        parent=parent,
        text=f"{who} says {name}" if kind != "reshare" else "",
    )


TOLD = (
    act("post", "publish", "aurora", 0),
    act("share-bea", "reshare", "bea", 10, "post"),
    act("quote-carlo", "quote", "carlo", 20, "share-bea"),
    act("share-dina", "reshare", "dina", 30),
)
"""Aurora publishes, Bea passes it on, Carlo quotes Bea; who told Dina nobody says, but she follows Carlo."""


def story(
    acts: tuple[Act, ...] = TOLD,
    *,
    follows: tuple[tuple[str, str], ...] = (("did:dina", "did:carlo"),),
    gaps: tuple[Gap, ...] = (),
    actors: dict[str, Actor] | None = None,
    platform: str = "sandbox",
) -> Trace:
    return Trace(
        platform=platform,
        root="post",
        acts=acts,
        actors={actor.id: actor for actor in PEOPLE.values()} if actors is None else actors,
        follows=follows,
        gaps=gaps,
    )


@dataclass
class FakeReader:
    """Tells `tells` one after another, the last for ever; raises those that are errors."""

    tells: list[Trace | Exception] = field(default_factory=lambda: [story()])
    platform: str = "sandbox"
    asked: int = 0

    def recognises(self, address: str) -> bool:  # noqa: ARG002 - it tells the same story of every address
        return True

    async def trace(self, address: str, *, progress: Progress | None = None) -> Trace:  # noqa: ARG002
        told = self.tells[min(self.asked, len(self.tells) - 1)]
        self.asked += 1
        if progress:
            progress("reshares", 3, 7)
        if isinstance(told, Exception):
            raise told
        return told
