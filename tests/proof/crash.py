"""The crash proof: a worker killed at every step of a publish, started again, and counted on the platform.

    crash.py [--short] [--blind] [--stride N] [--servers JSON] [PLATFORM ...]

For each case (a platform and a post) the steps of an undisturbed publish are counted; then it is done again
once for each step, with SIGKILL there, and once for each step on the line, with the line cut there. After
each a fresh worker goes on, its clock running ahead to whatever is due next, until everything is at rest.
What stands on the platform is counted on the platform itself. Prints one row for each case, and a table.

A worker is a forked process that begins with nothing but what a new one has: no connection is inherited.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from concurrent.futures import wait
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from proof.places import Place

AT_REST = 3
"""How a process ends that has come to rest."""

ROUNDS = 400
BLIND = "--blind" in sys.argv


@dataclass
class Tally:
    """What became of one case: how often the worker was killed or its line cut, and what was found after."""

    case: str
    kills: int = 0
    cuts: int = 0
    lost: int = 0
    twice: int = 0
    stuck: int = 0
    asked: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, counts: list[int], state: str, where: str) -> None:
        """Count one outcome."""
        self.twice += any(count > 1 for count in counts)
        self.asked += state == "undecided"
        self.lost += state == "published" and any(count < 1 for count in counts)
        self.stuck += state not in {"published", "undecided"}
        if state == "published" and counts == [1] * len(counts):
            return
        if state != "undecided" or any(count > 1 for count in counts):
            self.wrong.append(f"{where}: {state} {counts}")


def set_up(folder: str) -> None:
    """Make an installation of its own in `folder`."""
    os.environ |= {
        "PASSAPAROLA_DATA": folder,
        "PASSAPAROLA_ALLOW_PRIVATE": "1",
        "PASSAPAROLA_SECRET_KEY": "only-for-a-proof",
        "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        "PASSAPAROLA_LOG": "CRITICAL",
    }
    import django

    from passaparola import connectors

    # The noticeboard takes the same post twice: only what is looked up before is not repeated there.
    connectors.__path__.append(str(Path(__file__).parent.parent / "toys"))
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def plan(case: Case) -> tuple[int, list[str]]:
    """Plan one post of so many parts and return its delivery and the marks its parts carry."""
    import secrets

    from django.utils import timezone

    from passaparola.web.publishing.models import Attached, Post, Variant
    from passaparola.web.publishing.outbox import deliveries

    marks = [f"proof{secrets.token_hex(6)}" for _ in range(case.parts)]
    now = timezone.now()
    post = Post.objects.create(
        brand=case.channel.brand,
        text=f"{case.place.words} {marks[0]}",
        title=marks[0],
        created_at=now,
        changed_at=now,
        version=1,
    )
    words = [f"{case.place.words} {mark}" for mark in marks[1:]]
    Variant.objects.create(post=post, channel=case.channel, thread=words, options=dict(case.place.options))
    if case.image:
        Attached.objects.create(post=post, asset=picture(case.channel.brand), position=0, alt="A red square")
    (delivery,) = deliveries.schedule(post, None, by=None, now=now)
    return delivery.pk, marks


def picture(brand: Any) -> Any:
    """Return a small image of the brand's library."""
    import hashlib
    import io

    from django.utils import timezone
    from PIL import Image

    from passaparola.web.publishing.models import Asset

    made = io.BytesIO()
    Image.new("RGB", (64, 64), "#c03030").save(made, "PNG")
    data = made.getvalue()
    asset, _ = Asset.objects.get_or_create(
        brand=brand,
        digest=hashlib.sha256(data).hexdigest(),
        defaults={
            "name": "red.png",
            "kind": "image",
            "mime": "image/png",
            "size": len(data),
            "width": 64,
            "height": 64,
            "added_at": timezone.now(),
        },
    )
    asset.path.parent.mkdir(parents=True, exist_ok=True)
    asset.path.write_bytes(data)
    return asset


def work(*, kill_at: int = 0, cut_at: int = 0) -> tuple[int, int]:
    """Be a worker until everything is at rest; return the steps taken, and those on lines to platforms."""
    from django.utils import timezone

    from passaparola.web.lifecycle.crew import Shift
    from passaparola.web.publishing.outbox import outbox
    from proof.steps import Steps

    if BLIND:
        _never_look()
    steps = Steps(kill_at=kill_at, cut_at=cut_at)
    steps.watch()
    shift = Shift(outbox.OUTBOX)
    now = timezone.now()
    for _ in range(ROUNDS):
        moved = shift.round(now)
        if shift.in_hand:
            wait(shift.in_hand)
            continue
        following = _next(now) if not moved else now
        if following is None:
            return steps.taken, steps.on_lines
        now = following
    raise RuntimeError(f"it never comes to rest: {_standing()}")


def _standing() -> list[Any]:
    """Return how deliveries stand that are not at rest, for whoever has to find out why."""
    from passaparola.web.publishing.models import Attempt, Delivery

    open_rows = Delivery.objects.filter(due_at__isnull=False).values_list(
        "state", "due_at", "trouble", "tried"
    )
    return [*open_rows, *Attempt.objects.order_by("-pk").values_list("what", "said")[:8]]


