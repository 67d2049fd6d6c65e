"""How many deliveries a second leave the outbox for the simulated network, from due rows to kept receipts.

    outbox_throughput.py [DELIVERIES] [WORKERS]      # on DATABASE_URL, else on an SQLite file of its own

Real sender processes, started together; the time is from their first claim to the last receipt kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

DELIVERIES = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
WORKERS = int(sys.argv[2]) if len(sys.argv) > 2 else 1


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        fill(DELIVERIES, datetime.now(UTC) - timedelta(seconds=1))
        seconds = _send()
        _report(seconds, Path(folder))


def set_up(folder: str) -> None:
    """Make an installation of its own in `folder`; empties the database of DATABASE_URL, where it is set."""
    os.environ |= {
        "PASSAPAROLA_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        "PASSAPAROLA_SECRET_KEY": "only-for-a-benchmark",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)


def fill(many: int, due: datetime) -> None:
    """Plan so many posts for `due` on a simulated network."""
    from passaparola.connectors.contract import Account, Login
    from passaparola.connectors.sandbox.connector import file
    from passaparola.connectors.sandbox.network import Network
    from passaparola.web.brands import actions as brands
    from passaparola.web.channels.actions import connect
    from passaparola.web.lifecycle.actions import begin
    from passaparola.web.publishing.models import DELIVERING, Delivery, Piece, Post, Variant

    owner = brands.create_user("bench@example.org", None)
    brand = brands.create_brand("Bench", owner=owner)
    Network.open(file(), "bench").join("bench", "Bench")
    channel = connect(brand, "sandbox", Login(Account("bench", "bench"), "sandbox://bench", {}), due)
    posts = Post.objects.bulk_create(
        [Post(brand=brand, text=f"Post {n}", created_at=due, changed_at=due, version=1) for n in range(many)],
        batch_size=2000,
    )
    variants = Variant.objects.bulk_create(
        [Variant(post=post, channel=channel) for post in posts], batch_size=2000
    )
    born = begin(DELIVERING, datetime.now(UTC)) | {"state": "scheduled", "due_at": due}
    rows = Delivery.objects.bulk_create(
        [
            Delivery(
                brand=brand,
                post_id=variant.post_id,
                variant=variant,
                channel=channel,
                planned_at=due,
                created_at=due,
                **born,
            )
            for variant in variants
        ],
        batch_size=2000,
    )
    Piece.objects.bulk_create(
        [
            Piece(delivery=row, number=0, part="post", key=f"{n:032x}", content={"text": f"Post {n}"})
            for n, row in enumerate(rows)
        ],
        batch_size=2000,
    )


def _send() -> float:
    from passaparola.web.publishing.models import Attempt, Delivery

    command = [sys.executable, "-m", "passaparola.web.site.working", "sending"]
    senders = [subprocess.Popen(command) for _ in range(WORKERS)]
    try:
        while Delivery.objects.exclude(state="published").exists():
            time.sleep(0.2)
    finally:
        for sender in senders:
            sender.terminate()
            sender.wait()
    first, last = (Attempt.objects.order_by(order).values_list("at", flat=True)[0] for order in ("at", "-at"))
    return float((last - first).total_seconds())


def _report(seconds: float, folder: Path) -> None:
    from django.db import connection

    from passaparola.connectors.sandbox.network import find
    from passaparola.web.publishing.models import Attempt

    there = len(find(folder / "sandbox.sqlite3", "bench").published("bench"))
    lines = Attempt.objects.count()
    print(f"{connection.vendor}, {WORKERS} sender(s): {DELIVERIES:,} deliveries in {seconds:.1f} s")
    print(f"{DELIVERIES / seconds:,.0f} deliveries/s; {there:,} posts there, {lines:,} lines of history")


if __name__ == "__main__":
    main()
