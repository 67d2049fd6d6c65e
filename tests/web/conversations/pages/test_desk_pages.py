"""What an admin settles for the inbox, and a rule from its first line to its switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from passaparola.web.conversations.inbox import conditions, replies
from passaparola.web.conversations.models import Conversation, Label, Rule, SavedReply, Service
from web.conversations.talks import a_label, a_talk

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db


@pytest.fixture
def settings_page(inbox: str) -> str:
    return f"{inbox}settings/"


def test_a_promise_is_kept(here: Client, settings_page: str) -> None:
    here.post(settings_page, {"do": "promise", "minutes": "90"})
    assert Service.objects.values_list("minutes", "approval").get() == (90, False)


def test_a_label_and_a_reply_are_made_and_deleted(here: Client, settings_page: str) -> None:
    here.post(settings_page, {"do": "label", "name": "orders"})
    here.post(settings_page, {"do": "reply", "name": "Hours", "language": "en", "text": "From nine."})
    label, reply = Label.objects.get(), SavedReply.objects.get()
    here.post(
        settings_page, {"do": f"reply-{reply.pk}", "name": "Hours", "language": "it", "text": "Alle 9."}
    )
    assert SavedReply.objects.values_list("language", "text").get() == ("it", "Alle 9.")
    here.post(settings_page, {"do": f"unlabel-{label.pk}"})
    here.post(settings_page, {"do": f"unreply-{reply.pk}"})
    assert not Label.objects.exists()
    assert not SavedReply.objects.exists()


def test_what_is_refused_is_explained(here: Client, settings_page: str) -> None:
    form = {"do": "reply", "name": "Order", "text": "Your order {order}"}
    assert "Nobody knows what {order} means" in here.post(settings_page, form, follow=True).content.decode()


def test_the_page_defines_what_it_measures(here: Client, settings_page: str) -> None:
    shown = here.get(settings_page).content.decode()
    assert "No first answer was given in the last 30 days." in shown
    assert "From the first word of a conversation" in shown


def test_a_rule_is_kept_tried_out_and_switched_on(here: Client, inbox: str, brand: Brand) -> None:
    a_talk(brand, "Are you open?", at=timezone.now())
    form = {"name": "Hours", "words": "open\nhours", "kind": ["reply"], "label": a_label(brand).pk}
    kept = here.post(f"{inbox}rules/new/", form, follow=True).content.decode()
    rule = Rule.objects.get()
    assert "1 conversation</b>" in kept
    assert "Are you open?" in kept
    assert not rule.active
    here.post(f"{inbox}rules/{rule.pk}/switch/", {"do": "on", "seen": conditions.digest(rule)})
    assert Rule.objects.get().active
    here.post(f"{inbox}rules/{rule.pk}/switch/", {"do": "off"})
    assert not Rule.objects.get().active


def test_a_rule_that_was_not_looked_at_stays_off(here: Client, inbox: str) -> None:
    here.post(f"{inbox}rules/new/", {"name": "It", "language": "it", "status": "done"})
    rule = Rule.objects.get()
    answer = here.post(f"{inbox}rules/{rule.pk}/switch/", {"do": "on"}, follow=True)
    assert "Look first at what the rule would have done" in answer.content.decode()
    assert not Rule.objects.get().active


def test_a_rule_that_makes_no_sense_stays_on_the_page_with_the_reason(here: Client, inbox: str) -> None:
    answer = here.post(f"{inbox}rules/new/", {"name": "All", "status": "done"})
    assert answer.status_code == 422
    assert "it would take everything" in answer.content.decode()
    assert 'value="All"' in answer.content.decode()


def test_a_suggested_reply_is_chosen_where_the_rule_holds(here: Client, inbox: str, brand: Brand) -> None:
    kept = replies.keep(brand, "Hours", "", "From nine.")
    Rule.objects.create(
        brand=brand, name="x", active=True, when={"words": ["sunday"]}, then={"reply": kept.pk}
    )
    a_talk(brand)
    shown = here.get(f"{inbox}{Conversation.objects.get().pk}/").content.decode()
    assert "A rule suggests it." in shown
