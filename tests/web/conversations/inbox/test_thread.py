"""A conversation as it is read: in order, with what it began with, and what became of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.conversations.inbox import answering, presence, thread
from passaparola.web.conversations.models import Answer, Conversation
from passaparola.web.publishing.models import Delivery
from web.conversations.talks import MINUTE, NOW, a_talk, said, somebody
from web.publishing.square import round_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.cascades.models import Message
    from web.publishing.square import Square

pytestmark = pytest.mark.django_db


def answered(brand: Brand, talk: Conversation, by: User, text: str = "Yes") -> Answer:
    wanted = answering.Wanted(talk.pk, talk.interactions.order_by("-at")[0].pk, text, text, 0)
    return answering.answer(brand, wanted, by=by, now=NOW + 2 * MINUTE)


def texts(talk: Conversation, before: str = "") -> list[str]:
    return [entry.text for entry in thread.thread_of(talk, before=before).entries]


def test_their_words_and_ours_stand_in_the_order_of_time(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, "Open on Sunday?")
    answered(brand, talk, anna)
    said(talk, "Thanks", at=NOW + 3 * MINUTE)
    assert texts(talk) == ["Open on Sunday?", "Yes", "Thanks"]


def test_an_answer_says_what_became_of_it(brand: Brand, anna: User, square: Square) -> None:
    talk = a_talk(brand)
    answered(brand, talk, anna)
    before = thread.thread_of(talk).entries[-1]
    round_at(NOW + 2 * MINUTE)
    after = thread.thread_of(talk).entries[-1]
    assert isinstance(before, thread.Said)
    assert isinstance(after, thread.Said)
    assert (before.state_said, before.url) == ("scheduled", "")
    assert (after.state_said, after.url[:23]) == ("published", "https://square.example/")


def test_a_refusal_says_why(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    answered(brand, talk, anna)
    Delivery.objects.update(state="refused", trouble="The post it answers is gone.")
    last = thread.thread_of(talk).entries[-1]
    assert isinstance(last, thread.Said)
    assert (last.state, last.trouble) == ("refused", "The post it answers is gone.")


def test_what_was_taken_back_shows_no_word(brand: Brand) -> None:
    talk = a_talk(brand, "I should not have said that")
    talk.interactions.update(gone_at=NOW)
    assert texts(talk) == [""]


def test_a_long_word_is_cut_and_says_so(brand: Brand) -> None:
    talk = a_talk(brand, "x" * 100_000)
    entry = thread.thread_of(talk).entries[0]
    assert isinstance(entry, thread.Word)
    assert (len(entry.text), entry.cut) == (thread.LONG, True)


def test_empty_lines_do_not_push_the_page_away(brand: Brand) -> None:
    assert texts(a_talk(brand, "one" + "\n \n" * 300 + "two")) == ["one\n\ntwo"]


def test_of_many_words_the_newest_are_shown_and_a_link_leads_back(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thread, "SHOWN", 2)
    talk = a_talk(brand, "1")
    for n in range(2, 6):
        said(talk, str(n), at=NOW + n * MINUTE)
    seen, before = [], ""
    while True:
        read = thread.thread_of(talk, before=before)
        seen.append([entry.text for entry in read.entries])
        before = read.earlier
        if not before:
            break
    assert seen == [["4", "5"], ["2", "3"], ["1"]]


def test_what_was_put_together_is_read_as_one(brand: Brand) -> None:
    kept, gone = a_talk(brand, "one"), a_talk(brand, "two", at=NOW + MINUTE)
    gone.merged_into = kept
    gone.save()
    assert texts(kept) == ["one", "two"]


def test_it_begins_with_our_post_where_it_was_said_to_one(brand: Brand, anna: User, square: Square) -> None:
    first = a_talk(brand)
    answered(brand, first, anna, "Come by on Sunday")
    round_at(NOW + 2 * MINUTE)
    piece = Delivery.objects.get().pieces.get()
    talk = a_talk(brand, about=piece.native_id)
    begun = thread.thread_of(talk).begun
    assert begun
    assert (begun.text, begun.ours, begun.url) == ("Come by on Sunday", True, piece.url)


def test_it_begins_with_the_message_that_is_followed(brand: Brand, heard: Callable[..., Message]) -> None:
    message = heard()
    begun = thread.thread_of(a_talk(brand, message=message, about="x")).begun
    assert begun
    assert (begun.text, begun.message, begun.ours) == (message.text, message.pk, False)


def test_what_it_begins_with_is_said_to_be_ours_where_it_is(
    brand: Brand, heard: Callable[..., Message]
) -> None:
    message = heard()
    talk = a_talk(brand, message=message, about=message.native_id)
    talk.interactions.update(about=message.native_id, ours=True)
    by_acts = thread.thread_of(talk).begun
    talk.interactions.update(ours=False)
    message.author = somebody(brand, platform=talk.channel.platform)
    message.author.native_id = talk.channel.native_id
    by_author = thread.thread_of(talk).begun
    assert by_acts
    assert by_author
    assert (by_acts.ours, by_author.ours) == (True, True)


@pytest.mark.parametrize(
    ("about", "url"), [("https://a.example/1", "https://a.example/1"), ("javascript:alert(1)", "")]
)
def test_of_an_unknown_post_only_its_address_is_shown_and_only_a_web_address(
    brand: Brand, about: str, url: str
) -> None:
    begun = thread.thread_of(a_talk(brand, about=about)).begun
    assert begun
    assert (begun.text, begun.url) == ("", url)


def test_the_newest_word_that_can_be_answered_is_answered_unless_another_is_chosen(brand: Brand) -> None:
    talk = a_talk(brand)
    first, last = talk.interactions.get(), said(talk, address="")
    assert thread.thread_of(talk).to == first
    assert thread.thread_of(talk, to=last.pk).to == last


def test_the_mark_changes_with_everything_a_page_shows(brand: Brand, anna: User, bruno: User) -> None:
    talk = a_talk(brand)

    def mark() -> str:
        return thread.mark_of(Conversation.objects.get(pk=talk.pk), anna, NOW)

    marks = [mark()]
    assert mark() == marks[0]
    said(talk)
    marks.append(mark())
    answered(brand, talk, bruno)
    marks.append(mark())
    Delivery.objects.update(state="published")
    marks.append(mark())
    talk.interactions.update(gone_at=NOW)
    marks.append(mark())
    presence.tell(talk, bruno, NOW)
    marks.append(mark())
    presence.tell(talk, bruno, NOW, writing=True)
    marks.append(mark())
    assert len(set(marks)) == 7
