"""Pictures of made-up spreads for the map: seeded, so that every run draws the same."""

from __future__ import annotations

import math
import random
from typing import Any

BEGUN = 1_795_168_800.0
KINDS = ("publish", "reshare", "quote", "reply", "mention", "like", "visit", "conversion", "coverage")
EVIDENCE = ("proved", "observed", "declared", "inferred")


def picture(
    people: int, *, seed: int = 7, simulated: bool = True, total: int | None = None
) -> dict[str, Any]:
    """Make a spread of `people`: half had it from the sender, the rest from a few who carry most of it."""
    acts = sorted(_spread(people, random.Random(seed)))  # noqa: S311 - a test's chance, not a secret's
    place = {one: row for row, (_, one, _, _, _) in enumerate(acts)}
    size = [1] * people
    parents = [place[source] if source >= 0 else -1 for _, _, source, _, _ in acts]
    for row in range(people - 1, 0, -1):
        size[parents[row]] += size[row]
    ids = [f"p{one}" for _, one, _, _, _ in acts]
    evidence = [row[4] for row in acts]
    return {
        "version": 1,
        "message": "m1",
        "title": "Il pane di qui",
        "simulated": simulated,
        "platforms": [{"key": "sandbox", "name": "Sandbox"}],
        "kinds": list(KINDS),
        "evidence": list(EVIDENCE),
        "people": {
            "id": ids,
            "name": ["Forno Aurora", *(f"Persona {n[1:]}" for n in ids[1:])],
            "url": None,
            "subtree": [0, *(held - 1 for held in size[1:])],
        },
        "promoters": sorted((row for row in range(1, people) if size[row] > 1), key=lambda row: -size[row])[
            :10
        ],
        "acts": {
            "who": list(range(people)),
            "parent": parents,
            "at": [BEGUN + at for at, *_ in acts],
            "kind": [0, *(1 + row % 3 for row in range(people - 1))],
            "channel": [0] * people,
            "evidence": evidence,
            "probability": [0.6 if kind == EVIDENCE.index("inferred") else 1.0 for kind in evidence],
            "hop": [row[3] for row in acts],
            "subtree": size,
        },
        "shown": people,
        "total": total or people,
        "from": BEGUN,
        "to": BEGUN + acts[-1][0],
    }


def _spread(people: int, chance: random.Random) -> list[tuple[float, int, int, int, int]]:
    """Give (seconds, person, source, hop, evidence) for each person; everyone is later than their source."""
    acts = [(0.0, 0, -1, 0, 1)]
    heat = [1.0 + people / 40]
    for one in range(1, people):
        source = (
            0
            if chance.random() < 0.35
            else chance.choices(range(one), heat)[0]
            if one < 400
            else _hot(heat, chance)
        )
        at = acts[source][0] + 60 - 5400 * math.log(1 - chance.random())
        kind = chance.choices((0, 1, 2, 3), (5, 65, 5, 25))[0]
        acts.append((at, one, source, acts[source][3] + 1, kind))
        heat.append(min(40.0, 1 / (chance.random() + 0.01)) if chance.random() < 0.08 else 0.01)
    return acts


def _hot(heat: list[float], chance: random.Random) -> int:
    """Draw a source by rejection: those with heat are few and are met soon."""
    while True:
        one = chance.randrange(len(heat))
        if chance.random() * 40 < heat[one]:
            return one
