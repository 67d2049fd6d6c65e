"""Picture: what the map draws, as columns that can be written as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from passaparola.spread import promoters
from passaparola.spread.cascade import EVIDENCE, KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from passaparola.spread.cascade import Cascade

VERSION = 1
TOP = 10


@dataclass(frozen=True, slots=True)
class Name:
    """How a person is shown: a `name`, and the address of their page where there is one."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """How a channel is shown: a `name`, and its own `colour` where it has one (#rrggbb)."""

    name: str
    colour: str = ""


def picture(  # noqa: PLR0913 (flags, by name)
    cascade: Cascade,
    *,
    names: Mapping[str, Name] | None = None,
    platforms: Mapping[str, Channel] | None = None,
    title: str = "",
    simulated: bool = False,
    limit: int = 10_000,
) -> dict[str, Any]:
    """Give the map of a cascade.

    `acts` are parallel columns in the order of time; `who` counts in `people`, `parent` in `acts` (-1 for
    none), `channel` in `platforms` (shown as `platforms` says, else by their keys), `kind` and `evidence`
    in the lists of those names. `at`, `from` and `to` are seconds since 1970. Beyond `limit` people, the acts
    with most hanging below are kept, each with its whole chain; `shown` of `total` people are then there.
    `subtree` of `people` is what each of them brought in all, and `promoters` names the first ten of the
    ranking among `people`: the map says what `promoters.ranked` says, whoever was left out.
    """
    rows = _shown(cascade, limit)
    people, who = np.unique(cascade.who[rows], return_inverse=True)
    ids = cascade.people.take(people).to_pylist()
    shown = [(names or {}).get(one, Name(one)) for one in ids]
    at = cascade.at[rows] / 1e6
    return {
        "version": VERSION,
        "message": cascade.messages[0].as_py() if len(cascade.messages) == 1 else None,
        "title": title,
        "simulated": simulated,
        "platforms": _channels(cascade, platforms or {}),
        "kinds": list(KINDS),
        "evidence": list(EVIDENCE),
        "people": {
            "id": ids,
            "name": [one.name for one in shown],
            "url": [one.url for one in shown] if any(one.url for one in shown) else None,
            "subtree": promoters.weigh(cascade).subtree[people].tolist(),
        },
        "promoters": _leading(cascade, ids),
        "acts": {
            "who": who.tolist(),
            "parent": _moved(cascade.parent, rows).tolist(),
            "at": at.tolist(),
            "kind": cascade.kind[rows].tolist(),
            "channel": cascade.channel[rows].tolist(),
            "evidence": cascade.evidence[rows].tolist(),
            "probability": [round(p, 4) for p in cascade.probability[rows].tolist()],
            "hop": cascade.shape.hop[rows].tolist(),
            "subtree": cascade.shape.subtree[rows].tolist(),
        },
        "shown": len(people),
        "total": len(np.unique(cascade.who)),
        "from": float(at[0]) if len(at) else None,
        "to": float(at[-1]) if len(at) else None,
    }


def _channels(cascade: Cascade, shown: Mapping[str, Channel]) -> list[dict[str, str]]:
    keys = cascade.channels.to_pylist()
    return [{"key": key, **asdict(shown.get(key, Channel(key)))} for key in keys]


def _leading(cascade: Cascade, ids: list[str]) -> list[int]:
    place = {one: k for k, one in enumerate(ids)}
    return [place[one.who] for one in promoters.ranked(cascade, top=TOP) if one.who in place]


def _shown(cascade: Cascade, limit: int) -> NDArray[np.int64]:
    """Name the rows to draw, in the order of time.

    An act has always more below it than any act below it has, so the rows with most below hold their chains.
    """
    rows = np.lexsort((cascade.at, -cascade.shape.subtree))
    fresh = np.zeros(len(rows), np.bool_)
    fresh[np.unique(cascade.who[rows], return_index=True)[1]] = True
    kept = rows[np.cumsum(fresh) <= limit]
    return kept[np.lexsort((kept, cascade.at[kept]))]


def _moved(parent: NDArray[np.int32], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    place = np.full(len(parent), -1, np.int64)
    place[rows] = np.arange(len(rows))
    above = parent[rows]
    return np.where(above >= 0, place[above], -1)
