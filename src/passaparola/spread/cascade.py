"""Cascade: who passed a message on, from whom, when, and on what evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from passaparola.spread import checks, columns, times
from passaparola.spread.columns import ROOT, UNKNOWN
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from passaparola.spread.shape import Shape

__all__ = ["EVIDENCE", "KINDS", "ROOT", "UNKNOWN", "Cascade"]

KINDS: Final = ("publish", "reshare", "quote", "reply", "mention", "like", "visit", "conversion", "coverage")
"""What an act can be; an act's `kind` is its place here."""

EVIDENCE: Final = ("proved", "observed", "declared", "inferred")
"""On what one knows an act's parent; an act's `evidence` is its place here."""

PUBLISH, RESHARE = KINDS.index("publish"), KINDS.index("reshare")
OBSERVED = EVIDENCE.index("observed")


@dataclass(frozen=True, eq=False)
class Cascade:
    """Acts on one message or several, one row each, in the order they came in.

    `parent` is the row of the act that an act came from, ROOT for a first act, UNKNOWN where it came from
    another act but nobody knows which (`infer` may fill it; until then it starts a tree of its own). Build it
    with one of the `from_` methods, which check what they are given; all raise `SpreadError`. `mended` are
    the rows made first acts because the parent they name is missing.
    """

    ids: pa.Array | None
    people: pa.Array
    messages: pa.Array
    channels: pa.Array
    who: NDArray[np.int32]
    at: NDArray[np.int64]
    kind: NDArray[np.uint8]
    channel: NDArray[np.int32]
    message: NDArray[np.int32]
    parent: NDArray[np.int32]
    evidence: NDArray[np.uint8]
    probability: NDArray[np.float32]
    mended: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def __len__(self) -> int:
        return len(self.parent)

    @classmethod
    def from_arrays(  # noqa: PLR0913 (one column each, by name)
        cls,
        *,
        who: ArrayLike,
        at: ArrayLike,
        parent: ArrayLike,
        kind: ArrayLike | None = None,
        channel: ArrayLike | None = None,
        message: ArrayLike | None = None,
        evidence: ArrayLike | None = None,
        probability: ArrayLike | None = None,
        ids: pa.Array | None = None,
        people: pa.Array | None = None,
        messages: pa.Array | None = None,
        channels: pa.Array | None = None,
        mended: ArrayLike = (),
    ) -> Cascade:
        """Build a cascade from numbers.

        `who`, `channel` and `message` number the names in `people`, `channels` and `messages`, which may be
        left out; so may `ids`, and rows then go by their numbers. `at` is in microseconds since 1970 UTC;
        `kind` and `evidence` are places in KINDS and EVIDENCE. Left out, `kind` is publish for roots and
        reshare for the rest, `evidence` observed, `message` and `channel` one for all, `probability` 1.
        """
        rows = checks.array("parent", parent, np.int32)
        n = len(rows)
        actors = checks.array("who", who, np.int32)
        cascade = cls(
            ids=ids,
            people=_names(people, actors),
            messages=_names(messages, message, n),
            channels=_names(channels, channel, n),
            who=actors,
            at=checks.array("at", at, np.int64),
            kind=_kinds(rows) if kind is None else checks.array("kind", kind, np.uint8),
            channel=_filled("channel", channel, n, np.int32, 0),
            message=_filled("message", message, n, np.int32, 0),
            parent=rows,
            evidence=_filled("evidence", evidence, n, np.uint8, OBSERVED),
            probability=_filled("probability", probability, n, np.float32, 1),
            mended=np.asarray(mended, dtype=np.int32),
        )
        _check(cascade)
        return cascade

    @classmethod
    def from_arrow(cls, table: pa.Table, *, repair: bool = False) -> Cascade:
        """Build a cascade from a table: id, parent, who, at, kind, channel, message, evidence.

        An empty `parent` is a first act, "?" an unknown parent. `at` is an Arrow timestamp, seconds since
        1970, or text with either or ISO 8601 (UTC where no zone is written). An empty `kind` is publish for a
        first act and reshare otherwise; `evidence` may be empty where there is no parent to have evidence
        for. A column `probability` may join. With `repair`, an act whose parent is not in the table becomes a
        first act.
        """
        columns.require(table)
        ids, who = columns.words(table, "id"), columns.words(table, "who")
        columns.refuse_blanks(ids, "id")
        columns.refuse_blanks(who, "who")
        parent, mended = columns.parents(ids, columns.words(table, "parent"), repair=repair)
        actors, people = columns.codes(who)
        channel, channels = columns.codes(columns.words(table, "channel"))
        message, messages = columns.codes(columns.words(table, "message"))
        kind = columns.choices(columns.words(table, "kind"), "kind", KINDS)
        evidence = columns.choices(columns.words(table, "evidence"), "evidence", EVIDENCE)
        columns.refuse_unsupported(evidence, parent, EVIDENCE)
        return cls.from_arrays(
            who=actors,
            at=times.read(table.column("at")),
            parent=parent,
            kind=np.where(kind < 0, _kinds(parent), kind),
            channel=channel,
            message=message,
            evidence=np.where(evidence < 0, OBSERVED, evidence),
            probability=columns.probabilities(table),
            ids=ids,
            people=people,
            messages=messages,
            channels=channels,
            mended=mended,
        )

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]], *, repair: bool = False) -> Cascade:
        """Build a cascade from a few mappings with the columns of `from_arrow`.

        Only id, parent, who and at are asked for: kind, channel and message may be left out, and evidence is
        then observed. `at` may also be an aware datetime.
        """
        return cls.from_arrow(columns.table_of(rows), repair=repair)

    @cached_property
    def shape(self) -> Shape:
        """Every act's hop, root and subtree and every message's figures, computed on first use and kept."""
        from passaparola.spread.shape import measure  # noqa: PLC0415 (the kernels' compiler loads when needed)

        return measure(self.parent, self.message, len(self.messages))

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """For every act, the row of its person's first act on the message (earliest, ties by row)."""
        from passaparola.spread.shape import first_acts  # noqa: PLC0415 (as above)

        return first_acts(self.at, self.who, self.message, len(self.people), len(self.messages))

    @cached_property
    def sender(self) -> NDArray[np.int32]:
        """For every message, the person of its earliest first act; -1 where every act's parent is unknown."""
        from passaparola.spread.shape import first_senders  # noqa: PLC0415 (as above)

        return first_senders(self.at, self.who, self.message, self.parent == ROOT, len(self.messages))

    @cached_property
    def reached(self) -> NDArray[np.int64]:
        """The rows of people's first acts: who was reached, once per message, wherever they stand."""
        return np.flatnonzero(self.first == np.arange(len(self), dtype=np.int32))

    @cached_property
    def direct(self) -> NDArray[np.int32]:
        """At every person's first act, how many others' first acts came from an act of theirs."""
        from passaparola.spread.shape import brought  # noqa: PLC0415 (as above)

        return brought(self.parent, self.who, self.first)

    @cached_property
    def early(self) -> int:
        """How many acts are earlier than the act they came from; they are kept as they are."""
        child = np.flatnonzero(self.parent >= 0)
        return int(np.count_nonzero(self.at[child] < self.at[self.parent[child]]))

    @property
    def repaired(self) -> int:
        """Count the acts made first ones because the parent they name is missing."""
        return len(self.mended)

    @cached_property
    def names(self) -> pa.Array:
        """The acts' ids; where the cascade was built without ids, the numbers of the rows as text."""
        return pa.array(np.arange(len(self))).cast(pa.string()) if self.ids is None else self.ids

    def one(self, message: str) -> Cascade:
        """Give the acts on one message, in the same order; people and channels keep their numbers."""
        # a word from the command line may hold bytes that are no text, and no message is called that
        place = self.messages.index(message).as_py() if _is_text(message) else -1
        if place < 0:
            raise SpreadError(
                f"There is no message {message!r}; the first ones are: {_first(self.messages)}."
            )
        rows = np.flatnonzero(self.message == place)
        moved = np.full(len(self), ROOT, np.int32)
        moved[rows] = np.arange(len(rows), dtype=np.int32)
        parent = self.parent[rows]
        return Cascade(
            ids=None if self.ids is None else self.ids.take(pa.array(rows)),
            people=self.people,
            messages=self.messages.slice(place, 1),
            channels=self.channels,
            who=self.who[rows],
            at=self.at[rows],
            kind=self.kind[rows],
            channel=self.channel[rows],
            message=np.zeros(len(rows), np.int32),
            parent=np.where(parent >= 0, moved[parent], parent).astype(np.int32),
            evidence=self.evidence[rows],
            probability=self.probability[rows],
            mended=moved[self.mended[self.message[self.mended] == place]],
        )

    def to_arrow(self, *, shape: bool = False) -> pa.Table:
        """Give the table `from_arrow` reads; with `shape`, also hop, root (its id) and subtree."""
        table = pa.table(
            {
                "id": self.names,
                "parent": _written_parents(self),
                "who": self.people.take(pa.array(self.who)),
                "at": pa.array(self.at).cast(pa.timestamp("us", "UTC")),
                "kind": pa.array(KINDS).take(pa.array(self.kind)),
                "channel": self.channels.take(pa.array(self.channel)),
                "message": self.messages.take(pa.array(self.message)),
                "evidence": pa.array(EVIDENCE).take(pa.array(self.evidence)),
                "probability": pa.array(self.probability),
            }
        )
        if not shape:
            return table
        table = table.append_column("hop", pa.array(self.shape.hop))
        table = table.append_column("root", self.names.take(pa.array(self.shape.root)))
        return table.append_column("subtree", pa.array(self.shape.subtree))

    def to_pandas(self) -> pd.DataFrame:
        """Give the same table as a pandas data frame; needs pandas."""
        frame: pd.DataFrame = self.to_arrow(shape=True).to_pandas()
        return frame

    def to_networkx(self) -> nx.DiGraph:
        """Give a graph with an edge from every act to each act that came from it; needs networkx.

        Nodes are the acts' ids and carry the other columns of `to_arrow` as attributes.
        """
        import networkx as nx  # noqa: PLC0415 (optional, and slow to load)

        graph = nx.DiGraph()
        rows = self.to_arrow().to_pylist()
        graph.add_nodes_from(
            (row["id"], {k: v for k, v in row.items() if k not in {"id", "parent"}}) for row in rows
        )
        graph.add_edges_from(
            (rows[p]["id"], rows[i]["id"]) for i, p in enumerate(self.parent.tolist()) if p >= 0
        )
        return graph


