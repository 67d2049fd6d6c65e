"""The page of the inbox: what it says, what is new in it, and what is done with many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Role
from passaparola.web.conversations.models import INTAKE, Conversation, Intake, Kind
from passaparola.web.lifecycle.actions import begin
from web.conversations.talks import a_label, a_talk, said, somebody

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


def page(here: Client, where: str) -> str:
    answer = here.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_inbox_says_what_comes_here(here: Client, inbox: str) -> None:
    assert "Nobody waits for you" in page(here, inbox)


def test_a_row_leads_to_its_conversation_and_back_to_the_same_place(
    here: Client, inbox: str, brand: Brand
) -> None:
    talk = a_talk(brand)
    assert f'href="{inbox}{talk.pk}/?tab=all"' in page(here, f"{inbox}?tab=all")


def test_a_row_says_whose_words_it_shows_where_somebody_else_began(
    here: Client, inbox: str, brand: Brand
) -> None:
    talk = a_talk(brand)
    assert "</bdi>:</span>" not in page(here, inbox)
    said(talk, "So do I", by=somebody(brand, "Bruno"))
    assert "<bdi>Bruno</bdi>:</span> So do I" in page(here, inbox)


def test_who_has_no_other_name_is_named_once(here: Client, inbox: str, brand: Brand) -> None:
    talk = a_talk(brand)
    assert "<bdi>mara</bdi> ·" in page(here, f"{inbox}{talk.pk}/")
    talk.handle.name = ""
    talk.handle.save()
    assert "<bdi>mara</bdi> ·" not in page(here, f"{inbox}{talk.pk}/")


def test_the_head_of_every_page_says_how_many_are_unread(here: Client, brand: Brand) -> None:
    a_talk(brand)
    a_talk(brand, unread=False)
    assert "unread: </span>1</span>" in page(here, f"/b/{brand.slug}/calendar/")


def test_nothing_a_stranger_writes_becomes_markup(here: Client, inbox: str, brand: Brand) -> None:
    talk = a_talk(brand, "<script>alert(1)</script><img src=x>")
    talk.handle.name = talk.handle.handle = '"><script>alert(2)</script>'
    talk.handle.save()
    for where in (inbox, f"{inbox}{talk.pk}/", f"{inbox}words/{talk.interactions.get().pk}/"):
        shown = page(here, where)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_what_is_new_is_told_and_what_is_not_is_no_answer(here: Client, inbox: str, brand: Brand) -> None:
    a_talk(brand)
    mark = page(here, inbox).split("mark=")[1].split("&")[0]
    assert here.get(f"{inbox}news/?mark={mark}").status_code == 204
    a_talk(brand, "Something new")
    answer = here.get(f"{inbox}news/?mark={mark}")
    assert answer.status_code == 200
    assert "Something new" in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()


def test_asking_for_news_in_vain_costs_a_handful_of_queries(here: Client, inbox: str, brand: Brand) -> None:
    for _ in range(20):
        a_talk(brand)
    mark = page(here, inbox).split("mark=")[1].split("&")[0]
    with CaptureQueriesContext(connection) as seen:
        here.get(f"{inbox}news/?mark={mark}")
    assert len(seen) <= 6


def test_many_are_handled_at_once_and_one_is_back_where_one_was(
    here: Client, inbox: str, brand: Brand
) -> None:
    ids = [a_talk(brand).pk for _ in range(3)]
    form = {"do": "done", "id": ids, "back": "tab=unread"}
    answer = here.post(f"{inbox}many/", form, follow=True)
    assert answer.redirect_chain[0][0] == f"{inbox}?tab=unread"
    assert "3 conversations are done." in answer.content.decode()
    assert set(Conversation.objects.values_list("status", flat=True)) == {"done"}


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ({"do": "mine"}, "assignee__email", "anna@example.org"),
        ({"do": "assign", "to": ""}, "assignee", None),
        ({"do": "read"}, "unread", False),
        ({"do": "unread"}, "unread", True),
        ({"do": "waiting"}, "status", "waiting"),
        ({"do": "wake"}, "snoozed_until", None),
    ],
)
def test_every_button_does_what_it_says(  # noqa: PLR0913 - a table
    here: Client, inbox: str, brand: Brand, *, form: dict[str, str], field: str, value: object
) -> None:
    talk = a_talk(brand)
    here.post(f"{inbox}many/", {**form, "id": talk.pk})
    assert Conversation.objects.values_list(field, flat=True).get() == value


def test_a_label_is_put_on_many(here: Client, inbox: str, brand: Brand) -> None:
    talk = a_talk(brand)
    here.post(f"{inbox}many/", {"do": "label", "label": a_label(brand).pk, "id": talk.pk})
    assert list(talk.labels.all()) == [a_label(brand)]


@pytest.mark.parametrize("until", ["hour", "hours", "tomorrow", "monday"])
def test_conversations_are_put_off_for_a_while(here: Client, inbox: str, brand: Brand, until: str) -> None:
    a_talk(brand)
    here.post(f"{inbox}many/", {"do": "snooze", "until": until, "id": Conversation.objects.get().pk})
    later = Conversation.objects.get().snoozed_until
    assert later
    assert timezone.now() < later < timezone.now() + timedelta(days=8)


@pytest.mark.parametrize(
    ("form", "said_"),
    [
        ({"do": "done"}, "Choose at least one"),
        ({"do": "", "id": "1"}, "Choose what to do"),
        ({"do": "label", "id": "1"}, "Choose a label"),
        ({"do": "snooze", "until": "at", "at": "x", "id": "1"}, "is no date with a time"),
    ],
)
def test_what_cannot_be_done_is_explained(
    here: Client, inbox: str, brand: Brand, form: dict[str, str], said_: str
) -> None:
    answer = here.post(f"{inbox}many/", form, follow=True)
    assert said_ in answer.content.decode()


def test_who_only_looks_is_offered_nothing_to_do(here: Client, inbox: str, brand: Brand, bruno: User) -> None:
    brands.add_member(brand, bruno, Role.ANALYST)
    talk = a_talk(brand)
    here.force_login(bruno)
    for where in (inbox, f"{inbox}{talk.pk}/"):
        shown = page(here, where)
        assert 'name="do"' not in shown
        assert "data-reply" not in shown


def test_what_was_heard_and_is_no_talk_stands_on_a_page_of_its_own(
    here: Client, inbox: str, brand: Brand
) -> None:
    said(a_talk(brand), kind=Kind.LIKE)
    assert "like" in page(here, f"{inbox}besides/")


def test_the_inbox_says_how_fresh_it_is_and_where_nothing_is_heard(
    here: Client, inbox: str, brand: Brand
) -> None:
    now = timezone.now()
    talk = a_talk(brand)
    intake = Intake.objects.create(channel=talk.channel, heard_up_to=now, **begin(INTAKE, now))
    assert "heard up to" in page(here, inbox)
    intake.state, intake.trouble = "deaf", "Log in again."
    intake.save()
    assert "Log in again." in page(here, inbox)


def test_the_page_asks_as_much_for_thirty_conversations_as_for_ten(
    here: Client, inbox: str, brand: Brand
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            here.get(inbox)
        return len(seen)

    for n in range(10):
        a_talk(brand).labels.add(a_label(brand, f"l{n}"))
    ten = asked()
    for n in range(20):
        a_talk(brand).labels.add(a_label(brand, f"m{n}"))
    assert asked() == ten
