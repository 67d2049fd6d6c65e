"""Words are found in all that was said to a brand, whatever people type, and never another brand's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from passaparola.web.conversations.inbox import queries, searching
from passaparola.web.conversations.inbox.narrowing import Narrowed
from web.conversations.talks import MINUTE, NOW, a_talk, said

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def test_every_word_has_to_be_there_and_the_last_may_go_on(brand: Brand) -> None:
    one, other = a_talk(brand, "Is the bakery open on Sunday?"), a_talk(brand, "The bakery is lovely")
    assert list(searching.found(brand, "open bakery")) == [one.pk]
    assert list(searching.found(brand, "bakery lov")) == [other.pk]
    assert list(searching.found(brand, "lov bakery")) == []


def test_the_newest_is_found_first(brand: Brand) -> None:
    old, new = a_talk(brand, "panettone"), a_talk(brand, "panettone again")
    assert list(searching.found(brand, "panettone")) == [new.pk, old.pk]


@pytest.mark.parametrize("typed", ["perche", "PERCHÉ", "perchè"])
def test_accents_and_capitals_make_no_difference(brand: Brand, typed: str) -> None:
    talk = a_talk(brand, "Perché è chiuso?")
    assert list(searching.found(brand, typed)) == [talk.pk]


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "a AND",
        "NOT",
        "(",
        "text:",
        "a*b",
        "-x",
        "^",
        "NEAR(a b)",
        "'; DROP",
        "{x}",
        "&|!",
        "\\",
        "a_b",
        "_",
    ],
)
def test_nothing_a_person_types_is_an_operator(brand: Brand, typed: str) -> None:
    a_talk(brand, "Quite something else")
    assert searching.found(brand, typed) == {}


def test_another_brand_s_words_are_not_found(brand: Brand, rival: Brand) -> None:
    a_talk(rival, "panettone")
    assert searching.found(brand, "panettone") == {}
    assert searching.found(brand, str(rival.pk)) == {}


def test_words_that_change_are_found_as_they_are_now(brand: Brand) -> None:
    talk = a_talk(brand, "panettone")
    word = talk.interactions.get()
    word.text = "colomba"
    word.save()
    assert searching.found(brand, "panettone") == {}
    assert list(searching.found(brand, "colomba")) == [talk.pk]


def test_words_that_are_gone_are_not_found(brand: Brand) -> None:
    talk, back = a_talk(brand, "panettone"), a_talk(brand, "panettone too")
    back.interactions.update(gone_at=NOW)
    talk.interactions.all().delete()
    assert searching.found(brand, "panettone") == {}


def test_a_word_in_what_was_put_together_leads_to_where_it_is_shown(brand: Brand) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "panettone")
    gone.merged_into = kept
    gone.save()
    assert list(searching.found(brand, "panettone")) == [kept.pk]


def test_a_row_shows_the_word_that_was_found_and_not_the_last(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, "Do you have panettone?")
    said(talk, "And colomba?", at=NOW + MINUTE)
    found = queries.inbox_of(brand, anna, Narrowed(tab="all", words="panettone"), NOW)
    assert [row.words for row in found.rows] == ["Do you have panettone?"]


def test_a_very_long_word_does_not_break_the_index(brand: Brand) -> None:
    talk = a_talk(brand, "x" * 150_000 + " panettone " + "è y " * 300_000)
    assert list(searching.found(brand, "panettone")) in ([talk.pk], [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's index is a table of its own")
def test_the_index_of_sqlite_is_kept_by_triggers_and_whole(brand: Brand) -> None:
    a_talk(brand, "panettone").interactions.all().delete()
    a_talk(brand, "colomba")
    with connection.cursor() as cursor:
        # What erasing a person does with every index of words.
        cursor.execute(
            "INSERT INTO conversations_interaction_fts(conversations_interaction_fts) VALUES('optimize')"
        )
        cursor.execute(
            "INSERT INTO conversations_interaction_fts(conversations_interaction_fts, rank)"
            " VALUES('integrity-check', 1)"
        )
        cursor.execute(
            "SELECT count(*) FROM conversations_interaction_fts_data WHERE block LIKE '%panettone%'"
        )
        assert cursor.fetchone() == (0,)
