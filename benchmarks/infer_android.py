"""How often inferred parents are right: the android cascades with their follow graph, later half held back.

The file tells no true parents. So (1) chains are played forward on the real follow graph, from the real
senders and beside the real acts that nobody exposed, with real delays and the real rate of passing on, all
learned on the earlier half and played for the messages of the later half: there the true parents are known.
And (2) for the real acts of the later half one asks who acts next, and whether exposures that fade foretell
it. (3) is a weaker check on the same acts: the exposing person who had been somebody's only one before. (4)
helps to tell the two readings of a line of the graph apart.

Run: python benchmarks/infer_android.py ../shared/data/cascades
"""

from __future__ import annotations

import heapq
import itertools
import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from passaparola.spread import formats, infer
from passaparola.spread.cascade import ROOT, UNKNOWN, Cascade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from passaparola.spread.graph import FollowGraph

    Floats = NDArray[Any]
    Rows = NDArray[np.int64]

SEED = 20261122
RESAMPLES = 2000
PLAYS = 5
SHUFFLES = 20
DAY = 86_400e6
FADINGS = (None, 7.0, 30.0, 90.0, 365.0, 1500.0)
PULLS = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


@dataclass(frozen=True)
class Half:
    """Cascades over the people of `graph`: first acts ROOT, the rest UNKNOWN, and what exposed every act."""

    cascade: Cascade
    graph: FollowGraph
    messages: list[Rows]
    exposing: list[Rows]

    @property
    def lone_delays(self) -> Floats:
        at = self.cascade.at
        lone = [(row, by[0]) for row, by in enumerate(self.exposing) if len(by) == 1]
        return np.array([at[row] - at[by] for row, by in lone], np.float64)


def halves(cascade: Cascade, graph: FollowGraph) -> tuple[Half, Half]:
    """Split by the time of the first act."""
    person = graph.rows_of(cascade.people)[cascade.who]
    order = np.lexsort((cascade.at, cascade.message))
    split = np.split(order, np.flatnonzero(np.diff(cascade.message[order])) + 1)
    known = [rows[person[rows] >= 0] for rows in split]
    known = sorted((rows for rows in known if len(rows)), key=lambda rows: int(cascade.at[rows[0]]))
    middle = len(known) // 2
    earlier, later = known[:middle], known[middle:]
    return half(person, cascade.at, earlier, graph), half(person, cascade.at, later, graph)


def half(person: NDArray[np.int32], at: NDArray[np.int64], chosen: list[Rows], graph: FollowGraph) -> Half:
    sizes = [len(rows) for rows in chosen]
    taken = np.concatenate(chosen)
    starts = np.cumsum([0, *sizes])
    parent = np.full(len(taken), UNKNOWN, np.int32)
    parent[starts[:-1]] = ROOT
    cascade = Cascade.from_arrays(
        who=person[taken],
        at=at[taken],
        parent=parent,
        message=np.repeat(np.arange(len(chosen)), sizes),
        people=graph.people,
    )
    messages = [np.arange(a, b) for a, b in itertools.pairwise(starts)]
    return Half(cascade, graph, messages, exposing(cascade, messages, graph))


def exposing(cascade: Cascade, messages: list[Rows], graph: FollowGraph) -> list[Rows]:
    """Give, for every act, the earlier acts of those its person follows, in the order of time."""
    found: list[Rows] = []
    for rows in messages:
        for place, row in enumerate(rows):
            who = cascade.who[row]
            whom = graph.followed[graph.starts[who] : graph.starts[who + 1]]
            found.append(rows[:place][np.isin(cascade.who[rows[:place]], whom)])
    return found


def hearers(graph: FollowGraph) -> list[Rows]:
    """Give the followers of every person."""
    who = np.repeat(np.arange(len(graph.people)), np.diff(graph.starts))
    order = np.argsort(graph.followed, kind="stable")
    ends = np.cumsum(np.bincount(graph.followed, minlength=len(graph.people)))[:-1]
    return np.split(who[order], ends)


def passing_on(learned: Half) -> float:
    """Give the share of exposures (a person, an act of somebody they follow) that an act came after."""
    followers = np.bincount(learned.graph.followed, minlength=len(learned.graph.people))
    return sum(len(by) > 0 for by in learned.exposing) / int(followers[learned.cascade.who].sum())


# ── 1. chains played forward ─────────────────────────────────────────────────
@dataclass(frozen=True)
class Played:
    """Chains with their true parents: `truth` is a row, ROOT, or UNKNOWN for who came by themselves."""

    half: Half
    truth: NDArray[np.int32]
    origin: Rows  # the real message each play was for


