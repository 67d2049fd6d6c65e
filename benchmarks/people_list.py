"""How long the server takes for the pages of people with 200,000 persons and 1,000,000 interactions.

    people_list.py                     # on DATABASE_URL, else on an SQLite file of its own
    people_list.py 20000 100000        # with fewer
    python tests/postgres.py .venv/bin/python benchmarks/people_list.py

The whole answer is timed, from the request to the last byte of the page, in the process that gives it: ten
times each, after one that is not counted. A third of the people passed something on, one in five acted in
cascades only at hop 2 and beyond, one in 500 is a journalist, one in 1,000 asked not to be contacted.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

    from passaparola.web.brands.models import Brand

TIMES = 10
DICE = random.Random(1)  # noqa: S311 - a benchmark throws the same dice each time
PERSONS, INTERACTIONS = 200_000, 1_000_000
CHOSEN = 4711
LISTS = {
    "everybody": {},
    "by last act": {"order": "last"},
    "by people brought": {"order": "brought"},
    "a name few have": {"words": "name 199"},
    "a name nobody has": {"words": "zzzz"},
    "closest": {"segment": "closest"},
    "promoters who went quiet": {"segment": "quiet"},
    "reached by consumers": {"segment": "consumers"},
    "new this week": {"segment": "new"},
    "asked not to be contacted": {"segment": "no-contact"},
    "journalists": {"segment": "role-journalist"},
    "publishers (there are none)": {"segment": "role-publisher"},
}


def main() -> None:
    persons, interactions = map(int, sys.argv[1:3] or (PERSONS, INTERACTIONS))
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "PASSAPAROLA_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "passaparola.web.site.settings",
            "PASSAPAROLA_SECRET_KEY": "only-for-a-benchmark",
            "PASSAPAROLA_HOSTS": "testserver",
        }
        client, brand = _set_up()
        started = time.perf_counter()
        _fill(brand, persons, interactions)
        made = time.perf_counter() - started
        print(f"{persons:,} persons, {interactions:,} interactions, made in {made:.0f} s", flush=True)
        _report(client, brand)
        _erase(brand)


def _set_up() -> tuple[Client, Brand]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from passaparola.web.brands import actions as brands

    setup_test_environment()  # tells what a page was made of
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    owner = brands.create_user("bench@example.org", None)
    client = Client()
    client.force_login(owner)
    return client, brands.create_brand("Bench", owner=owner)


def _fill(brand: Brand, persons: int, interactions: int) -> None:
    from django.db import connection, transaction

    from passaparola.web.channels import actions as channels
    from passaparola.web.conversations.models import Interaction
    from passaparola.web.people.models import Handle, Person

    now = datetime.now(UTC)
    channel = channels.add_channel(brand, platform="sandbox", native_id="us", handle="us")
    numbers = range(1, persons + 1)
    blank = Person(brand=brand)
    handle = Handle(brand=brand, platform="sandbox")
    said = Interaction(brand=brand, channel=channel, heard_at=now, at=now, kind=1)
    gains: dict[int, list[Any]] = {}
    with transaction.atomic():
        _pour(blank, (_person(pk, now) for pk in numbers))
        _pour(handle, (_handle(pk) for pk in numbers))
        _pour(said, (_said(number, persons, gains, now) for number in range(1, interactions + 1)))
        _credit(brand, gains)
        _spread(brand, persons, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pour(like: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Store copies of `like` that differ as `rows` say; a million rows are too many for bulk_create."""
    from django.db import connection

    fields = like._meta.concrete_fields  # noqa: SLF001
    usual = [field.get_db_prep_save(field.pre_save(like, add=True), connection) for field in fields]
    places = {field.attname: n for n, field in enumerate(fields)}
    # A field says how its values are stored; asked once for each of those that vary.
    store = {name: fields[n].get_db_prep_save for name, n in places.items()}

    def row(differs: dict[str, Any]) -> list[Any]:
        values = usual.copy()
        for name, value in differs.items():
            plain = isinstance(value, int | float | str)
            values[places[name]] = value if plain else store[name](value, connection)
        return values

    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {like._meta.db_table} ({columns}) VALUES ({marks})"  # noqa: S608, SLF001
    with connection.cursor() as cursor:
        cursor.executemany(into, cast("Any", map(row, rows)))


