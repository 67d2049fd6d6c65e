"""How long `passaparola trace` takes over a million acts, and `passaparola --help`: whole processes.

Run: python benchmarks/trace_million.py [acts]
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

RUNS = 5
LIMITS_S = {"--help": 0.3, "trace": 4.0}


def million(path: Path, acts: int, *, seed: int = 7) -> None:
    """Write interleaved cascades of people who pass messages on, ids as text, in the order of time."""
    rng = np.random.default_rng(seed)
    messages = max(acts // 500, 1)
    message = rng.integers(0, messages, acts)
    order = np.argsort(message, kind="stable")
    start = np.searchsorted(message[order], np.arange(messages))
    place = np.empty(acts, np.int64)
    place[order] = np.arange(acts) - start[message[order]]
    # A child hangs on an act of its message that came before: mostly an early one, as in real cascades.
    chosen = np.floor(rng.random(acts) ** 2 * place).astype(np.int64)
    parent = np.where(place > 0, order[start[message] + chosen], -1)
    ids = pa.array([f"3l{row:011x}" for row in range(acts)])
    who = pa.array([f"did:plc:{person:024x}" for person in rng.zipf(1.6, acts) % (acts // 2)])
    columns = {
        "id": ids,
        "parent": ids.take(pa.array(parent, mask=parent < 0)),
        "who": who,
        "at": pa.array(1_772_000_000_000_000 + np.arange(acts) * 60_000).cast(pa.timestamp("us", "UTC")),
        "kind": pa.array(np.where(parent < 0, "publish", "reshare")),
        "channel": pa.array(["bluesky"] * acts),
        "message": pa.array([f"m{one}" for one in message]),
        "evidence": pa.array(np.where(rng.random(acts) < 0.2, "inferred", "observed")),
    }
    parquet.write_table(pa.table(columns), path)


def seconds(command: list[str]) -> tuple[float, float]:
    """Give the seconds a process took, and those it computed: the two differ on a busy machine."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure(command: list[str]) -> list[tuple[float, float]]:
    seconds(command)  # fills the kernel cache and the page cache
    return [seconds(command) for _ in range(RUNS)]


def main() -> None:
    acts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    program = shutil.which("passaparola", path=str(Path(sys.executable).parent)) or "passaparola"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "acts.parquet"
        million(file, acts)
        print(f"{acts:,} acts, {file.stat().st_size / 1e6:.0f} MB; whole process, warm, {RUNS} runs")
        print(f"{'command':<32}{'median s':>11}{'fastest s':>11}{'slowest s':>11}{'CPU s':>9}{'limit s':>9}")
        for command in (["--help"], ["trace", str(file), "--json"], ["trace", str(file)]):
            took, computed = zip(*measure([program, *command]), strict=True)
            named = " ".join("FILE" if word == str(file) else word for word in command)
            limit = LIMITS_S[command[0]]
            cells = "".join(f"{of(took):>11.2f}" for of in (statistics.median, min, max))
            print(f"passaparola {named:<20}{cells}{statistics.median(computed):>9.2f}{limit:>9.1f}")


if __name__ == "__main__":
    main()