def play(learned: Half, held: Half, rng: np.random.Generator) -> Played:
    """Play every held-back message PLAYS times."""
    heard, rate, delays = hearers(held.graph), passing_on(learned), learned.lone_delays
    last = int(max(learned.cascade.at.max(), held.cascade.at.max()))
    acts: list[tuple[int, int, int, int]] = []  # person, time, true parent, play
    origin: list[int] = []
    for number, rows in enumerate(held.messages):
        for _ in range(PLAYS):
            first = len(acts)
            for person, moment, parent in one_play(held, rows, heard, rate, delays, last, rng):
                acts.append((person, moment, parent + first if parent >= 0 else parent, len(origin)))
            origin.append(number)
    who, at, truth, message = np.array(acts).T
    starts = np.cumsum(np.r_[0, np.bincount(message)])
    unknown = np.full(len(acts), UNKNOWN, np.int32)
    unknown[starts[:-1]] = ROOT
    cascade = Cascade.from_arrays(who=who, at=at, parent=unknown, message=message, people=held.graph.people)
    messages = [np.arange(a, b) for a, b in itertools.pairwise(starts)]
    whole = Half(cascade, held.graph, messages, exposing(cascade, messages, held.graph))
    return Played(whole, truth.astype(np.int32), np.array(origin))


def one_play(  # noqa: PLR0913, PLR0917
    held: Half,
    rows: Rows,
    heard: list[Rows],
    rate: float,
    delays: Floats,
    last: int,
    rng: np.random.Generator,
) -> list[tuple[int, int, int]]:
    """Play one message: (person, time, true parent), in the order of time."""
    real = held.cascade
    due = [(int(real.at[row]), int(real.who[row]), UNKNOWN) for row in rows if not len(held.exposing[row])]
    due = [(at, who, parent if place else ROOT) for place, (at, who, parent) in enumerate(sorted(due))]
    heapq.heapify(due)
    acted: set[int] = set()
    acts: list[tuple[int, int, int]] = []
    while due:
        at, who, parent = heapq.heappop(due)
        if who in acted:
            continue
        acted.add(who)
        acts.append((who, at, parent))
        followers = heard[who]
        moved = followers[rng.random(len(followers)) < rate]
        for person, delay in zip(moved, rng.choice(delays, len(moved)), strict=True):
            if at + delay <= last:
                heapq.heappush(due, (int(at + delay), int(person), len(acts) - 1))
    return acts


def interval(right: Floats, weight: Floats, rng: np.random.Generator) -> tuple[float, float, float]:
    """Give sum(right) / sum(weight) over messages, with the 95 % interval of a bootstrap over them."""
    drawn = rng.integers(0, len(right), (RESAMPLES, len(right)))
    shares = right[drawn].sum(1) / np.maximum(weight[drawn].sum(1), 1e-9)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(right.sum() / weight.sum()), float(low), float(high)


def score(played: Played, half_life: float, rng: np.random.Generator) -> None:
    """Print how often each way of choosing finds the true parent."""
    cascade, graph = played.half.cascade, played.half.graph
    count = np.array([len(by) for by in played.half.exposing])
    passed = np.flatnonzero(played.truth >= 0)
    chosen = {m: infer.complete(cascade, graph, method=m, half_life=half_life) for m in infer.METHODS}
    first = np.array([by[0] if len(by) else -1 for by in played.half.exposing])
    ways: dict[str, Floats] = {n: (done.parent == played.truth).astype(float) for n, done in chosen.items()}
    ways["earliest exposing followee"] = (first == played.truth).astype(float)
    ways["random exposing followee"] = np.where(count > 0, 1 / np.maximum(count, 1), 0)
    messages = len(played.half.messages) // PLAYS
    print(
        f"{len(played.half.messages)} chains for {messages} held-back messages, {len(cascade)} acts, of which"
    )
    print(
        f"{len(passed)} passed on by an exposing followee, "
        f"{np.sum(count[passed] > 1)} with a choice of several"
    )
    print(f"{'share of true parents found':<30}{'a choice of several':>24}{'all passed on':>24}")
    for name, right in ways.items():
        cells = []
        for rows in (passed[count[passed] > 1], passed):
            group = played.origin[cascade.message[rows]]
            sums = [np.bincount(group, w, messages) for w in (right[rows], np.ones(len(rows)))]
            cells.append("{:.3f} [{:.3f}, {:.3f}]".format(*interval(sums[0], sums[1], rng)))
        print(f"{name:<30}{cells[0]:>24}{cells[1]:>24}")
    calibration(played, chosen["decay"])


def calibration(played: Played, done: Cascade) -> None:
    """Print, by the probability given, how often the parent given was true; nobody's is never true."""
    asked = np.flatnonzero(done.parent != ROOT)
    given, right = done.probability[asked], done.parent[asked] == played.truth[asked]
    print("decay: probability given, parents, share true")
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        within = (given > low) & (given <= high)
        if within.any():
            mean, share = given[within].mean(), right[within].mean()
            print(f"  {low:.1f} to {high:.1f}   mean {mean:.2f}{within.sum():>8}{share:>8.2f}")


