"""The page of a conversation: it is read, answered, remarked on and handled there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passaparola.web.brands import actions as brands
from passaparola.web.brands.models import Role
from passaparola.web.conversations.inbox import answering, replies
from passaparola.web.conversations.models import Answer, Conversation, Note, Presence
from web.conversations.talks import NOW, a_label, a_talk, said

if TYPE_CHECKING:
    from django.test import Client

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(brand: Brand) -> Conversation:
    return a_talk(brand)


@pytest.fixture
def where(talk: Conversation, inbox: str) -> str:
    return f"{inbox}{talk.pk}/"


def handed_in(talk: Conversation, **more: Any) -> dict[str, Any]:
    return {"to": talk.interactions.get().pk, "text": "Yes", "token": "t1", "seen": 0, **more}


def test_who_may_answer_and_opens_it_has_read_it(here: Client, where: str, talk: Conversation) -> None:
    here.get(where)
    talk.refresh_from_db()
    assert not talk.unread


def test_who_only_looks_leaves_it_unread(here: Client, where: str, brand: Brand, bruno: User) -> None:
    brands.add_member(brand, bruno, Role.ANALYST)
    here.force_login(bruno)
    here.get(where)
    assert Conversation.objects.get().unread


@pytest.mark.parametrize("ahead", [{"method": "HEAD"}, {"HTTP_SEC_PURPOSE": "prefetch"}])
def test_what_a_browser_fetches_ahead_is_not_read(here: Client, where: str, ahead: dict[str, str]) -> None:
    if "method" in ahead:
        here.head(where)
    else:
        here.get(where, **ahead)  # type: ignore[arg-type]
    assert Conversation.objects.get().unread
    assert not Presence.objects.exists()


def test_an_answer_is_sent_and_the_page_says_so(here: Client, where: str, talk: Conversation) -> None:
    answer = here.post(f"{where}answer/", handed_in(talk), follow=True)
    assert "Your answer is on its way to Sandbox." in answer.content.decode()
    assert Answer.objects.get().post.text == "Yes"


def test_pressed_twice_it_is_sent_once(here: Client, where: str, talk: Conversation) -> None:
    for _ in range(2):
        here.post(f"{where}answer/", handed_in(talk))
    assert Answer.objects.count() == 1


def test_who_meets_an_answer_of_somebody_else_sees_it_and_confirms(
    here: Client, where: str, talk: Conversation, brand: Brand, bruno: User
) -> None:
    word = talk.interactions.get().pk
    theirs = answering.answer(
        brand, answering.Wanted(talk.pk, word, "We are closed.", "t0", 0), by=bruno, now=NOW
    )
    met = here.post(f"{where}answer/", handed_in(talk, text="We are open!"))
    shown = met.content.decode()
    assert met.status_code == 409
    assert "We are closed." in shown
    assert "We are open!" in shown
    assert f'name="seen" value="{theirs.pk}"' in shown
    here.post(f"{where}answer/", handed_in(talk, text="We are open!", seen=theirs.pk))
    assert Answer.objects.count() == 2


def test_what_is_refused_stays_in_the_box_with_the_reason(
    here: Client, where: str, talk: Conversation
) -> None:
    answer = here.post(f"{where}answer/", handed_in(talk, text="x" * 600))
    assert answer.status_code == 422
    assert "x" * 600 in answer.content.decode()
    assert "100 characters too many for Sandbox" in answer.content.decode()


def test_where_nothing_can_be_answered_the_page_says_why(
    here: Client, where: str, talk: Conversation
) -> None:
    talk.interactions.update(address="")
    assert "Sandbox does not let this be answered from here" in here.get(where).content.decode()


def test_the_page_says_as_whom_and_where_one_speaks(here: Client, where: str) -> None:
    assert "Your answer will be posted on Sandbox as aurora." in here.get(where).content.decode()


def test_a_saved_reply_is_put_in_without_a_script_too(
    here: Client, where: str, brand: Brand, talk: Conversation
) -> None:
    kept = replies.keep(brand, "Hours", "en", "Hello {name}, from nine.")
    assert ">Hello Mara, from nine.</textarea>" in here.get(f"{where}?saved={kept.pk}").content.decode()


def test_a_note_is_left_for_the_team(here: Client, where: str) -> None:
    answer = here.post(f"{where}note/", {"text": "A regular."}, follow=True)
    assert "only the team sees it" in answer.content.decode()
    assert Note.objects.get().text == "A regular."


def test_done_it_leads_back_to_the_list(here: Client, where: str, inbox: str) -> None:
    answer = here.post(f"{where}handle/", {"do": "done", "back": "tab=mine"})
    assert answer["Location"] == f"{inbox}?tab=mine"


def test_two_conversations_become_one_and_two_again(
    here: Client, where: str, inbox: str, talk: Conversation, brand: Brand
) -> None:
    other = a_talk(brand)
    merged = here.post(f"{where}handle/", {"do": "merge", "into": f"#{other.pk}"})
    assert merged["Location"] == f"{inbox}{other.pk}/"
    assert here.get(where)["Location"] == f"{inbox}{other.pk}/"
    here.post(f"{inbox}{other.pk}/handle/", {"do": f"part-{talk.pk}"})
    assert here.get(where).status_code == 200


def test_a_label_is_taken_off_with_its_own_button(here: Client, where: str, brand: Brand, talk: Any) -> None:
    talk.labels.add(a_label(brand))
    here.post(f"{where}handle/", {"do": f"unlabel-{a_label(brand).pk}"})
    assert not talk.labels.exists()


def test_language_and_tone_are_corrected_on_the_word(here: Client, where: str, talk: Conversation) -> None:
    word = talk.interactions.get()
    here.post(f"{where}handle/", {"do": f"correct-{word.pk}", "language": "it", "tone": "-1"})
    word.refresh_from_db()
    assert (word.language, word.tone, word.tone_by) == ("it", -1, "person")


def test_the_form_to_correct_a_word_stands_below_that_word_alone(
    here: Client, where: str, talk: Conversation
) -> None:
    first, last = talk.interactions.get(), said(talk)
    shown = here.get(f"{where}?correct={last.pk}").content.decode()
    assert f'value="correct-{last.pk}"' in shown
    assert f'value="correct-{first.pk}"' not in shown


def test_a_correction_that_makes_no_sense_is_explained(here: Client, where: str, talk: Any) -> None:
    word = talk.interactions.get()
    form = {"do": f"correct-{word.pk}", "language": "xx", "tone": "5"}
    assert "from the lists" in here.post(f"{where}handle/", form, follow=True).content.decode()


def test_news_of_a_conversation_are_told_only_where_there_are_any(
    here: Client, where: str, talk: Conversation
) -> None:
    mark = here.get(where).content.decode().split(f"{where}news/?mark=")[1].split('"')[0]
    assert here.get(f"{where}news/?mark={mark}").status_code == 204
    said(talk, "One more thing")
    answer = here.get(f"{where}news/?mark={mark}")
    assert (answer.status_code, "One more thing" in answer.content.decode()) == (200, True)


def test_news_say_who_else_is_writing(
    here: Client, where: str, brand: Brand, bruno: User, talk: Conversation
) -> None:
    brands.add_member(brand, bruno, Role.EDITOR)
    here.get(where)
    here.force_login(bruno)
    here.get(f"{where}news/?mark=x&writing=1")
    here.force_login(brand.members.get(role=Role.OWNER).user)
    assert "Bruno is writing an answer here." in here.get(f"{where}news/?mark=x").content.decode()


def test_a_word_of_a_hundred_kilobytes_is_shown_whole_on_a_page_of_its_own(
    here: Client, inbox: str, brand: Brand
) -> None:
    talk = a_talk(brand, "y" * 100_000)
    word = f"{inbox}words/{talk.interactions.get().pk}/"
    assert word in here.get(f"{inbox}{talk.pk}/").content.decode()
    assert "y" * 100_000 in here.get(word).content.decode()


def test_a_file_is_a_link_and_nothing_is_loaded(here: Client, where: str, talk: Conversation) -> None:
    talk.interactions.update(files=["https://evil.example/pixel.png"])
    shown = here.get(where).content.decode()
    assert 'href="https://evil.example/pixel.png" rel="nofollow noopener noreferrer"' in shown
    assert 'src="https://evil' not in shown


def test_a_long_talk_asks_as_much_as_a_short_one(here: Client, where: str, talk: Conversation) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            here.get(where)
        return len(seen)

    here.get(where)
    short = asked()
    for n in range(30):
        said(talk, f"word {n}")
    assert asked() == short
