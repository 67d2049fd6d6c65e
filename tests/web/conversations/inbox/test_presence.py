"""Who else has a conversation open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passaparola.web.conversations.inbox import presence
from web.conversations.talks import NOW, a_talk

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_others_see_who_is_there_and_who_writes(brand: Brand, anna: User, bruno: User) -> None:
    talk = a_talk(brand)
    presence.tell(talk, bruno, NOW)
    assert presence.others(talk, anna, NOW) == [presence.Other(bruno, writes=False)]
    presence.tell(talk, bruno, NOW + 5 * SECOND, writing=True)
    assert presence.others(talk, anna, NOW + 5 * SECOND) == [presence.Other(bruno, writes=True)]
    assert presence.others(talk, anna, NOW + 30 * SECOND) == [presence.Other(bruno, writes=False)]


def test_nobody_sees_themselves(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    presence.tell(talk, anna, NOW)
    assert presence.others(talk, anna, NOW) == []


def test_whoever_was_not_heard_of_for_a_minute_has_left(brand: Brand, anna: User, bruno: User) -> None:
    talk = a_talk(brand)
    presence.tell(talk, bruno, NOW)
    assert presence.others(talk, anna, NOW + 59 * SECOND)
    assert not presence.others(talk, anna, NOW + 60 * SECOND)


def test_whoever_sent_their_answer_writes_no_more(brand: Brand, anna: User, bruno: User) -> None:
    talk = a_talk(brand)
    presence.tell(talk, bruno, NOW, writing=True)
    presence.leave(talk, bruno)
    assert not presence.others(talk, anna, NOW)[0].writes


def test_a_page_that_asks_every_few_seconds_writes_now_and_then(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    presence.tell(talk, anna, NOW)
    with CaptureQueriesContext(connection) as seen:
        presence.tell(talk, anna, NOW + 3 * SECOND)
    assert [each["sql"].split()[0] for each in seen.captured_queries] == ["SELECT"]
