"""An installation of its own for a test: started as a person starts it, looked at over HTTP, ended."""

from __future__ import annotations

import http.cookiejar
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(met: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "this should have come true by now"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child whose parent has not asked after it is dead all the same.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")


def descendants(pid: int) -> dict[int, str]:
    """Return the processes that `pid` started, and those started by them, with their commands."""
    listed = subprocess.run(
        ["ps", "-axwwo", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found: dict[int, str] = {}
    parents = {pid}
    while parents:
        born = {int(row[0]): row[2] for row in rows if int(row[1]) in parents and int(row[0]) not in found}
        found |= born
        parents = set(born)
    return found


class Installation:
    """Passaparola in a folder, as one program."""

    def __init__(self, folder: Path, database: str | None = None, **env: str) -> None:
        self.port = free_port()
        self.data = folder / "data"
        self.output = folder / "output"
        self.env = {**os.environ, "PASSAPAROLA_DATA": str(self.data), "PORT": str(self.port)} | env
        for name in ("PASSAPAROLA_SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            self.env.pop(name, None)
        if database:
            self.env["DATABASE_URL"] = database
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it has said where it is; return the seconds that took."""
        began = time.monotonic()
        self.output.unlink(missing_ok=True)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "passaparola.web.site.run"],
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        until(lambda: "Ctrl-C" in self.said() or not self.running)
        assert self.running, self.said()
        return time.monotonic() - began

    def fail(self) -> tuple[int, str]:
        """Start it where it cannot; return its exit status and all it said."""
        done = subprocess.run(
            [sys.executable, "-m", "passaparola.web.site.run"],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return done.returncode, done.stdout + done.stderr

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def said(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def login(self) -> tuple[str, str]:
        found = re.search(r"(\S+@\S+), password: (\S+)", self.said())
        assert found, self.said()
        return found[1], found[2]

    def children(self) -> dict[int, str]:
        assert self.process
        return descendants(self.process.pid)

    def end(self, word: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """End it and return its exit status and the seconds that took."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(word)
        return self.process.wait(PATIENCE), time.monotonic() - began

    def put_down(self) -> None:
        """Leave nothing running, whatever the test did."""
        if self.running and self.process:
            children = self.children()
            self.process.kill()
            self.process.wait()
            for pid in children:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


class Person:
    """Somebody with a browser that keeps cookies and runs no script."""

    def __init__(self, port: int) -> None:
        self.home = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )

    def get(self, path: str) -> str:
        with self.browser.open(self.home + path, timeout=30) as answer:
            text: str = answer.read().decode()
            return text

    def sign_in(self, email: str, password: str) -> str:
        page = self.get("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.home}/login/",
            data=urllib.parse.urlencode(form).encode(),
            headers={"Referer": f"{self.home}/login/"},
        )
        with self.browser.open(request, timeout=30) as answer:
            text: str = answer.read().decode()
            return text


@pytest.fixture
def database() -> Iterator[str | None]:
    """A database of its own on the server the tests were given, or None for SQLite."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield None
        return
    import psycopg  # noqa: PLC0415 - there only where PostgreSQL is tested

    name = f"installation_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    yield f"{given.rsplit('/', 1)[0]}/{name}"
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def installation(tmp_path: Path, database: str | None) -> Iterator[Installation]:
    made = Installation(tmp_path, database)
    yield made
    made.put_down()
