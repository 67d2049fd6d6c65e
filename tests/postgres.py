"""Runs a command with `DATABASE_URL` naming a scratch PostgreSQL, on a free port, as an unprivileged user.

    python tests/postgres.py COMMAND [ARGUMENT ...]

Where PostgreSQL is not installed it says so, how to get it, and exits 0: the same tests have run on SQLite.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def programs() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, the newest where there are several."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def unprivileged() -> str | None:
    """Return the user to run the server as: PostgreSQL refuses root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


@contextlib.contextmanager
def cluster(binaries: Path) -> Iterator[str]:
    """Start a server that lives as long as the block and yield its address."""
    user, port = unprivileged(), free_port()
    home = Path(tempfile.mkdtemp(prefix="passaparola-pg-"))
    if user:
        shutil.chown(home, user)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=user, cwd=home)

    control, data = str(binaries / "pg_ctl"), str(home / "data")
    settings = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off -c synchronous_commit=off"
    try:
        run(
            str(binaries / "initdb"),
            "-D",
            str(home / "data"),
            "-U",
            "passaparola",
            "--auth=trust",
            "-E",
            "UTF8",
        )
        run(control, "-D", str(home / "data"), "-o", settings, "-l", str(home / "log"), "-w", "start")
        yield f"postgres://passaparola@127.0.0.1:{port}/postgres"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


def main(command: list[str]) -> int:
    binaries = programs()
    if binaries is None:
        sys.stdout.write("PostgreSQL: skipped, initdb not found (Debian: apt-get install postgresql)\n")
        return 0
    with cluster(binaries) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