def _never_look() -> None:
    """Send again whatever was not heard of, as other outboxes do: the proof must notice."""
    from passaparola.web.publishing.models import What
    from passaparola.web.publishing.outbox import settling

    looked = settling._unknown
    missing = ((What.MISSING, "Sent again without a look."),)
    settling._unknown = lambda delivery, done, row, now: (
        settling.Settled("scheduled", now, done.said, missing)
        if delivery.verb == "publish"
        else looked(delivery, done, row, now)
    )


def _next(now: datetime) -> datetime | None:
    """Return when anything is due or its lease runs out; None where all is at rest."""
    from passaparola.web.publishing.models import Delivery

    rows = Delivery.objects.filter(due_at__isnull=False).values_list("due_at", "lease_until")
    moments = [max(due, lease or due) for due, lease in rows if due]
    return max(min(moments), now + timedelta(milliseconds=1)) if moments else None


def in_a_process(job: Callable[[], tuple[int, int]]) -> tuple[int, int] | None:
    """Do `job` in a process of its own; None where it was killed."""
    from django.db import connections

    connections.close_all()
    reads, writes = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            os.write(writes, json.dumps(job()).encode())
        except BaseException as error:  # noqa: BLE001 - told to the parent
            os.write(writes, json.dumps(repr(error)).encode())
        os._exit(AT_REST)
    os.close(writes)
    with os.fdopen(reads) as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    if not told:
        return None
    answer = json.loads(told)
    if isinstance(answer, str):
        raise RuntimeError(answer)  # noqa: TRY004 - it is what went wrong over there
    return answer[0], answer[1]


@dataclass(frozen=True)
class Case:
    """A post of so many parts, through a channel to a place."""

    channel: Any
    place: Place
    parts: int
    image: bool

    def __str__(self) -> str:
        many = "post" if self.parts == 1 else "posts in a thread"
        return f"{self.place.key}: {self.parts} {many}{' with an image' if self.image else ''}"


def prove(case: Case, *, stride: int) -> Tally:
    """Kill and cut at every `stride`-th step of one case."""
    begun = time.monotonic()
    tally = Tally(str(case))
    # The least of three: the first one connects, and a platform may ask any of them to wait.
    runs = [_trial(case, tally, "undisturbed", {}) for _ in range(3)]
    steps, on_lines = min(run for run in runs if run is not None)
    for number in range(1, steps + 1, stride):
        tally.kills += _trial(case, tally, f"kill at {number}/{steps}", {"kill_at": number}) is None
    for number in range(1, on_lines + 1, stride):
        told = _trial(case, tally, f"cut at {number}/{on_lines}", {"cut_at": number})
        tally.cuts += told is not None and told[1] >= number
    tally.seconds = time.monotonic() - begun
    return tally


def _trial(case: Case, tally: Tally, where: str, fault: dict[str, int]) -> tuple[int, int] | None:
    from passaparola.web.publishing.models import Delivery

    time.sleep(case.place.pause * case.parts)
    delivery, marks = plan(case)
    told = in_a_process(lambda: work(**fault))
    if told is None:
        # What was under way when it died comes to an end: a real worker is back after its lease, not at once.
        time.sleep(case.place.settle)
        in_a_process(work)
    state = Delivery.objects.get(pk=delivery).state
    tally.add([case.place.count(mark) for mark in marks], state, where)
    Delivery.objects.filter(pk=delivery, due_at__isnull=False).update(due_at=None)
    return told


def cases(chosen: list[str], servers: dict[str, Any], *, short: bool) -> Iterator[tuple[Place, int, bool]]:
    """Yield the places and posts that are tried."""
    from proof.places import places

    for place in places(servers):
        if chosen and place.key not in chosen:
            continue
        yield place, 1, False
        if short:
            continue
        if place.takes_images:
            yield place, 1, True
        if place.takes_threads:
            yield place, 3, False


def main() -> int:
    """Prove it and print what was found; 0 where nothing was lost, sent twice or stuck."""
    parser = argparse.ArgumentParser()
    parser.add_argument("platforms", nargs="*")
    parser.add_argument("--blind", action="store_true", help="break the outbox: the proof must fail")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--servers", default="{}")
    asked = parser.parse_args()
    tallies = []
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        channels: dict[str, Any] = {}
        for place, parts, image in cases(asked.platforms, json.loads(asked.servers), short=asked.short):
            channel = channels.setdefault(place.key, None) or place.connect()
            channels[place.key] = channel
            tallies.append(prove(Case(channel, place, parts, image), stride=asked.stride))
            row(tallies[-1])
    print(table(tallies))
    return int(any(each.lost or each.twice or each.stuck for each in tallies))


def row(tally: Tally) -> None:
    """Print one case as it is done, and what went wrong in it."""
    print(
        json.dumps({k: v for k, v in vars(tally).items() if k != "wrong"}),
        *tally.wrong[:10],
        sep="\n  ",
        flush=True,
    )


def table(tallies: list[Tally]) -> str:
    """Return the table of the docs."""
    lines = [
        "| case | kill points | lines cut | lost | twice | stuck | left to a person | seconds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in tallies:
        numbers = [each.kills, each.cuts, each.lost, each.twice, each.stuck, each.asked, round(each.seconds)]
        lines.append(f"| {each.case} | {' | '.join(f'{number:,}' for number in numbers)} |")
    total = [
        sum(getattr(t, k) for t in tallies) for k in ("kills", "cuts", "lost", "twice", "stuck", "asked")
    ]
    lines.append(
        f"| **all** | {' | '.join(f'**{n:,}**' for n in total)} | {sum(t.seconds for t in tallies):,.0f} |"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    sys.exit(main())
