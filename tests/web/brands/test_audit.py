from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passaparola.web.brands import actions, audit, guests, invitations, queries
from passaparola.web.brands.models import Entry, Guest, Member, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

    from passaparola.web.brands.models import Brand, User


@pytest.fixture
def entry(brand: Brand, anna: User, now: datetime) -> Entry:
    return audit.record(brand, anna, audit.HELD, "Caffè Aurora", now, why="crisis")


def change(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(subject="nothing happened")


def delete(entry: Entry) -> None:
    entry.delete()


def save_again(entry: Entry) -> None:
    entry.subject = "nothing happened"
    entry.save()


def by_hand(entry: Entry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM brands_entry")


@pytest.mark.parametrize("tamper", [change, delete, save_again, by_hand])
def test_the_database_refuses_to_change_a_line(entry: Entry, tamper: Callable[[Entry], None]) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(entry)
    assert Entry.objects.get().subject == "Caffè Aurora"


def test_the_log_outlives_the_brand_and_the_person(brand: Brand, anna: User, entry: Entry) -> None:
    brand.delete()
    anna.delete()
    assert Entry.objects.values_list("who_name", "subject").get() == (
        "Anna <anna@example.org>",
        "Caffè Aurora",
    )


def test_a_line_says_who_by_name_and_keeps_no_address(entry: Entry) -> None:
    kept = {field.name for field in Entry._meta.get_fields()}
    assert kept == {"id", "brand", "at", "who", "who_name", "verb", "subject", "detail"}


def test_a_guest_and_the_program_itself_are_named(brand: Brand, anna: User, now: datetime) -> None:
    owner = Member.objects.select_related("brand", "user").get(user=anna)
    elsa: Guest = guests.let_in("Elsa", "", 7, by=owner, now=now)[0]
    assert audit.record(brand, elsa, audit.HELD, "x", now).who_name == "Elsa (by link)"
    assert audit.record(brand, None, audit.HELD, "x", now).who_name == "Passaparola"


def test_a_long_subject_is_cut(brand: Brand, now: datetime) -> None:
    assert len(audit.record(brand, None, audit.HELD, "x" * 1000, now).subject) == audit.SUBJECT


def test_other_folders_add_their_own_verbs() -> None:
    key = audit.verb("test.thing", audit.WORDS[audit.HELD])
    try:
        assert audit.words(key) == audit.words(audit.HELD)
        assert audit.words("never.heard") == "never.heard"
    finally:
        del audit.WORDS[key]


@pytest.fixture
def person(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


@pytest.fixture
def many(brand: Brand, anna: User, bruno: User, now: datetime) -> None:
    for n in range(queries.PAGE + 10):
        by, verb = ((anna, audit.HELD), (bruno, audit.RELEASED))[n % 2]
        audit.record(brand, by, verb, f"line {n:03}", now + timedelta(minutes=n))


def test_the_page_shows_the_newest_first_and_leads_to_older_ones(
    person: Client, brand: Brand, many: None
) -> None:
    shown = person.get(f"/b/{brand.slug}/log/").content.decode()
    assert "line 059" in shown
    assert "line 009" not in shown
    assert "?page=2" in shown
    second = person.get(f"/b/{brand.slug}/log/?page=2").content.decode()
    assert "line 009" in second
    assert "?page=3" not in second


def test_it_is_narrowed_down_by_what_and_by_whom(person: Client, brand: Brand, many: None) -> None:
    released = person.get(f"/b/{brand.slug}/log/?verb=brand.released").content.decode()
    assert "line 059" in released
    assert "line 058" not in released
    anna = person.get(f"/b/{brand.slug}/log/?who=ANNA").content.decode()
    assert "line 058" in anna
    assert "line 059" not in anna


@pytest.mark.parametrize("odd", ["page=-1", "page=zero", "page=99999999", "verb=%00", "who=%27%25", "page=²"])
def test_an_odd_question_breaks_nothing(person: Client, brand: Brand, many: None, odd: str) -> None:
    assert person.get(f"/b/{brand.slug}/log/?{odd}").status_code == 200


def queries_of(person: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert person.get(path).status_code == 200
    return len(seen)


def test_a_page_costs_the_same_for_ten_lines_and_for_fifty(person: Client, brand: Brand, many: None) -> None:
    log = f"/b/{brand.slug}/log/"
    assert queries_of(person, f"{log}?page=2") == queries_of(person, log) <= 10


def test_the_file_holds_all_lines_in_utc_and_no_formula(
    person: Client, brand: Brand, anna: User, many: None, now: datetime
) -> None:
    audit.record(brand, anna, audit.HELD, "=1+1", now - timedelta(days=1))
    answer = person.get(f"/b/{brand.slug}/log.csv")
    assert answer["Content-Disposition"] == f'attachment; filename="{brand.slug}-log.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == queries.PAGE + 11
    assert (rows[0]["at"], rows[0]["subject"]) == ("2026-03-01T12:59:00Z", "line 059")
    assert rows[-1]["subject"] == "'=1+1"


def test_the_people_page_costs_the_same_for_two_and_for_twenty(
    person: Client, brand: Brand, anna: User, bruno: User, now: datetime
) -> None:
    actions.add_member(brand, bruno, Role.EDITOR)
    before = queries_of(person, f"/b/{brand.slug}/people/")
    owner = Member.objects.select_related("brand", "user").get(user=anna, brand=brand)
    for n in range(18):
        actions.add_member(brand, actions.create_user(f"p{n}@example.org", None), Role.EDITOR)
        guests.let_in(f"g{n}", "", 90, by=owner, now=timezone.now())
        invitations.invite(f"i{n}@example.org", Role.EDITOR, by=owner, now=timezone.now())
    assert queries_of(person, f"/b/{brand.slug}/people/") == before <= 12