# ── 2. who acts next ─────────────────────────────────────────────────────────
def hazards(of: Half, habit: Floats, fading: float | None) -> Floats:
    """Give per act: habit and exposure of who acted, and the sums over everyone who had not yet."""
    heard = hearers(of.graph)
    table = []
    for rows in of.messages:
        exposure, waiting = np.zeros(len(habit)), habit.copy()
        before = of.cascade.at[rows[0]]
        for place, row in enumerate(rows):
            who, now = of.cascade.who[row], of.cascade.at[row]
            if fading is not None:
                exposure *= math.exp(-(now - before) / (fading * DAY))
            if place:
                table.append((habit[who], exposure[who], waiting.sum(), waiting @ exposure))
            before, waiting[who] = now, 0
            exposure[heard[who]] += 1
    return np.array(table)


def likelihood(table: Floats, pull: float) -> Floats:
    """Give the log-likelihood of who acted among all who had not: hazard = habit * (1 + pull * exposure)."""
    return np.log(table[:, 0] * (1 + pull * table[:, 1])) - np.log(table[:, 2] + pull * table[:, 3])


def foretell(learned: Half, held: Half, rng: np.random.Generator) -> None:
    """Print the held-back gain over habit alone, in nats per act, for exposures that fade or do not."""
    habit = np.bincount(learned.cascade.who, minlength=len(learned.graph.people)) + 0.5
    group = held.cascade.message[held.cascade.parent != ROOT]
    acts = np.bincount(group, minlength=len(held.messages)).astype(float)
    for fading in FADINGS:
        before, after = (hazards(of, habit, fading) for of in (learned, held))
        pull = strongest(before)
        gain = np.bincount(group, likelihood(after, pull) - likelihood(after, 0.0), len(held.messages))
        name = "exposures that never fade" if fading is None else f"fading, tau {fading:.0f} days"
        told = "gain {:+.4f} [{:+.4f}, {:+.4f}]".format(*interval(gain, acts, rng))
        print(f"  {name:<28}pull {pull:<6}{told}")


def strongest(table: Floats) -> float:
    return max(PULLS, key=lambda pull: float(likelihood(table, pull).sum()))


# ── 3. who had been the only one before ──────────────────────────────────────
def recurring(learned: Half, held: Half) -> None:
    """Print how often the one exposing person who had been the only one before is the latest."""
    pairs = {
        (int(learned.cascade.who[row]), int(learned.cascade.who[by[0]]))
        for row, by in enumerate(learned.exposing)
        if len(by) == 1
    }
    latest, chance = [], []
    for row, by in enumerate(held.exposing):
        met = [(int(held.cascade.who[row]), int(who)) in pairs for who in held.cascade.who[by]]
        if len(by) > 1 and sum(met) == 1:
            latest.append(met[-1])
            chance.append(1 / len(by))
    print(
        f"  {len(latest)} acts; they are the latest in {np.mean(latest):.3f}, by chance {np.mean(chance):.3f}"
    )


# ── 4. does the order in which people act follow the lines of the graph ──────
def ordered(cascade: Cascade, graph: FollowGraph, rng: np.random.Generator) -> None:
    """Print the share of acts with an exposing act, against the same people in shuffled order."""
    whole = halves(cascade, graph)
    later = sum(len(of.cascade) - len(of.messages) for of in whole)
    real = sum(len(by) > 0 for of in whole for by in of.exposing)
    luck = np.array([sum(len(by) > 0 for of in whole for by in shuffled(of, rng)) for _ in range(SHUFFLES)])
    mean, spread = luck.mean() / later, luck.std() / later
    print(f"  {real / later:.3f} of acts, shuffled {mean:.3f} +- {spread:.3f}")


def shuffled(of: Half, rng: np.random.Generator) -> list[Rows]:
    who = np.concatenate([rng.permutation(of.cascade.who[rows]) for rows in of.messages])
    return exposing(replace(of.cascade, who=who), of.messages, of.graph)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/cascades")
    if not (folder / "android.cascades.txt").is_file():
        print(f"skipped: no android.cascades.txt in {folder}; name the folder that holds it")
        return
    cascade = formats.read(folder / "android.cascades.txt", format="timed")
    for order in ("follower,followed", "followed,follower"):
        graph = formats.read_graph(folder / "android.edges.txt", order=order)
        learned, held = halves(cascade, graph)
        rng = np.random.default_rng(SEED)
        half_life = infer.fit_decay(learned.cascade, graph)
        print(f"\n== lines of the graph read as {order}; earlier half: {len(learned.cascade)} acts,")
        print(f"half-life {half_life / 86400:.0f} days, {passing_on(learned):.4f} of exposures passed on")
        print("\n1. chains with known parents, on the real graph")
        score(play(learned, held, rng), half_life, rng)
        print("\n2. who acts next, real held-back acts: gain over habit alone, nats per act")
        foretell(learned, held, rng)
        print("\n3. of several exposing people the one who had been the only one before, real held-back acts")
        recurring(learned, held)
        print("\n4. acts with an exposing act before them, and the same people in shuffled order")
        ordered(cascade, graph, rng)


if __name__ == "__main__":
    main()
