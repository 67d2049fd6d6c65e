"""People and workers at one conversation at once, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from django.db import connections
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import handling, merging
from passaparola.web.conversations.inbox.answering import Met, Wanted, answer
from passaparola.web.conversations.keeping import keeping, waiting
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Status
from web.conversations.talks import a_talk
from web.heard import an_event
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner() -> User:
    return brands.create_user("at-once@example.org", None)


@pytest.fixture
def team(owner: User) -> Brand:
    return brands.create_brand("At once", owner=owner)


def at_once(*works: Callable[[], object]) -> None:
    def alone(work: Callable[[], object]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(alone, works))


def test_of_many_who_answer_at_once_one_does(team: Brand, owner: User) -> None:
    talk, now = a_talk(team), timezone.now()
    word = talk.interactions.get()
    met: list[int] = []

    def work(token: str) -> None:
        try:
            answer(team, Wanted(talk.pk, word.pk, "Yes.", token, 0), by=owner, now=now)
        except Met:
            met.append(1)

    at_once(*(lambda n=n: work(f"t{n}") for n in range(4)))
    assert (Answer.objects.count(), len(met)) == (1, 3)


def test_words_heard_while_conversations_are_put_together_make_no_circle(team: Brand, owner: User) -> None:
    channel, now = a_channel(team), timezone.now()
    words = [
        an_event(f"w{n}", "reply", f"p{n % 5}", n, about=f"w{n - 1}" if n else "", thread="w0")
        for n in range(40)
    ]
    keeping.keep(channel, words[1::2], now)

    def hear() -> None:
        for word in words[::2]:
            keeping.keep(channel, [word], now)

    def put_together() -> None:
        for turn in range(60):
            heads = list(Conversation.objects.filter(merged_into=None).order_by("pk"))
            one, other = heads[turn % len(heads)], heads[-1 - turn % len(heads)]
            with suppress(Refused):
                merging.merge(team, one.pk, other.pk, by=owner, now=now)

    def settle() -> None:
        for _ in range(30):
            some = list(Conversation.objects.values_list("pk", flat=True)[:10])
            handling.set_status(team, some, Status.DONE, by=owner, now=now)

    at_once(hear, put_together, settle)
    into = dict(Conversation.objects.values_list("pk", "merged_into"))
    for start in into:
        seen, at = set(), start
        while (above := into[at]) is not None:
            assert at not in seen
            seen.add(at)
            at = above
    shown = [len(waiting.said_in(each)) for each in Conversation.objects.filter(merged_into=None)]
    assert sum(shown) == Interaction.objects.count() == 40
    assert len(shown) == 1
