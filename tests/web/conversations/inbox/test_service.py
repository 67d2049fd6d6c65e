"""What is promised to those who write, how long they waited, and the labels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import answering, replies, service
from passaparola.web.conversations.models import Label, SavedReply, Service
from passaparola.web.publishing.models import Delivery
from web.conversations.talks import MINUTE, NOW, a_label, a_talk
from web.publishing.square import round_at

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from web.publishing.square import Square

pytestmark = pytest.mark.django_db


def answered(brand: Brand, by: User, after: timedelta, *, began: datetime = NOW) -> None:
    talk = a_talk(brand, at=began)
    wanted = answering.Wanted(talk.pk, talk.interactions.get().pk, "Yes", f"t{talk.pk}", 0)
    answering.answer(brand, wanted, by=by, now=began + after)
    round_at(began + after)


def test_the_median_is_from_the_first_word_to_the_published_answer(
    brand: Brand, anna: User, square: Square
) -> None:
    Service.objects.create(brand=brand, minutes=15)
    for minutes in (10, 20, 90):
        answered(brand, anna, minutes * MINUTE)
    a_talk(brand)
    found = service.first_answers_of(brand, NOW + timedelta(hours=2))
    assert (found.median, found.n, found.kept, found.waiting) == (1200, 3, 1, 1)


def test_an_answer_that_did_not_go_out_is_none(brand: Brand, anna: User, square: Square) -> None:
    answered(brand, anna, MINUTE)
    Delivery.objects.update(state="refused")
    assert service.first_answers_of(brand, NOW).n == 0


def test_what_was_answered_before_the_window_does_not_count(brand: Brand, anna: User, square: Square) -> None:
    answered(brand, anna, MINUTE, began=NOW - timedelta(days=40))
    assert service.first_answers_of(brand, NOW).n == 0


def test_without_an_answer_there_is_no_median(brand: Brand) -> None:
    assert service.first_answers_of(brand, NOW) == service.FirstAnswers(None, 0, None, 0)


@pytest.mark.parametrize("minutes", [0, 43_201])
def test_a_promise_is_one_that_can_be_kept(brand: Brand, anna: User, minutes: int) -> None:
    with pytest.raises(Refused, match="thirty days"):
        service.promise(brand, minutes, approval=True, by=anna, now=NOW)


def test_a_promise_is_given_and_taken_back(brand: Brand, anna: User) -> None:
    service.promise(brand, 60, approval=False, by=anna, now=NOW)
    assert Service.objects.values_list("minutes", "approval").get() == (60, False)
    service.promise(brand, None, approval=True, by=anna, now=NOW)
    assert Service.objects.values_list("minutes", "approval").get() == (None, True)


def test_a_label_is_made_renamed_and_there_once(brand: Brand, anna: User) -> None:
    made = service.keep_label(brand, " orders ", by=anna, now=NOW)
    assert service.keep_label(brand, "Orders", by=anna, now=NOW, label_id=made.pk).name == "Orders"
    with pytest.raises(Refused, match="already"):
        service.keep_label(brand, "Orders", by=anna, now=NOW)
    with pytest.raises(Refused, match="short name"):
        service.keep_label(brand, " ", by=anna, now=NOW)


def test_what_is_another_brand_s_is_not_deleted(brand: Brand, rival: Brand, anna: User) -> None:
    reply = replies.keep(rival, "Hours", "", "x")
    with pytest.raises(Label.DoesNotExist):
        service.drop_label(brand, a_label(rival).pk, by=anna, now=NOW)
    with pytest.raises(SavedReply.DoesNotExist):
        service.drop_reply(brand, reply.pk, by=anna, now=NOW)


def test_a_label_that_is_deleted_leaves_its_conversations(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    talk.labels.add(a_label(brand))
    service.drop_label(brand, a_label(brand).pk, by=anna, now=NOW)
    assert not talk.labels.exists()
