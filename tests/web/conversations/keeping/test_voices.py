"""Language and tone of what is heard: what they rest on is kept, and a person's word stands above all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.conversations.inbox import correcting
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import Interaction, Labelled, Taught, Tone
from web.heard import NOON, an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel

BAD = "Il servizio è pessimo, ho aspettato quaranta minuti e nessuno mi ha risposto"


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand)


def heard(channel: Channel, text: str, now: datetime, name: str = "word", **more: object) -> Interaction:
    keeping.keep(channel, [replace(an_event(name, "mention", "bea"), text=text, **more)], now)  # type: ignore[arg-type]
    return Interaction.objects.get(native_id=name)


def test_language_and_tone_are_told_with_what_they_rest_on(channel: Channel, now: datetime) -> None:
    row = heard(channel, BAD, now)
    assert (row.language, row.language_by) == ("it", Labelled.RECOGNISED)
    assert (row.tone, row.tone_by) == (Tone.NEGATIVE, Labelled.LEXICON)
    assert row.conversation is not None
    assert (row.conversation.language, row.conversation.tone) == ("it", Tone.NEGATIVE)


def test_what_the_author_says_of_the_language_is_believed(channel: Channel, now: datetime) -> None:
    row = heard(channel, BAD, now, language="it-CH")
    assert (row.language, row.language_by) == ("it-CH", Labelled.PLATFORM)


def test_what_nothing_is_known_of_is_not_called_neutral(channel: Channel, now: datetime) -> None:
    row = heard(channel, "xyzzy plugh", now)
    assert (row.tone, row.tone_by) == (None, "")


def test_likes_have_neither_language_nor_tone(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [an_event("l", "like", "bea")], now)
    row = Interaction.objects.get()
    assert (row.language, row.tone) == ("", None)


def test_a_correction_is_learned_and_tells_on_what_comes_next(
    brand: Brand, channel: Channel, anna: User, now: datetime
) -> None:
    words = "la schiumatura del cappuccino oggi"
    for number in range(3):
        row = heard(channel, words, now, f"first{number}")
        correcting.correct(brand, row.pk, language=row.language, tone=1, by=anna, now=now)
    assert Taught.objects.get(brand=brand).corrections >= 1
    row = heard(channel, words, now, "next")
    assert (row.tone, row.tone_by) == (Tone.POSITIVE, Labelled.LEARNED)


def test_what_one_brand_taught_is_nothing_to_another(
    brand: Brand, rival: Brand, channel: Channel, anna: User, now: datetime
) -> None:
    words = "la schiumatura del cappuccino oggi"
    row = heard(channel, words, now)
    correcting.correct(brand, row.pk, language=row.language, tone=1, by=anna, now=now)
    other = heard(a_channel(rival, "notte"), words, now, "other")
    assert other.tone is None


def test_an_edit_does_not_undo_what_a_person_said(
    brand: Brand, channel: Channel, anna: User, now: datetime
) -> None:
    row = heard(channel, BAD, now)
    correcting.correct(brand, row.pk, language="it", tone=1, by=anna, now=now)
    edited = replace(an_event("word", "mention", "bea"), text=BAD + "!", edited_at=NOON + timedelta(hours=1))
    keeping.keep(channel, [edited], now)
    row.refresh_from_db()
    assert (row.text, row.tone, row.tone_by) == (BAD + "!", Tone.POSITIVE, Labelled.PERSON)


def test_a_damaged_lesson_does_not_stop_the_hearing(brand: Brand, channel: Channel, now: datetime) -> None:
    Taught.objects.create(brand=brand, model=b"damaged", at=now)
    assert heard(channel, BAD, now).tone_by == Labelled.LEXICON
