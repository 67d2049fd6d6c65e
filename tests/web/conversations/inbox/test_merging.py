"""Two conversations become one to look at, and two again: no word is lost on the way there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import merging
from passaparola.web.conversations.keeping import waiting
from passaparola.web.conversations.models import Conversation
from web.conversations.talks import MINUTE, NOW, a_talk, said, somebody, the_channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def test_what_was_said_in_both_is_said_in_one(brand: Brand, anna: User) -> None:
    one, other = a_talk(brand, "First"), a_talk(brand, "Second", at=NOW + MINUTE)
    kept = merging.merge(brand, other.pk, one.pk, by=anna, now=NOW)
    words = waiting.said_in(kept).order_by("at").values_list("text", flat=True)
    assert list(words) == ["First", "Second"]


def test_the_one_that_is_kept_is_as_urgent_as_the_more_urgent_of_both(brand: Brand, anna: User) -> None:
    old = a_talk(brand, at=NOW, status="open", unread=True)
    new = a_talk(brand, at=NOW + MINUTE, status="done", waits_since=None, unread=False)
    kept = merging.merge(brand, old.pk, new.pk, by=anna, now=NOW)
    assert (kept.status, kept.unread, kept.waits_since, kept.last_at) == ("open", True, NOW, NOW + MINUTE)


def test_conversations_of_one_person_on_two_channels_can_be_put_together(brand: Brand, anna: User) -> None:
    mara = somebody(brand)
    one = a_talk(brand, by=mara)
    other = a_talk(brand, by=mara, channel=the_channel(brand, "other"))
    assert merging.merge(brand, other.pk, one.pk, by=anna, now=NOW) == one


def test_strangers_on_two_channels_are_not_put_together(brand: Brand, anna: User) -> None:
    one, other = a_talk(brand), a_talk(brand, channel=the_channel(brand, "other"))
    with pytest.raises(Refused, match="one channel, or with one person"):
        merging.merge(brand, other.pk, one.pk, by=anna, now=NOW)


def test_a_conversation_is_not_put_into_itself(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    with pytest.raises(Refused, match="one conversation already"):
        merging.merge(brand, talk.pk, talk.pk, by=anna, now=NOW)


def test_what_is_part_of_another_is_taken_apart_first(brand: Brand, anna: User) -> None:
    one, other, third = a_talk(brand), a_talk(brand), a_talk(brand)
    merging.merge(brand, other.pk, one.pk, by=anna, now=NOW)
    with pytest.raises(Refused, match="take it apart"):
        merging.merge(brand, third.pk, other.pk, by=anna, now=NOW)


def test_what_was_put_together_before_goes_along(brand: Brand, anna: User) -> None:
    one, other, third = a_talk(brand, "1"), a_talk(brand, "2"), a_talk(brand, "3")
    merging.merge(brand, one.pk, other.pk, by=anna, now=NOW)
    kept = merging.merge(brand, other.pk, third.pk, by=anna, now=NOW)
    assert set(waiting.said_in(kept).values_list("text", flat=True)) == {"1", "2", "3"}


def test_taken_apart_each_is_what_it_was(brand: Brand, anna: User) -> None:
    one, other = a_talk(brand), a_talk(brand, at=NOW + MINUTE)
    said(other, at=NOW + 5 * MINUTE)
    other.last_at = NOW + 5 * MINUTE
    other.save()
    before = list(Conversation.objects.order_by("pk").values("pk", "last_at", "waits_since", "merged_into"))
    merging.merge(brand, other.pk, one.pk, by=anna, now=NOW)
    merging.part(brand, other.pk, by=anna, now=NOW)
    after = Conversation.objects.order_by("pk").values("pk", "last_at", "waits_since", "merged_into")
    assert list(after) == before


def test_what_is_part_of_nothing_cannot_be_taken_apart(brand: Brand, anna: User) -> None:
    with pytest.raises(Refused, match="not part"):
        merging.part(brand, a_talk(brand).pk, by=anna, now=NOW)


def test_another_brand_s_conversation_does_not_exist(brand: Brand, rival: Brand, anna: User) -> None:
    with pytest.raises(Conversation.DoesNotExist):
        merging.merge(brand, a_talk(brand).pk, a_talk(rival).pk, by=anna, now=NOW)
