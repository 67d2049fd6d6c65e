"""Conversations that were put together, and what is done in them meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.hearing import ruling
from passaparola.web.conversations.inbox import merging, queries, rules
from passaparola.web.conversations.inbox.answering import Met, Wanted, answer
from passaparola.web.conversations.inbox.conditions import Then, When
from passaparola.web.conversations.inbox.narrowing import Narrowed
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Rule, SavedReply, Status
from web.conversations.talks import MINUTE, NOW, a_talk

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
LATER = NOW + 10 * MINUTE


def wanted(talk: Conversation, token: str, seen: int = 0, to: Interaction | None = None) -> Wanted:
    word = to or talk.interactions.order_by("-at")[0]
    return Wanted(talk.pk, word.pk, "Yes, from nine to one.", token, seen)


def test_an_answer_on_an_old_page_is_one_in_the_talk_it_was_put_into(brand: Brand, anna: User) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "Are you open?")
    merging.merge(brand, gone.pk, kept.pk, by=anna, now=NOW)
    answer(brand, wanted(gone, "t1"), by=anna, now=LATER)
    kept.refresh_from_db()
    assert (kept.status, kept.unread, kept.waits_since) == (Status.WAITING, False, None)


def test_two_who_answer_meet_also_where_one_has_an_old_page(brand: Brand, anna: User) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "Are you open?")
    merging.merge(brand, gone.pk, kept.pk, by=anna, now=NOW)
    answer(brand, wanted(kept, "t1"), by=anna, now=LATER)
    with pytest.raises(Met):
        answer(brand, wanted(gone, "t2"), by=anna, now=LATER)


def test_taken_apart_what_was_answered_is_answered(brand: Brand, anna: User) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "Are you open?")
    merging.merge(brand, gone.pk, kept.pk, by=anna, now=NOW)
    answer(brand, wanted(kept, "t1", to=gone.interactions.get()), by=anna, now=LATER)
    merging.part(brand, gone.pk, by=anna, now=LATER)
    gone.refresh_from_db()
    assert gone.waits_since is None


def test_taken_apart_each_began_when_it_did(brand: Brand, anna: User) -> None:
    kept = a_talk(brand)
    gone = a_talk(brand, "Are you open?", at=NOW - timedelta(days=3), tone=-1)
    merging.merge(brand, gone.pk, kept.pk, by=anna, now=NOW)
    merging.part(brand, gone.pk, by=anna, now=NOW)
    kept.refresh_from_db()
    assert kept.opened_at == NOW


def test_a_row_says_that_an_answer_failed_in_what_was_put_into_it(brand: Brand, anna: User) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "Are you open?")
    made = answer(brand, wanted(gone, "t1"), by=anna, now=LATER)
    made.post.deliveries.update(state="refused")
    merging.merge(brand, gone.pk, kept.pk, by=anna, now=NOW)
    (row,) = queries.inbox_of(brand, anna, Narrowed(tab="all"), LATER).rows
    assert row.failed


def test_nobody_takes_the_token_of_a_rule(brand: Brand, rival: Brand, anna: User) -> None:
    theirs = a_talk(rival)
    word = a_talk(brand).interactions.get()
    rules.keep(
        brand,
        "r",
        When(kinds=("reply",)),
        Then(reply=SavedReply.objects.create(brand=brand, name="x", text="Hi").pk, send=True),
        by=anna,
        now=NOW,
    )
    Rule.objects.update(active=True)
    with pytest.raises(Refused):
        answer(rival, wanted(theirs, f"rule-{word.pk}"), by=anna, now=LATER)
    Interaction.objects.filter(pk=word.pk).update(ruled=False)
    ruling.apply(LATER, brand)
    assert Answer.objects.filter(conversation__brand=brand).count() == 1


def test_a_token_of_another_brand_is_no_answer_here(brand: Brand, rival: Brand, anna: User) -> None:
    theirs, ours = a_talk(rival), a_talk(brand)
    answer(rival, wanted(theirs, "t1"), by=anna, now=LATER)
    with pytest.raises(Refused):
        answer(brand, wanted(ours, "t1"), by=anna, now=LATER)
    assert not Answer.objects.filter(conversation__brand=brand).exists()
