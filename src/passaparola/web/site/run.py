"""The installation as one foreground program: migrate, load the demo, serve and work until Ctrl-C."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from passaparola.web.site import ready
from passaparola.web.site.children import Child, Family, GivenUp

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType
    from typing import TextIO

    from passaparola.web.site.demo import Login

WEB, WORKER, SENDER, EARS = "web server", "worker", "sender", "ears"
LOOK = 0.25  # seconds between two looks at the children
ANSWER = 30.0  # seconds the web process may take to answer for the first time


def main() -> int:
    """Run Passaparola until SIGINT or SIGTERM; return 0, 1 where a part fails, 2 where it cannot start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")
    stop = _Stop()
    try:
        data = _check()
        _set_up(data)
        return 0 if stop.asked else _run(data, stop)
    except ready.Unready as reason:
        _say(f"passaparola: {reason}", to=sys.stderr)
        return 2
    except GivenUp as reason:
        _say(f"passaparola: {reason}", to=sys.stderr)
        return 1


class _Stop:
    """Whether a signal has asked for the end."""

    def __init__(self) -> None:
        self.asked = False
        for word in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(word, self._ask)

    def _ask(self, _word: int, _frame: FrameType | None) -> None:
        self.asked = True


def _check() -> Path:
    """Check what the settings take for granted; return the data folder."""
    port = ready.number(os.environ, "PORT", 8000, least=1, most=65535)
    ready.number(os.environ, "PASSAPAROLA_WORKERS", 1, least=1, most=64)
    ready.number(os.environ, "PASSAPAROLA_SENDERS", 1, least=0, most=64)
    ready.number(os.environ, "PASSAPAROLA_THREADS", 8, least=1, most=256)
    ready.number(os.environ, "PASSAPAROLA_UPLOAD_MB", 50, least=1, most=100_000)
    ready.settings(os.environ)
    data = ready.folder(os.environ)
    ready.port(os.environ.get("PASSAPAROLA_BIND") or "127.0.0.1", port)
    return data


def _set_up(data: Path) -> None:
    """Bring the database up to date. Raises `Unready`."""
    import django  # noqa: PLC0415 - only now is it known that the settings can be read

    django.setup()
    from passaparola.web.site import schema  # noqa: PLC0415

    with schema.explained(data):
        schema.bring_up_to_date()


def _demo(data: Path) -> Login | None:
    """Load the demo or let it go on; return its login. Raises `Unready`."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from passaparola.web.site import demo, schema  # noqa: PLC0415

    with schema.explained(data):
        return demo.load(timezone.now()) if settings.DEMO else None


def _run(data: Path, stop: _Stop) -> int:
    from django.conf import settings  # noqa: PLC0415

    workers = [Child(WORKER, "passaparola.web.site.working") for _ in range(settings.WORKERS)]
    senders = [Child(SENDER, "passaparola.web.site.working", ("sending",)) for _ in range(settings.SENDERS)]
    ears = Child(EARS, "passaparola.web.site.working", ("hearing",))
    family = Family([Child(WEB, "passaparola.web.site.serving"), *workers, *senders, ears])
    try:
        family.start(WEB)
        # Meanwhile; the workers come after it, so that the first page need not wait for what they load.
        login = _demo(data)
        family.start(WORKER)
        family.start(SENDER)
        family.start(EARS)
        if _answers(family, stop):
            _greet(settings.ADDRESS, login)
        while not stop.asked:
            _tell(family)
            time.sleep(LOOK)
    finally:
        family.stop()
    return 0


def _tell(family: Family) -> None:
    for said in family.look_after():
        _say(said, to=sys.stderr)


def _answers(family: Family, stop: _Stop) -> bool:
    """Wait until the site answers; False where it was stopped before. Raises `GivenUp`."""
    end = time.monotonic() + ANSWER
    while not stop.asked:
        _tell(family)
        if _asked():
            return True
        if time.monotonic() > end:
            raise GivenUp(f"The web server has not answered for {ANSWER:.0f} s: see what it said above.")
        time.sleep(0.05)
    return False


def _asked() -> bool:
    from django.conf import settings  # noqa: PLC0415

    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BIND, settings.BIND)  # noqa: S104 - asked, not bound
    connection = http.client.HTTPConnection(host, settings.PORT, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": "127.0.0.1"})
        return bool(connection.getresponse().read())
    except OSError:
        return False
    finally:
        connection.close()


def _greet(address: str, login: Login | None) -> None:
    _say(f"Passaparola is at {address}")
    if login:
        password = login.password or "the one you have set"
        _say(f"Sign in to the demo (simulated): {login.email}, password: {password}")
    _say("Ctrl-C ends it.")


def _say(sentence: str, *, to: TextIO | None = None) -> None:
    print(sentence, file=to or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
