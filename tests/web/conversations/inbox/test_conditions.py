"""Whether a rule holds for something that was said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox.conditions import Then, When, checked, holds
from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.people import affinity
from web.conversations.talks import NOW, a_label, a_talk, said, somebody

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db


def word(brand: Brand, text: str = "Perché non è aperto?", **more: Any) -> Interaction:
    talk = a_talk(brand, by=somebody(brand, roles=["journalist"], warmth=affinity.warmth(20, NOW)))
    return said(talk, text, **more)


@pytest.mark.parametrize(
    ("when", "so"),
    [
        (When(kinds=("reply",)), True),
        (When(kinds=("mention", "comment")), False),
        (When(language="it"), True),
        (When(language="en"), False),
        (When(tone=-1), True),
        (When(tone=0), False),
        (When(private=False), True),
        (When(private=True), False),
        (When(role="journalist"), True),
        (When(role="partner"), False),
        (When(affinity=50), True),
        (When(affinity=51), False),
        (When(words=("perche",)), True),
        (When(words=("PERCHÉ NON",)), True),
        (When(words=("apert",)), False),
        (When(words=("chiuso", "aperto")), True),
        (When(words=("chiuso", "aperto"), every=True), False),
        (When(words=("(", ".*")), False),
        (When(role="journalist", tone=0), False),
    ],
)
def test_a_rule_holds_where_all_it_asks_is_so(brand: Brand, when: When, *, so: bool) -> None:
    assert holds(when, word(brand, kind=Kind.REPLY, language="it", tone=-1), NOW) == so


def test_affinity_is_that_of_now(brand: Brand) -> None:
    one = word(brand)
    assert not holds(When(affinity=50), one, NOW + timedelta(days=90))


def test_a_channel_is_asked_by_its_number(brand: Brand) -> None:
    one = word(brand)
    assert holds(When(channels=(one.channel_id,)), one, NOW)
    assert not holds(When(channels=(one.channel_id + 1,)), one, NOW)


def test_of_nobody_known_nothing_is_so(brand: Brand) -> None:
    one = word(brand)
    one.handle.person = None
    assert not holds(When(role="journalist"), one, NOW)
    assert not holds(When(affinity=1), one, NOW)


@pytest.mark.parametrize(
    ("when", "then", "why"),
    [
        (When(), Then(status="done"), "would take everything"),
        (When(language="it"), Then(), "what the rule does"),
        (When(language="it"), Then(status="done", send=True), "saved reply"),
        (When(kinds=("like",)), Then(status="done"), "not there any more"),
        (When(channels=(10**9,)), Then(status="done"), "not there any more"),
        (When(role="king"), Then(status="done"), "not there any more"),
        (When(affinity=101), Then(status="done"), "not there any more"),
        (When(language="it"), Then(status="lost"), "not there any more"),
        (When(language="it"), Then(assign=10**9), "not there any more"),
        (When(words=("x" * 200,)), Then(status="done"), "not there any more"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(brand: Brand, when: When, then: Then, why: str) -> None:
    with pytest.raises(Refused, match=why):
        checked(brand, when, then)


def test_what_is_another_brand_s_is_in_no_rule(brand: Brand, rival: Brand) -> None:
    with pytest.raises(Refused):
        checked(brand, When(language="it"), Then(label=a_label(rival).pk))
