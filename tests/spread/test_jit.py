"""Kernels where nothing may be written: every daemon's user without a home."""

from __future__ import annotations

import subprocess
import sys

COMPUTE = """
import numba.core.caching as caching
caching.CacheImpl._locator_classes.clear()  # what numba finds where no folder can be written
from passaparola.spread import cascade, reach
rows = [{"id": "1", "parent": "", "who": "a", "at": "0"}, {"id": "2", "parent": "1", "who": "b", "at": "9"}]
print(reach.depth(cascade.Cascade.from_rows(rows)))
"""


def test_kernels_run_where_none_can_be_kept() -> None:
    answer = subprocess.run([sys.executable, "-c", COMPUTE], capture_output=True, text=True, check=False)
    assert (answer.stdout.strip(), answer.stderr) == ("1", "")
