"""A connector's answer becomes a cascade: parents told, inferred, or the first act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from passaparola.cli.posts import traced
from passaparola.connectors.contract import Act, Actor, Gap, Trace
from passaparola.spread.cascade import EVIDENCE, ROOT

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PEOPLE = ("brand", "ada", "bob", "cyd")


def act(name: str, actor: str, minutes: int, parent: str | None, kind: str = "reshare") -> Act:
    return Act(
        id=name,
        kind=kind,  # type: ignore[arg-type]
        actor=actor,
        at=START + timedelta(minutes=minutes),
        parent=parent,
        text="Hello,\nworld" if name == "post" else "",
    )


def sample(*acts: Act, platform: str = "bluesky", gaps: tuple[Gap, ...] = ()) -> Trace:
    return Trace(
        platform=platform,
        root="post",
        acts=(act("post", "brand", 0, None, "publish"), *acts),
        actors={who: Actor(who, f"{who}.example", who.title()) for who in PEOPLE},
        follows=(("bob", "ada"),),
        gaps=gaps,
    )


def test_told_parents_are_observed_and_the_rest_inferred() -> None:
    done = traced(
        sample(act("r1", "ada", 5, "post"), act("r2", "bob", 9, None), act("r3", "cyd", 12, None)),
        method="decay",
    )
    assert done.cascade.parent.tolist() == [ROOT, 0, 1, 0]
    assert [EVIDENCE[code] for code in done.cascade.evidence] == [
        "observed",
        "observed",
        "inferred",
        "inferred",
    ]
    assert done.title == "Hello, world"
    assert done.name("ada") == "Ada"
    assert done.name("nobody") == "nobody"


def test_a_parent_that_could_not_be_read_is_inferred() -> None:
    done = traced(sample(act("r1", "ada", 5, "deleted")), method="latest")
    assert done.cascade.parent.tolist() == [ROOT, 0]
    assert EVIDENCE[done.cascade.evidence[1]] == "inferred"


def test_gaps_are_told_in_the_notes() -> None:
    done = traced(sample(gaps=(Gap("likes", "the server hides them", 12),)), method="decay")
    assert done.notes == ("Not seen: likes (12): the server hides them.",)


def test_a_simulated_platform_is_labelled() -> None:
    assert traced(sample(platform="sandbox"), method="decay").simulated
    assert not traced(sample(), method="decay").simulated
