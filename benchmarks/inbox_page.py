"""How fast the inbox is with a million words in it: the list, a conversation, the search, asking for news.

    PYTHONPATH=src python benchmarks/inbox_page.py [--conversations 250000]

A scratch SQLite is filled, which takes a while, and thrown away. Times are those of the server, through
Django's test client: the median and the worst of twenty, after one to warm up. "work" is the
processor's time in the median answer, which other programs on the machine do not lengthen.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

RUNS = 20
EACH = 4  # words in a conversation
BATCH = 20_000
WORDS = [
    "open",
    "closed",
    "sunday",
    "monday",
    "coffee",
    "bread",
    "panettone",
    "colomba",
    "price",
    "order",
    "late",
    "queue",
    "lovely",
    "thanks",
    "where",
    "when",
    "how",
    "much",
    "table",
    "eight",
    "vegan",
    "milk",
    "wifi",
    "pram",
    "dog",
    "parking",
    "delivery",
    "gift",
    "card",
    "birthday",
    "cake",
    "morning",
    "evening",
]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--conversations", type=int, default=250_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "PASSAPAROLA_DATA": folder,
            "PASSAPAROLA_SECRET_KEY": "only-for-measuring",
            "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        fill(given.conversations)
        size = sum(each.stat().st_size for each in Path(folder).glob("passaparola.sqlite3*"))
        print(f"filled in {time.perf_counter() - began:.0f} s, {size / 1e9:.1f} GB")
        measure()
    return 0


def fill(conversations: int) -> None:
    """Make one brand's inbox of so many conversations, four words each, and another brand's of a tenth."""
    from django.utils import timezone

    from passaparola.web.brands import actions as brands

    now = timezone.now()
    owner = brands.create_user("anna@example.org", "a good long word", name="Anna")
    for name, many in (("Big", conversations), ("Small", conversations // 10)):
        _brand(brands.create_brand(name, owner=owner), owner, many, now)


def _brand(brand: Any, owner: Any, many: int, now: datetime) -> None:
    from passaparola.web.channels.models import Channel
    from passaparola.web.conversations.models import Conversation, Interaction, Label, Service
    from passaparola.web.people.models import Handle, Person

    chance = random.Random(7)  # noqa: S311 - the same inbox every time
    channels = [
        Channel.objects.create(
            brand=brand, platform="sandbox", native_id=f"c{n}", handle=f"c{n}", connected_at=now
        )
        for n in range(4)
    ]
    Service.objects.create(brand=brand, minutes=60)
    label = Label.objects.create(brand=brand, name="orders")
    people = many * 4 // 5
    _bulk(Person, (Person(brand=brand, name=f"Person {n}", acts=n % 9) for n in range(people)))
    persons = list(Person.objects.filter(brand=brand).order_by("pk").values_list("pk", flat=True))
    _bulk(
        Handle,
        (
            Handle(
                brand=brand,
                person_id=pk,
                platform="sandbox",
                native_id=f"p{pk}",
                handle=f"p{pk}",
                name=f"P {pk}",
            )
            for pk in persons
        ),
    )
    handles = list(Handle.objects.filter(brand=brand).order_by("pk").values_list("pk", flat=True))

    def talks() -> Iterator[Conversation]:
        for n in range(many):
            at = now - timedelta(seconds=60 * (many - n))
            # One in fifty is open, of those most have waited too long: an inbox nobody has kept up with.
            status = "open" if n % 50 == 0 else ("waiting" if n % 5 == 0 else "done")
            yield Conversation(
                brand=brand,
                channel=channels[n % 4],
                key=f"k{n}",
                handle_id=handles[n % people],
                status=status,
                unread=n % 100 == 0,
                assignee=owner if n % 500 == 0 else None,
                language=("en", "it")[n % 2],
                tone=(-1, 0, 1)[n % 3],
                opened_at=at,
                last_at=at + timedelta(seconds=EACH),
                waits_since=at if status == "open" else None,
            )

    _bulk(Conversation, talks())
    ids = list(Conversation.objects.filter(brand=brand).order_by("pk").values_list("pk", flat=True))

    def words() -> Iterator[Interaction]:
        for place, pk in enumerate(ids):
            for n in range(EACH):
                at = now - timedelta(seconds=60 * (many - place) - n)
                text = " ".join(chance.choices(WORDS, k=12)) + (f" rare{place}" if n == 0 else "")
                yield Interaction(
                    brand=brand,
                    channel=channels[place % 4],
                    conversation_id=pk,
                    handle_id=handles[place % people],
                    kind=1,
                    native_id=f"i{pk}-{n}",
                    at=at,
                    heard_at=at,
                    text=text,
                    address="sandbox://x/1",
                    language="en",
                    tone=0,
                )

    _bulk(Interaction, words())
    label.conversations.add(*ids[:: max(1, many // 500)])


def _bulk(model: Any, rows: Iterator[Any]) -> None:
    from django.db import transaction

    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            with transaction.atomic():
                model.objects.bulk_create(batch, batch_size=1000)
            batch = []
    with transaction.atomic():
        model.objects.bulk_create(batch, batch_size=1000)


def measure() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from passaparola.web.brands.models import User
    from passaparola.web.conversations.models import Conversation, Interaction

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get())
    newest = Conversation.objects.filter(brand__slug="big").latest("last_at")
    counted = f"{Interaction.objects.count():,} interactions, {Conversation.objects.count():,} conversations"
    print(f"{counted}, Python {sys.version.split()[0]}")
    mark = client.get("/b/big/inbox/").content.decode().split("mark=")[1].split("&")[0]
    talk = client.get(f"/b/big/inbox/{newest.pk}/").content.decode().split("news/?mark=")[-1].split('"')[0]
    pages = {
        "list, open": "/b/big/inbox/",
        "list, all": "/b/big/inbox/?tab=all",
        "list, all, narrowed to a label": "/b/big/inbox/?tab=all&label=1",
        "list, all, one channel and a tone": "/b/big/inbox/?tab=all&channel=2&tone=-1",
        "conversation": f"/b/big/inbox/{newest.pk}/",
        "news of the list, none": f"/b/big/inbox/news/?mark={mark}",
        "news of a conversation, none": f"/b/big/inbox/{newest.pk}/news/?mark={talk}",
        "search, a common word": "/b/big/inbox/?q=coffee",
        "search, two common words": "/b/big/inbox/?q=coffee+sunday",
        "search, a rare word": "/b/big/inbox/?q=rare77",
        "search, no such word": "/b/big/inbox/?q=nothing",
        "search, a common word, small brand": "/b/small/inbox/?q=coffee",
        "search, its rare word, small brand": "/b/small/inbox/?q=rare77",
        "any other page (its unread count)": "/b/big/campaigns/",
    }
    print(f"{'':38} {'median':>8} {'worst':>8} {'work':>8} {'queries':>8}")
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(path)
            queries = len(seen)
        if answer.status_code not in {200, 204}:
            raise SystemExit(f"{path}: {answer.status_code}")
        took = [_timed(client, path) for _ in range(RUNS)]
        walls, works = zip(*took, strict=True)
        shown = f"{statistics.median(walls):5.0f} ms {max(walls):5.0f} ms {statistics.median(works):5.0f} ms"
        print(f"{name:38} {shown} {queries:8}", flush=True)


def _timed(client: Any, path: str) -> tuple[float, float]:
    """Return how long one answer takes, and how long the processor is at it, in milliseconds."""
    began, work = time.perf_counter(), time.process_time()
    client.get(path)
    return (time.perf_counter() - began) * 1000, (time.process_time() - work) * 1000


if __name__ == "__main__":
    sys.exit(main())
