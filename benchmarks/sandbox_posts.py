"""What becomes of posts on the simulated network: people reached, hops, depth, how soon.

Run: python benchmarks/sandbox_posts.py
"""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from passaparola.cli.posts import traced
from passaparola.connectors.sandbox.connector import SandboxReader
from passaparola.connectors.sandbox.network import Network
from passaparola.spread.summary import summary

POSTS, FOLLOWERS, SPEED, SEED = 40, 640, 3.0, 20
BEGIN = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
APART = timedelta(hours=7)  # so that every time of the day comes up
SOON = 3 * 3600e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        network = Network.open(Path(folder) / "sandbox.sqlite3", "demo", seed=SEED, speed=SPEED)
        network.join("bottega.simulated", "Bottega", followers=FOLLOWERS)
        reader = SandboxReader(network.path, now=lambda: BEGIN + timedelta(days=60))
        rows = []
        for number in range(POSTS):
            at = BEGIN + number * APART
            address = network.publish("bottega.simulated", "Ciao!", at, key=str(number))
            cascade = traced(asyncio.run(reader.trace(address)), method="decay").cascade
            said = summary(cascade)
            reach = said["reach"]
            beyond = sum(hop["people"] for hop in said["hops"][2:]) / max(reach, 1)
            age = cascade.at - cascade.at.min()
            rows.append((reach, beyond, said["depth"], np.mean(age <= SOON), age.max() / 3600e6))
    print(f"{POSTS} posts, {FOLLOWERS} followers, speed {SPEED:g}: 10th percentile, median, 90th")
    names = ("people reached", "share at hop 2+", "depth", "acts within 3 h", "last act, hours")
    for name, column in zip(names, np.array(rows).T, strict=True):
        print(f"{name:<17}" + "".join(f"{value:>9.2f}" for value in np.percentile(column, [10, 50, 90])))


if __name__ == "__main__":
    main()