def _written_parents(cascade: Cascade) -> pa.Array:
    parent = cascade.parent
    named = cascade.names.take(pa.array(parent, mask=parent < 0))
    return pc.if_else(pa.array(parent == UNKNOWN), columns.UNKNOWN_MARK, named)


def _is_text(word: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _first(names: pa.Array) -> str:
    return ", ".join(repr(name) for name in names.slice(0, 3).to_pylist()) or "none"


def _kinds(parent: NDArray[np.int32]) -> NDArray[np.uint8]:
    return np.where(parent == ROOT, np.uint8(PUBLISH), np.uint8(RESHARE))


def _filled(name: str, values: ArrayLike | None, n: int, kind: Any, default: float) -> NDArray[Any]:
    return np.full(n, default, kind) if values is None else checks.array(name, values, kind)


def _names(names: pa.Array | None, numbers: ArrayLike | None, n: int = 0) -> pa.Array:
    if names is not None:
        return names
    if numbers is None:
        return pa.array([""] if n else [], pa.string())
    top = int(np.max(numbers, initial=-1)) + 1
    return pa.array(np.arange(top)).cast(pa.string())


def _check(cascade: Cascade) -> None:
    one = cascade
    arrays = ("who", "at", "kind", "channel", "message", "evidence", "probability")
    checks.lengths({name: getattr(one, name) for name in arrays}, len(one))
    checks.numbers(
        {
            "who": (one.who, len(one.people)),
            "channel": (one.channel, len(one.channels)),
            "message": (one.message, len(one.messages)),
            "kind": (one.kind, len(KINDS)),
            "evidence": (one.evidence, len(EVIDENCE)),
        }
    )
    checks.parents(one.parent, one.ids)
    checks.same_message(one.parent, one.message, one.messages, one.ids)
