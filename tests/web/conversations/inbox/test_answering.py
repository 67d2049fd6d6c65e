"""An answer is a post to one person: sent once, approved where it has to be, refused with a reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.inbox import answering
from passaparola.web.conversations.inbox.answering import Met, Wanted, answer
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Service
from passaparola.web.people.models import Person
from passaparola.web.publishing.approval import approving
from passaparola.web.publishing.calendar import recurrence
from passaparola.web.publishing.models import Delivery, Post, Variant
from passaparola.web.publishing.outbox.deliveries import Unfit
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words.content import Content, Words, content_of
from passaparola.web.publishing.writing import writing
from web.conversations.talks import MINUTE, NOW, a_talk, said, the_channel
from web.publishing.square import round_at

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User
    from web.publishing.square import Square

pytestmark = pytest.mark.django_db
LATER = NOW + 2 * MINUTE


def wanted(talk: Conversation, **more: Any) -> Wanted:
    to = talk.interactions.order_by("-at")[0]
    return replace(Wanted(talk.pk, to.pk, "Yes, from nine to one.", "t1", 0), **more)


@pytest.fixture
def talk(brand: Brand) -> Conversation:
    return a_talk(brand)


def test_an_answer_is_a_post_on_that_channel_below_that_post(brand: Brand, anna: User, talk: Any) -> None:
    made = answer(brand, wanted(talk), by=anna, now=LATER)
    variant = made.post.variants.get()
    assert (made.post.text, made.post.language, variant.channel) == (
        "Yes, from nine to one.",
        "en",
        talk.channel,
    )
    assert variant.answers == talk.interactions.get().address


def test_it_goes_out_through_the_outbox_at_once(brand: Brand, anna: User, talk: Any, square: Square) -> None:
    answer(brand, wanted(talk), by=anna, now=LATER)
    round_at(LATER)
    assert [text for _, text in square.posts] == ["Yes, from nine to one."]
    assert Delivery.objects.get().state == "published"


def test_then_it_is_their_turn(brand: Brand, anna: User, talk: Conversation) -> None:
    answer(brand, wanted(talk), by=anna, now=LATER)
    talk.refresh_from_db()
    assert (talk.status, talk.waits_since, talk.unread, talk.answered_at) == ("waiting", None, False, LATER)


def test_when_they_were_first_answered_stays(brand: Brand, anna: User, talk: Conversation) -> None:
    first = answer(brand, wanted(talk), by=anna, now=LATER)
    answer(brand, wanted(talk, token="t2", seen=first.pk), by=anna, now=LATER + MINUTE)
    talk.refresh_from_db()
    assert talk.answered_at == LATER


def test_handed_in_twice_it_is_one_answer(brand: Brand, anna: User, talk: Conversation) -> None:
    once = answer(brand, wanted(talk), by=anna, now=LATER)
    assert answer(brand, wanted(talk), by=anna, now=LATER) == once
    assert (Answer.objects.count(), Post.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_without_a_token_nothing_is_sent(brand: Brand, anna: User, talk: Conversation) -> None:
    with pytest.raises(Refused, match="load it again"):
        answer(brand, wanted(talk, token=""), by=anna, now=LATER)


def test_who_answers_after_somebody_else_sees_what_they_wrote_first(
    brand: Brand, anna: User, bruno: User, talk: Conversation
) -> None:
    theirs = answer(brand, wanted(talk, text="Closed, sorry."), by=bruno, now=LATER)
    with pytest.raises(Met) as met:
        answer(brand, wanted(talk, token="t2"), by=anna, now=LATER)
    assert [each.post.text for each in met.value.answers] == ["Closed, sorry."]
    assert answer(brand, wanted(talk, token="t2", seen=theirs.pk), by=anna, now=LATER).by == anna


def test_an_answer_waits_for_the_approval_that_posts_need(brand: Brand, anna: User, talk: Any) -> None:
    brand.approval = 1
    brand.save()
    made = answer(brand, wanted(talk), by=anna, now=LATER)
    assert (Delivery.objects.get().state, Post.objects.get(pk=made.post_id).stage) == ("waiting", "review")


def test_it_goes_once_it_is_approved(
    brand: Brand, anna: User, bruno: User, talk: Any, square: Square
) -> None:
    brand.approval = 1
    brand.save()
    made = answer(brand, wanted(talk), by=anna, now=LATER)
    approving.approve(made.post, seen=1, by=bruno, now=LATER + MINUTE)
    round_at(LATER + MINUTE)
    assert len(square.posts) == 1


def test_a_service_may_let_answers_go_without_approval(
    brand: Brand, anna: User, talk: Any, square: Square
) -> None:
    brand.approval = 2
    brand.save()
    Service.objects.create(brand=brand, approval=False)
    answer(brand, wanted(talk), by=anna, now=LATER)
    round_at(LATER)
    assert len(square.posts) == 1


def test_nothing_but_an_answer_is_exempt(brand: Brand, anna: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(brand=brand, by=anna, created_at=NOW, changed_at=NOW, exempt=True)


def test_what_is_exempt_and_answers_nobody_is_not_sent(
    brand: Brand, anna: User, talk: Any, square: Square
) -> None:
    brand.approval = 1
    brand.save()
    Service.objects.create(brand=brand, approval=False)
    answer(brand, wanted(talk), by=anna, now=LATER)
    piece = Delivery.objects.get().pieces.get()
    piece.content.pop("answers")
    piece.save()
    round_at(LATER)
    assert square.posts == []


def test_an_answer_cannot_be_made_a_post_to_everybody(brand: Brand, anna: User, talk: Any) -> None:
    brand.approval = 1
    brand.save()
    Service.objects.create(brand=brand, approval=False)
    post = answer(brand, wanted(talk), by=anna, now=LATER).post
    Delivery.objects.update(state="refused")
    other = the_channel(brand, "other")
    before = content_of(post)
    elsewhere = replace(before, variants=[*before.variants, Words(other.pk)])
    with pytest.raises(Refused, match="stays on that channel"):
        writing.save(post, elsewhere, by=anna, now=LATER, seen=1)
    open_to_all = replace(before, text="Buy!", variants=[replace(before.variants[0], answers="")])
    writing.save(post, open_to_all, by=anna, now=LATER, seen=1)
    assert (Post.objects.get().text, Variant.objects.get().answers) == ("Buy!", before.variants[0].answers)


def test_the_copy_of_an_exempt_answer_needs_approval_like_every_post(
    brand: Brand, anna: User, talk: Any
) -> None:
    brand.approval = 1
    brand.save()
    Service.objects.create(brand=brand, approval=False)
    post = answer(brand, wanted(talk), by=anna, now=LATER).post
    clone = writing.clone(post, by=anna, now=LATER)
    assert Post.objects.get(pk=clone.pk).needs_approval


def test_an_answer_does_not_come_again(brand: Brand, anna: User, talk: Any) -> None:
    post = answer(brand, wanted(talk), by=anna, now=LATER).post
    with pytest.raises(Refused, match="said once"):
        recurrence.begin(
            post,
            rule="FREQ=WEEKLY;COUNT=3",
            starts="2026-04-01T10:00",
            zone="Europe/Rome",
            by=anna,
            now=LATER,
        )


def test_only_conversations_make_answers() -> None:
    web = Path(writing.__file__).parent.parent.parent
    callers = [
        path.relative_to(web).parts[0]
        for path in web.rglob("*.py")
        if re.search(r"\bbegin_answer\(|only_answers=True|exempt=True", path.read_text())
    ]
    assert set(callers) <= {"conversations", "publishing"}


def test_an_answer_must_answer_somebody_on_one_channel(brand: Brand, anna: User) -> None:
    content = Content(text="Hello", variants=[Words(the_channel(brand).pk)])
    with pytest.raises(Refused, match="one channel, and to somebody"):
        writing.begin_answer(brand, content, exempt=False, by=anna, now=NOW)


def test_answers_do_not_stand_among_the_posts(brand: Brand, anna: User, talk: Any) -> None:
    answer(brand, wanted(talk), by=anna, now=LATER)
    assert queries.posts_of(brand).total == 0


def test_what_has_no_address_is_not_answered(brand: Brand, anna: User, talk: Conversation) -> None:
    talk.interactions.update(address="")
    with pytest.raises(Refused, match="answer it there"):
        answer(brand, wanted(talk), by=anna, now=LATER)


def test_through_a_channel_that_cannot_speak_nothing_is_answered(
    brand: Brand, anna: User, talk: Conversation
) -> None:
    Channel.objects.update(locked_out=True)
    with pytest.raises(Refused, match="connect it again"):
        answer(brand, wanted(talk), by=anna, now=LATER)


def test_what_was_taken_back_is_not_answered(brand: Brand, anna: User, talk: Conversation) -> None:
    talk.interactions.update(gone_at=NOW)
    with pytest.raises(Refused, match="taken it back"):
        answer(brand, wanted(talk), by=anna, now=LATER)


def test_a_text_over_the_platform_s_limit_is_refused_and_nothing_is_left(
    brand: Brand, anna: User, talk: Conversation
) -> None:
    with pytest.raises(Unfit):
        answer(brand, wanted(talk, text="x" * 30_000), by=anna, now=LATER)
    talk.refresh_from_db()
    assert (Post.objects.count(), talk.status) == (0, "open")


def test_an_answer_of_nothing_is_refused(brand: Brand, anna: User, talk: Conversation) -> None:
    with pytest.raises(Refused, match="Write something"):
        answer(brand, wanted(talk, text=" \n "), by=anna, now=LATER)


def test_whoever_asked_not_to_be_contacted_gets_no_answer(
    brand: Brand, anna: User, talk: Conversation
) -> None:
    Person.objects.update(no_contact_since=NOW + MINUTE)
    with pytest.raises(Refused, match="asked not to be contacted"):
        answer(brand, wanted(talk), by=anna, now=LATER)


def test_unless_they_have_written_since(brand: Brand, anna: User, talk: Conversation) -> None:
    Person.objects.update(no_contact_since=NOW + MINUTE)
    said(talk, "Are you there?", at=LATER)
    assert answer(brand, wanted(talk), by=anna, now=LATER + MINUTE)


def test_a_private_word_is_answered_where_it_was_said_and_nowhere_else(brand: Brand, anna: User) -> None:
    talk = a_talk(brand, private=True)
    made = answer(brand, wanted(talk), by=anna, now=LATER)
    assert made.post.variants.get().answers == talk.interactions.get().address


def test_another_brand_s_conversation_is_not_answered(brand: Brand, rival: Brand, anna: User) -> None:
    theirs = a_talk(rival)
    with pytest.raises(Conversation.DoesNotExist):
        answer(brand, wanted(theirs), by=anna, now=LATER)


def test_what_belongs_to_another_talk_is_not_answered_in_this(brand: Brand, anna: User, talk: Any) -> None:
    other = a_talk(brand).interactions.get()
    with pytest.raises(Interaction.DoesNotExist):
        answer(brand, wanted(talk, to=other.pk), by=anna, now=LATER)


def test_the_log_knows_of_it_without_its_words(brand: Brand, anna: User, talk: Conversation) -> None:
    made = answer(brand, wanted(talk, text="Dear Mara, yes."), by=anna, now=LATER)
    lines = Entry.objects.filter(at=LATER).order_by("pk")
    assert [(line.verb, line.subject) for line in lines] == [
        ("delivery.planned", f"post #{made.post_id}"),
        ("conversation.answered", f"#{talk.pk}"),
    ]
    assert "Mara" not in str(list(lines.values()))


def test_a_reason_is_given_before_anything_is_written(brand: Brand, talk: Conversation) -> None:
    word = talk.interactions.select_related("channel", "handle__person").get()
    assert answering.reason(word) == ""
    word.gone_at = NOW + timedelta(hours=1)
    assert answering.reason(word)
