"""How often a spike is told for nothing, and how late a real one is: simulated searches of known truth.

Counts are Poisson about a mean with the shape of a day and a week (nights at about a twentieth of noon) and
a mood of every hour, gamma or log-normal, independent or carried on to the next hour. Only the gamma is what
the detector assumes. Eight weeks are history; then alarms are counted.

Run: python benchmarks/voices_spikes.py [searches of each kind]
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from passaparola.voices import spikes
from passaparola.voices.baseline import HOURS, WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]

WARM, MEASURED = 8 * WEEK, 26 * WEEK
MOODS = {
    "Poisson": ("", 0.0, 0.0),
    "gamma 0.2": ("gamma", 0.2, 0.0),
    "log-normal 0.2": ("log-normal", 0.2, 0.0),
    "log-normal 0.2, carried on": ("log-normal", 0.2, 0.6),
    "log-normal 0.5, carried on": ("log-normal", 0.5, 0.3),
}
AN_HOUR = (0.1, 0.5, 2.0, 10.0, 100.0)
BURST = 24  # hours
TIMES = (2, 5, 10)


def shape(rng: np.random.Generator) -> Floats:
    hour = np.arange(WEEK)
    day = np.maximum(0, 1 + 0.9 * np.sin((hour % HOURS - 9 + rng.normal()) / HOURS * 2 * np.pi)) ** 1.5 + 0.08
    week = day * np.where(hour // HOURS >= 5, rng.uniform(0.4, 1.1), 1)
    return np.asarray(week / week.mean())


def mood(rng: np.random.Generator, name: str, hours: int) -> Floats:
    kind, variance, carried = MOODS[name]
    if kind == "gamma":
        return rng.gamma(1 / variance, variance, hours)
    if not kind:
        return np.ones(hours)
    sigma = np.sqrt(np.log1p(variance))
    news = rng.normal(size=hours) * np.sqrt(1 - carried**2)
    state = np.zeros(hours)
    for hour in range(1, hours):
        state[hour] = carried * state[hour - 1] + news[hour]
    return np.asarray(np.exp(sigma * state - sigma**2 / 2))


def means(rng: np.random.Generator, an_hour: float, name: str, hours: int) -> Floats:
    return np.asarray(an_hour * np.resize(shape(rng), hours) * mood(rng, name, hours))


def counts(rng: np.random.Generator, mean: Floats) -> list[int | None]:
    return [int(count) for count in rng.poisson(mean)]


def false_alarms(searches: int) -> None:
    print(
        f"false alarms a search in 30 days (asked for: 1), {searches} searches x 26 weeks each; 95 % interval"
    )
    print(f"  {'mood':28}" + "".join(f"{f'{an_hour:g} an hour':>20}" for an_hour in AN_HOUR))
    for name in MOODS:
        cells = [rate(np.random.default_rng(1), an_hour, name, searches) for an_hour in AN_HOUR]
        print(f"  {name:28}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def rate(rng: np.random.Generator, an_hour: float, name: str, searches: int) -> str:
    alarms = []
    for _ in range(searches):
        found = spikes.watch(counts(rng, means(rng, an_hour, name, WARM + MEASURED)), 0).episodes
        alarms.append(sum(one.begins >= WARM for one in found) / (MEASURED / HOURS) * 30)
    half = 1.96 * np.std(alarms, ddof=1) / np.sqrt(searches)
    return f"{np.mean(alarms):.2f} ± {half:.2f}"


def delays(searches: int) -> None:
    print(f"bursts of {BURST} hours in a mood log-normal 0.2, carried on; {searches} each")
    for an_hour in AN_HOUR[1:]:
        for times in TIMES:
            rng = np.random.default_rng(2)
            found = [burst(rng, an_hour, times) for _ in range(searches)]
            print(f"  {an_hour:5g} an hour, x{times:<3} {late(found)}", flush=True)


def late(found: list[tuple[int | None, int]]) -> str:
    hours = [hour for hour, _ in found if hour is not None]
    if not hours:
        return "never told"
    median, most = np.percentile(hours, [50, 90])
    alerts = sum(number for _, number in found) / len(hours)
    share = len(hours) / len(found)
    return f"told {share:4.0%}, after {median:.0f} hours; nine of ten in {most:.0f}; {alerts:.2f} alerts"


def burst(rng: np.random.Generator, an_hour: float, times: int) -> tuple[int | None, int]:
    """Give how many hours after its beginning a burst was told, and how many alerts it made."""
    mean = means(rng, an_hour, "log-normal 0.2, carried on", WARM + WEEK)
    at = WARM + int(rng.integers(0, WEEK - 2 * BURST))
    mean[at : at + BURST] *= times
    found = spikes.watch(counts(rng, mean), 0).episodes
    within = [one.begins - at for one in found if at <= one.begins < at + BURST]
    return (within[0] if within else None), len(within)


def main() -> None:
    searches = int(sys.argv[1]) if sys.argv[1:] else 4
    start = time.perf_counter()
    false_alarms(searches)
    hours = len(MOODS) * len(AN_HOUR) * searches * (WARM + MEASURED)
    print(
        f"  {(time.perf_counter() - start) / hours * 1e6:.0f} µs an hour of a search, the simulation included"
    )
    delays(5 * searches)


if __name__ == "__main__":
    main()
