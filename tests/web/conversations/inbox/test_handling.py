"""Conversations are given, labelled, put off and closed: one or many, and the log says who did it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Entry, Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import handling
from passaparola.web.conversations.models import Answer, Label, Note
from web.conversations.talks import MINUTE, NOW, a_label, a_talk, said
from web.publishing.plans import a_post

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def test_a_conversation_is_given_to_whoever_may_write(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    assert handling.assign(brand, [talk.pk], anna, by=anna, now=NOW) == 1
    talk.refresh_from_db()
    assert talk.assignee == anna


@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.APPROVER])
def test_a_conversation_is_not_given_to_whoever_may_not_write(
    brand: Brand, anna: User, bruno: User, role: Role | None
) -> None:
    if role:
        brands.add_member(brand, bruno, role)
    with pytest.raises(Refused, match="may write"):
        handling.assign(brand, [a_talk(brand).pk], bruno, by=anna, now=NOW)


def test_what_is_given_to_the_same_person_again_is_no_change(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    handling.assign(brand, [talk.pk], anna, by=anna, now=NOW)
    assert handling.assign(brand, [talk.pk], anna, by=anna, now=NOW) == 0


def test_a_conversation_is_taken_from_everybody(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, assignee=anna)
    handling.assign(brand, [talk.pk], None, by=anna, now=NOW)
    talk.refresh_from_db()
    assert talk.assignee is None


def test_labels_come_and_go(brand: Brand, anna: User) -> None:
    talk, orders = a_talk(brand), a_label(brand)
    handling.label(brand, [talk.pk], orders.pk, on=True, by=anna, now=NOW)
    assert list(talk.labels.all()) == [orders]
    handling.label(brand, [talk.pk], orders.pk, on=False, by=anna, now=NOW)
    assert not talk.labels.exists()


def test_a_label_of_another_brand_does_not_exist(brand: Brand, rival: Brand, anna: User) -> None:
    with pytest.raises(Label.DoesNotExist):
        handling.label(brand, [a_talk(brand).pk], a_label(rival).pk, on=True, by=anna, now=NOW)


@pytest.mark.parametrize("status", ["waiting", "done"])
def test_nobody_waits_in_a_conversation_that_is_not_our_turn(brand: Brand, anna: User, status: str) -> None:
    talk = a_talk(brand)
    handling.set_status(brand, [talk.pk], status, by=anna, now=NOW)
    talk.refresh_from_db()
    assert (talk.status, talk.waits_since, talk.unread) == (status, None, False)


def test_opened_again_they_have_waited_since_the_first_word_nobody_answered(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, status="done", waits_since=None)
    post = a_post(brand, talk.channel, by=anna)
    Answer.objects.create(conversation=talk, post=post, at=NOW + MINUTE, by=anna)
    said(talk, "Thanks. And on Monday?", at=NOW + 2 * MINUTE)
    said(talk, "Hello?", at=NOW + 3 * MINUTE)
    handling.set_status(brand, [talk.pk], "open", by=anna, now=NOW + timedelta(hours=1))
    talk.refresh_from_db()
    assert (talk.status, talk.waits_since) == ("open", NOW + 2 * MINUTE)


def test_a_status_nobody_knows_is_refused(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="open, waiting or done"):
        handling.set_status(brand, [a_talk(brand).pk], "lost", by=anna, now=NOW)


def test_a_conversation_is_put_off_until_later_only(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    handling.snooze(brand, [talk.pk], NOW + MINUTE, by=anna, now=NOW)
    talk.refresh_from_db()
    assert talk.snoozed_until == NOW + MINUTE
    with pytest.raises(Refused, match="passed"):
        handling.snooze(brand, [talk.pk], NOW, by=anna, now=NOW)
    with pytest.raises(Refused, match="a year"):
        handling.snooze(brand, [talk.pk], NOW + timedelta(days=400), by=anna, now=NOW)


def test_a_conversation_put_off_is_called_back(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, snoozed_until=NOW + MINUTE)
    handling.snooze(brand, [talk.pk], None, by=anna, now=NOW)
    talk.refresh_from_db()
    assert talk.snoozed_until is None


def test_many_are_marked_read_at_once(brand: Brand) -> None:
    talks = [a_talk(brand) for _ in range(3)]
    assert handling.mark(brand, [each.pk for each in talks], unread=False) == 3
    assert handling.mark(brand, [talks[0].pk], unread=True) == 1


def test_a_note_is_kept_with_who_wrote_it(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    handling.note(brand, talk.pk, " Ask the bakery. ", by=anna, now=NOW)
    assert list(Note.objects.values_list("conversation", "by", "text")) == [
        (talk.pk, anna.pk, "Ask the bakery.")
    ]


def test_a_note_of_nothing_is_refused(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="Write something"):
        handling.note(brand, a_talk(brand).pk, "  ", by=anna, now=NOW)


def test_what_is_another_brand_s_is_left_alone(brand: Brand, rival: Brand, anna: User) -> None:
    theirs = a_talk(rival)
    ids = [theirs.pk]
    assert handling.assign(brand, ids, anna, by=anna, now=NOW) == 0
    assert handling.label(brand, ids, a_label(brand).pk, on=True, by=anna, now=NOW) == 0
    assert handling.set_status(brand, ids, "done", by=anna, now=NOW) == 0
    assert handling.snooze(brand, ids, NOW + MINUTE, by=anna, now=NOW) == 0
    assert handling.mark(brand, ids, unread=False) == 0


def test_more_than_a_page_of_pages_is_not_handled_at_once(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="fewer"):
        handling.assign(brand, range(handling.MOST + 1), anna, by=anna, now=NOW)


def test_the_log_says_who_did_it_and_names_neither_people_nor_words(brand: Brand, anna: User) -> None:
    one, other = a_talk(brand, "My name is Mara Rossi"), a_talk(brand)
    handling.assign(brand, [one.pk, other.pk], anna, by=anna, now=NOW)
    handling.note(brand, one.pk, "Mara Rossi is a regular", by=anna, now=NOW)
    lines = Entry.objects.filter(verb__startswith="conversation.").order_by("pk")
    assert [line.subject for line in lines] == [f"#{one.pk}, #{other.pk}", f"#{one.pk}"]
    assert [line.who for line in lines] == [anna, anna]
    assert "Mara" not in str(list(lines.values()))
