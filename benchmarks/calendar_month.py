"""How long the server takes for the calendar's pages with 200 and with 2,000 posts in the month shown.

    calendar_month.py                  # on DATABASE_URL, else on an SQLite file of its own
    python tests/postgres.py .venv/bin/python benchmarks/calendar_month.py

The whole answer is timed, from the request to the last byte of the page, in the process that gives it; each
post goes to two channels, one in forty was refused. Twenty times each, after one that is not counted.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand

TIMES = 20
SIZES = (200, 2_000)
VIEWS = ("calendar", "calendar-week", "calendar-list", "calendar-day")
MONTH = date(2026, 6, 1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "PASSAPAROLA_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
            "PASSAPAROLA_SECRET_KEY": "only-for-a-benchmark",
            "PASSAPAROLA_HOSTS": "testserver",
        }
        _set_up()
        _report([row for size in SIZES for row in _measured(size)])


def _set_up() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)


def _measured(size: int) -> list[tuple[str, int, float, float, int, int]]:
    from django.test import Client
    from django.urls import reverse

    from passaparola.web.brands import actions as brands

    owner = brands.create_user(f"bench{size}@example.org", None)
    brand = brands.create_brand(f"Bench {size}", owner=owner)
    _fill(brand, size)
    client = Client()
    client.force_login(owner)
    rows = []
    for view in VIEWS:
        address = f"{reverse(view, args=[brand.slug])}?on={MONTH + timedelta(days=9)}"
        queries, length = _counted(client, address)
        took = [_timed(client, address) for _ in range(TIMES)]
        rows.append((view, size, statistics.median(took), max(took), queries, length))
    return rows


def _fill(brand: Brand, size: int) -> None:
    from passaparola.web.campaigns import actions as campaigning
    from passaparola.web.channels.actions import add_channel
    from passaparola.web.publishing.calendar import almanac
    from passaparola.web.publishing.models import Delivery, Post, Variant

    now = datetime.now(UTC)
    channels = [add_channel(brand, platform="sandbox", native_id=name, handle=name) for name in ("a", "b")]
    campaigning.create_campaign(brand, "Summer", starts=MONTH, ends=MONTH + timedelta(days=19))
    almanac.settle(brand, "IT", "")
    begun = datetime(MONTH.year, MONTH.month, MONTH.day, 4, tzinfo=UTC)
    ats = [begun + timedelta(days=n % 30, minutes=5 * (n // 30)) for n in range(size)]
    words = "Fresh bread from six in the morning, and the first of the season's apricot tarts."
    posts = Post.objects.bulk_create(
        Post(brand=brand, text=f"{n}. {words}", created_at=now, changed_at=now) for n in range(size)
    )
    variants = Variant.objects.bulk_create(
        Variant(post=post, channel=channel) for post in posts for channel in channels
    )
    Delivery.objects.bulk_create(
        Delivery(
            brand=brand,
            post=posts[n // 2],
            variant=variant,
            channel=variant.channel,
            planned_at=ats[n // 2],
            created_at=now,
            state="refused" if n % 80 == 0 else "scheduled",
            state_since=now,
        )
        for n, variant in enumerate(variants)
    )


def _counted(client: Client, address: str) -> tuple[int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(queries), len(answer.content)


def _timed(client: Client, address: str) -> float:
    begun = time.perf_counter()
    client.get(address)
    return 1_000 * (time.perf_counter() - begun)


def _report(rows: list[tuple[str, int, float, float, int, int]]) -> None:
    from django.db import connection

    print(f"{connection.vendor}, {os.cpu_count()} cores, {datetime.now(UTC).date()}")
    print("| page | posts in the month | median | slowest of 20 | queries | page |")
    print("|---|---|---|---|---|---|")
    for view, size, median, worst, queries, length in rows:
        print(
            f"| {view} | {size:,} | {median:.0f} ms | {worst:.0f} ms | {queries} | {length / 1_000:,.0f} kB |"
        )


if __name__ == "__main__":
    main()
