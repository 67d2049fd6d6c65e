"""What is done towards a channel becomes rows: once, in any order, in its talk and in its cascade."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.cascades.models import Act, Evidence, Message
from passaparola.web.cascades.models import Kind as ActKind
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Status
from passaparola.web.people import affinity
from passaparola.web.people.models import Forgotten, Handle, Person
from passaparola.web.people.queries import digest
from web.heard import NOON, an_event, somebody
from web.publishing.plans import a_channel, a_delivery, a_post

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Event
    from passaparola.web.brands.models import Brand, User
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Piece

TALK = (
    an_event("hello", "mention", "bea", 0, thread="hello"),
    an_event("answer", "reply", "carlo", 5, about="hello", thread="hello"),
    an_event("deeper", "reply", "bea", 9, about="answer", thread="hello"),
)


@pytest.fixture
def channel(brand: Brand) -> Channel:
    return a_channel(brand)


@pytest.fixture
def posted(brand: Brand, channel: Channel, anna: User) -> Piece:
    """Return our post as it stands on the platform, where it is called "ours"."""
    post = a_post(brand, channel, by=anna, text="We have a new coffee")
    piece = a_delivery(post, NOON, "published")[0].pieces.get()
    piece.native_id, piece.url, piece.published_at = "ours", "https://sandbox.test/p/ours", NOON
    piece.save()
    return piece


def heads(channel: Channel) -> list[Conversation]:
    return list(Conversation.objects.filter(channel=channel, merged_into=None).order_by("pk"))


def test_the_same_event_twice_is_one_row(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, TALK, now)
    again = keeping.keep(channel, (*TALK, *TALK), now)
    assert (again.new, Interaction.objects.count(), Conversation.objects.count()) == ((), 3, 1)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_talk_told_in_any_order_is_one_conversation(
    channel: Channel, now: datetime, order: tuple[int, ...]
) -> None:
    for place in order:
        keeping.keep(channel, [TALK[place]], now)
    (head,) = heads(channel)
    said = Interaction.objects.filter(conversation__in=[head, *head.merged.all()])
    assert (said.count(), head.last_at) == (3, TALK[2].at)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_talk_told_at_once_is_one_conversation_whatever_its_times(
    channel: Channel, now: datetime, order: tuple[int, ...]
) -> None:
    keeping.keep(channel, [replace(TALK[place], at=NOON) for place in order], now)
    (head,) = Conversation.objects.filter(channel=channel)
    assert head.key == "hello"
    assert [each.native_id for each in head.interactions.order_by("at", "pk")] == [
        "hello",
        "answer",
        "deeper",
    ]


def test_a_word_told_late_brings_together_what_hangs_on_it(channel: Channel, now: datetime) -> None:
    below = [an_event(f"below-{who}", "reply", who, 5, about="first") for who in ("bea", "carlo", "dina")]
    keeping.keep(channel, below, now)
    assert len(heads(channel)) == 3
    keeping.keep(channel, [an_event("first", "mention", "elio")], now)
    assert len(heads(channel)) == 1


def test_replies_of_different_people_to_a_post_of_ours_are_talks_of_their_own(
    channel: Channel, posted: Piece, now: datetime
) -> None:
    keeping.keep(
        channel, [an_event(who, "reply", who, about="ours", ours=True) for who in ("bea", "carlo")], now
    )
    assert [each.about for each in heads(channel)] == ["ours", "ours"]


@pytest.mark.parametrize(
    "named", [{"about": "ours"}, {"about": "https://host/uri", "receipt": "ours"}], ids=["alike", "otherwise"]
)
def test_what_answers_our_answer_stays_in_its_talk(
    channel: Channel, posted: Piece, now: datetime, named: dict[str, str]
) -> None:
    keeping.keep(channel, [TALK[0]], now)
    (head,) = heads(channel)
    Answer.objects.create(conversation=head, post=posted.delivery.post, at=NOON)
    keeping.keep(channel, [an_event("thanks", "reply", "bea", 20, ours=True, **named)], now)
    thanks = Interaction.objects.get(native_id="thanks")
    assert (heads(channel), thanks.conversation, thanks.exchange) == ([head], head, True)


def test_what_answers_our_answer_belongs_to_the_message_it_was_said_about(
    channel: Channel, posted: Piece, anna: User, now: datetime
) -> None:
    keeping.keep(channel, [an_event("asks", "reply", "bea", 1, about="ours", thread="ours", ours=True)], now)
    answer = a_delivery(a_post(channel.brand, channel, by=anna, text="Yes"), NOON, "published")[
        0
    ].pieces.get()
    answer.native_id, answer.published_at = "answer", NOON
    answer.save()
    type(answer.delivery.post).objects.filter(pk=answer.delivery.post_id).update(only_answers=True)
    thanks = an_event("thanks", "reply", "bea", 9, about="answer", thread="ours", ours=True)
    kept = keeping.keep(channel, [thanks], now)
    assert kept.unknown == ()
    assert [each.native_id for each in Message.objects.all()] == ["ours"]
    assert Act.objects.get(native_id="thanks").message.native_id == "ours"


def test_private_words_of_one_room_are_one_talk_and_no_act(
    channel: Channel, posted: Piece, now: datetime
) -> None:
    said = [
        an_event(f"dm{n}", "message", "bea", n, thread="room", about="ours", private=True) for n in range(3)
    ]
    keeping.keep(channel, said[:1], now)
    keeping.keep(channel, said[1:], now)
    (head,) = heads(channel)
    assert (head.private, head.key, Act.objects.count()) == (True, "room", 0)


def test_a_new_word_opens_a_talk_that_was_done_and_wakes_one_put_off(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [TALK[0]], now)
    Conversation.objects.update(
        status=Status.DONE,
        unread=False,
        waits_since=None,
        answered_at=TALK[0].at,
        snoozed_until=now + timedelta(days=9),
    )
    keeping.keep(channel, [TALK[1]], now)
    (head,) = heads(channel)
    assert (head.status, head.unread, head.waits_since, head.snoozed_until) == (
        Status.OPEN,
        True,
        TALK[1].at,
        None,
    )


def test_words_from_long_before_the_channel_was_connected_ask_nobody(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [replace(TALK[0], at=NOON - timedelta(days=30))], now)
    (head,) = heads(channel)
    assert (head.status, head.unread, head.waits_since) == (Status.DONE, False, None)


def test_likes_and_reshares_are_heard_and_are_no_talk(channel: Channel, now: datetime) -> None:
    keeping.keep(
        channel,
        [
            an_event("l", "like", "bea", about="x"),
            an_event("r", "reshare", "bea", about="x"),
            an_event("f", "follow", "bea"),
        ],
        now,
    )
    assert (Interaction.objects.count(), Conversation.objects.count()) == (3, 0)


def test_what_is_done_to_a_post_of_ours_is_an_act_in_its_cascade(
    channel: Channel, posted: Piece, now: datetime
) -> None:
    keeping.keep(
        channel,
        [
            an_event("ours#like:bea", "like", "bea", 1, about="ours", thread="ours", ours=True),
            an_event("re", "reply", "carlo", 2, about="ours", thread="ours", ours=True),
            an_event("re-re", "reply", "dina", 3, about="re", thread="ours"),
        ],
        now,
    )
    message = Message.objects.get(native_id="ours")
    acts = {act.native_id: act for act in Act.objects.filter(message=message)}
    assert (message.text, message.state) == ("We have a new coffee", "changed")
    assert acts["ours"].kind == ActKind.PUBLISH
    assert (acts["ours#like:bea"].parent_known, acts["re"].parent) == (False, acts["ours"])
    assert (acts["re-re"].parent, acts["re-re"].evidence) == (acts["re"], Evidence.OBSERVED)


def test_a_receipt_of_another_name_leads_to_our_post(channel: Channel, posted: Piece, now: datetime) -> None:
    event = an_event("re", "reply", "bea", 2, about="https://host/uri", receipt="ours", ours=True)
    keeping.keep(channel, [event], now)
    assert Act.objects.get(native_id="re", parent__native_id="https://host/uri").parent_known


def test_our_posts_nobody_follows_are_told(channel: Channel, now: datetime) -> None:
    kept = keeping.keep(channel, [an_event("l", "like", "bea", about="older", ours=True)], now)
    assert kept.unknown == ("older",)


def test_acts_that_are_told_in_a_circle_make_none(channel: Channel, posted: Piece, now: datetime) -> None:
    keeping.keep(
        channel,
        [an_event("a", "reply", "bea", 1, about="ours", thread="ours", ours=True)],
        now,
    )
    ring = [("b", "e"), ("c", "b"), ("d", "c"), ("e", "d")]
    for name, about in ring:
        keeping.keep(channel, [an_event(name, "reply", "carlo", 2, about=about, thread="ours")], now)
    parents = dict(Act.objects.values_list("native_id", "parent__native_id"))
    walked = set()
    at: str | None = "e"
    while at is not None:
        assert at not in walked
        walked.add(at)
        at = parents[at]


def test_an_edit_changes_the_words_and_an_older_one_does_not(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [TALK[0]], now)
    edited = replace(TALK[0], text="other words", edited_at=NOON + timedelta(minutes=2))
    keeping.keep(channel, [edited], now)
    keeping.keep(channel, [replace(TALK[0], text="older", edited_at=NOON + timedelta(minutes=1))], now)
    assert Interaction.objects.get().text == "other words"


def test_what_was_taken_back_loses_its_words_for_good(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [TALK[0]], now)
    keeping.keep(channel, [replace(TALK[0], gone=True)], now)
    keeping.keep(channel, [TALK[0]], now)
    row = Interaction.objects.get()
    assert (row.text, row.gone_at) == ("", now)


def test_the_account_itself_is_not_heard(channel: Channel, now: datetime) -> None:
    own = replace(TALK[0], actor=replace(somebody("x"), id=channel.native_id))
    keeping.keep(channel, [own], now)
    assert Interaction.objects.count() == 0


def test_who_was_erased_is_not_kept_again(brand: Brand, channel: Channel, now: datetime) -> None:
    Forgotten.objects.create(brand=brand, digest=digest(brand.pk, "sandbox", "did:bea"), at=now)
    keeping.keep(channel, TALK, now)
    assert list(Interaction.objects.values_list("handle__native_id", flat=True)) == ["did:carlo"]
    assert not Handle.objects.filter(native_id="did:bea").exists()


def test_affinity_grows_by_what_is_done_and_only_once(channel: Channel, now: datetime) -> None:
    events = [an_event("l", "like", "bea", 0), an_event("r", "reshare", "bea", 60, about="x")]
    keeping.keep(channel, events, now)
    keeping.keep(channel, events, now)
    person = Person.objects.get()
    due = affinity.warmth(1.0, events[0].at) + affinity.warmth(5.0, events[1].at)
    assert person.warmth == pytest.approx(due)
    assert (person.acts, person.passed_on, person.last_act_at) == (2, 1, events[1].at)


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "\u202egnirts", "x" * 100_000, "👩‍👩‍👧‍👦🏳️‍🌈" * 50, "nul\x00nul", ""],
    ids=["script", "bidi", "long", "emoji", "nul", "empty"],
)
def test_hostile_words_and_names_are_kept_as_they_can_be(channel: Channel, now: datetime, words: str) -> None:
    event = replace(TALK[0], text=words, actor=replace(somebody("bea"), name=words[:2000]))
    keeping.keep(channel, [event], now)
    assert Interaction.objects.get().text == words.replace("\x00", "")


def test_a_profile_that_is_a_script_is_no_link(channel: Channel, now: datetime) -> None:
    event: Event = replace(TALK[0], url="javascript:alert(1)", files=("javascript:x", "https://a.test/x.png"))
    keeping.keep(channel, [event], now)
    row = Interaction.objects.get()
    assert (row.url, row.files) == ("", ["https://a.test/x.png"])


def test_a_talk_knows_the_message_it_is_about(channel: Channel, posted: Piece, now: datetime) -> None:
    keeping.keep(channel, [an_event("re", "reply", "bea", about="ours", thread="ours", ours=True)], now)
    (head,) = heads(channel)
    assert head.message == Message.objects.get(native_id="ours")


def test_what_was_taken_back_before_it_was_heard_is_nothing(channel: Channel, now: datetime) -> None:
    keeping.keep(channel, [replace(TALK[0], gone=True)], now)
    assert (Interaction.objects.count(), Conversation.objects.count()) == (0, 0)
