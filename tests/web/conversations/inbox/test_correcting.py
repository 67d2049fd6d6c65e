"""Language and tone as a person says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import correcting
from passaparola.web.conversations.models import Interaction, Labelled
from web.conversations.talks import MINUTE, NOW, a_talk, said

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def test_what_a_person_says_is_marked_as_theirs(brand: Brand, anna: User) -> None:
    said_first = a_talk(brand).interactions.get()
    row = correcting.correct(brand, said_first.pk, language="it", tone=-1, by=anna, now=NOW)
    assert (row.language, row.language_by, row.tone, row.tone_by) == ("it", Labelled.PERSON, -1, "person")


def test_what_a_person_left_alone_keeps_its_source(brand: Brand, anna: User) -> None:
    word = a_talk(brand).interactions.get()
    row = correcting.correct(brand, word.pk, language="en", tone=1, by=anna, now=NOW)
    assert (row.language_by, row.tone_by) == (Labelled.RECOGNISED, Labelled.PERSON)


def test_the_conversation_follows_its_last_word_only(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    first, last = talk.interactions.get(), said(talk, at=NOW + MINUTE)
    correcting.correct(brand, first.pk, language="it", tone=-1, by=anna, now=NOW)
    talk.refresh_from_db()
    assert (talk.language, talk.tone) == ("en", None)
    correcting.correct(brand, last.pk, language="it", tone=-1, by=anna, now=NOW)
    talk.refresh_from_db()
    assert (talk.language, talk.tone) == ("it", -1)


@pytest.mark.parametrize(("language", "tone"), [("xx", 0), ("en", 7)])
def test_what_is_on_no_list_is_refused(brand: Brand, anna: User, language: str, tone: int) -> None:
    word = a_talk(brand).interactions.get()
    with pytest.raises(Refused, match="from the lists"):
        correcting.correct(brand, word.pk, language=language, tone=tone, by=anna, now=NOW)


def test_another_brand_s_words_do_not_exist(brand: Brand, rival: Brand, anna: User) -> None:
    with pytest.raises(Interaction.DoesNotExist):
        correcting.correct(
            brand, a_talk(rival).interactions.get().pk, language="it", tone=0, by=anna, now=NOW
        )


def test_the_log_holds_no_word_of_it(brand: Brand, anna: User) -> None:
    word = a_talk(brand, "Mara is angry").interactions.get()
    correcting.correct(brand, word.pk, language="it", tone=-1, by=anna, now=NOW)
    assert "Mara" not in str(Entry.objects.filter(verb="interaction.corrected").values().get())
