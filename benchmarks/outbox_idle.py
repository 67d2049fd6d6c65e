"""What 100,000 planned posts cost the sender while nothing is due, and how soon one that is due leaves.

    outbox_idle.py [PLANNED] [SECONDS]

One real sender process on an SQLite file of its own. Its processor time (user and system, all threads)
is read from the system before and after so many idle seconds. Then posts become due one after the other, and
the time from each one's minute to its receipt is taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from outbox_throughput import fill, set_up

PLANNED = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
SECONDS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
DUE = 20
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        fill(PLANNED, datetime.now(UTC) + timedelta(days=1))
        sender = subprocess.Popen([sys.executable, "-m", "passaparola.web.site.working", "sending"])
        try:
            time.sleep(10)
            before = _used(sender.pid)
            time.sleep(SECONDS)
            share = (_used(sender.pid) - before) / SECONDS
            late = _late()
        finally:
            sender.terminate()
            sender.wait()
    print(f"{PLANNED:,} planned, nothing due, {SECONDS} s: {share:.2%} of a core")
    print(f"{DUE} that became due: sent after {median(late):.2f} s (median), {max(late):.2f} s (worst)")


def _used(pid: int) -> float:
    """Return the processor seconds a process has used: fields 14 and 15 of its stat (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _late() -> list[float]:
    from passaparola.web.publishing.models import Delivery

    late = []
    for row in Delivery.objects.order_by("pk")[:DUE]:
        due = datetime.now(UTC) + timedelta(seconds=2.37)
        Delivery.objects.filter(pk=row.pk).update(due_at=due, planned_at=due)
        while (done := Delivery.objects.values_list("done_at", flat=True).get(pk=row.pk)) is None:
            time.sleep(0.02)
        late.append((done - due).total_seconds())
    return late


if __name__ == "__main__":
    main()
