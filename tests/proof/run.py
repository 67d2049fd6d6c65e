"""Starts the real servers and runs the crash proof on all of them: `make proof`.

    run.py [--short] [PLATFORM ...]

Needs what tests/servers needs (see docs/operate.md); a server that cannot be started is left out, and said.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
COUNTERPARTS = HERE.parent.parent.parent / "shared" / "counterparts"
PORTS = {"bluesky": 43130, "wordpress": 43150, "matrix": 43180, "snac": 43170, "mediawiki": 43160}
TAKERS = ("telegram", "discord")


@contextmanager
def taking(folder: str, name: str) -> Iterator[dict[str, Any]]:
    """Run a stand-in for the length of the block."""
    file = Path(folder) / name
    file.touch()
    process = subprocess.Popen(
        [sys.executable, str(HERE / "takers.py"), str(file)], stdout=subprocess.PIPE, text=True
    )
    try:
        port = process.stdout.readline().strip() if process.stdout else ""
        yield {"url": f"http://127.0.0.1:{port}", "file": str(file)}
    finally:
        process.terminate()
        process.wait()
        if process.stdout:
            process.stdout.close()


def main() -> int:
    """Run the proof with whatever could be started."""
    from servers.running import server

    flags = [each for each in sys.argv[1:] if each.startswith("-")]
    chosen = [each for each in sys.argv[1:] if each not in flags]
    told: dict[str, Any] = {}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name in TAKERS:
            told[name] = stack.enter_context(taking(folder, name))
        for name, port in PORTS.items():
            if chosen and name not in chosen:
                continue
            start, env = COUNTERPARTS / name / "start.sh", {f"{name.upper()}_PORT": str(port)}
            try:
                told[name] = stack.enter_context(server(name, start, needs=["curl"], env=env))
            except (pytest.skip.Exception, pytest.fail.Exception) as error:
                print(f"{name} is left out: {error}", file=sys.stderr)
        keys = ["mastodon" if name == "snac" else name for name in chosen]
        command = [sys.executable, str(HERE / "crash.py"), "--servers", json.dumps(told), *flags, *keys]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))
    sys.exit(main())