def _person(pk: int, now: datetime) -> dict[str, Any]:
    return {
        "id": pk,
        "name": f"Name {pk}",
        "roles": ["journalist"] if pk % 500 == 0 else [],
        "no_contact_since": now if pk % 1000 == 0 else None,
    }


def _handle(pk: int) -> dict[str, Any]:
    return {"id": pk, "person_id": pk, "native_id": f"n{pk}", "handle": f"handle{pk}"}


def _said(number: int, persons: int, gains: dict[int, list[Any]], now: datetime) -> dict[str, Any]:
    from passaparola.web.people import affinity

    # Few do much: the square of an even throw.
    pk = 1 + int(persons * DICE.random() ** 2) % persons
    at = now - timedelta(days=720 * DICE.random())
    passes_on = pk % 3 == 0 and number % 2 == 1
    brought = DICE.choice((0, 0, 0, 1, 5)) if passes_on else 0
    points = affinity.points("reshare" if passes_on else "reply", brought=brought)
    gain = gains.setdefault(pk, [0.0, 0, 0, 0, at, at])
    gain[0] += affinity.warmth(points, at)
    gain[1] += 1
    gain[2] += passes_on
    gain[3] += brought
    gain[4], gain[5] = min(gain[4], at), max(gain[5], at)
    return {
        "id": number,
        "handle_id": pk,
        "kind": 3 if passes_on else 1,
        "native_id": f"i{number}",
        "at": at,
        "text": f"Words of interaction {number}",
        "points": points,
        "brought": brought,
    }


def _credit(brand: Brand, gains: dict[int, list[Any]]) -> None:
    from passaparola.web.people.actions import Gain, credit

    started = time.perf_counter()
    credit(brand, {pk: Gain(*gain) for pk, gain in gains.items()})
    print(
        f"credit: {len(gains) / (time.perf_counter() - started):,.0f} persons a second, one call", flush=True
    )


def _spread(brand: Brand, persons: int, now: datetime) -> None:
    from passaparola.web.cascades.models import Act, Message

    begun = {
        "state": "settled",
        "state_since": now,
        "added_at": now,
        "source": "followed",
        "text": "Our words",
    }
    message = Message.objects.create(brand=brand, platform="sandbox", native_id="m", **begun)
    like = Act(message=message, at=now, kind=1, channel="sandbox")
    some = (pk for pk in range(1, persons + 1) if pk % 5 < 3)
    _pour(
        like,
        ({"id": pk, "native_id": f"a{pk}", "handle_id": pk, "hop": 2 if pk % 5 == 0 else 1} for pk in some),
    )


def _report(client: Client, brand: Brand) -> None:
    from django.urls import reverse

    address = reverse("persons", args=[brand.slug])
    pages = [(name, address, asked) for name, asked in LISTS.items()]
    pages.append(("page 11", address, {"after": _deep(client, address, 10)}))
    one = {"the busiest person": 1, "a person": CHOSEN}
    pages += [(name, reverse("person", args=[brand.slug, pk]), {}) for name, pk in one.items()]
    print(f"{'':30} {'median':>8} {'slowest':>8} {'queries':>8} {'rows':>5}")
    for name, where, asked in pages:
        print(f"{name:30} " + _timed(client, where, asked))


def _deep(client: Client, address: str, pages: int) -> str:
    after = ""
    for _ in range(pages):
        after = client.get(address, {"after": after}).context["listed"].after
    return after


def _timed(client: Client, where: str, asked: dict[str, str]) -> str:
    from django.db import connection

    spent: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        spent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        answer = client.get(where, asked)
    rows = len(answer.context["listed"].rows) if "listed" in answer.context else 1
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        client.get(where, asked)
        times.append(1000 * (time.perf_counter() - started))
    return f"{statistics.median(times):>5.0f} ms {max(times):>5.0f} ms {len(spent):>8} {rows:>5}"


def _erase(brand: Brand) -> None:
    from passaparola.web.conversations.persons import erasing
    from passaparola.web.people.models import Person

    started = time.perf_counter()
    erasing.erase(Person.objects.get(brand=brand, pk=CHOSEN), None, datetime.now(UTC))
    print(f"erasing a person: {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
