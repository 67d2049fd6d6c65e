from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors.contract import Actor, Gap, Trace
from passaparola.web.cascades.models import Act, Evidence, Kind, Message
from passaparola.web.conversations import taming
from passaparola.web.conversations.following import intake
from passaparola.web.lifecycle.actions import move
from passaparola.web.people.models import Follow, Handle
from web.stories import MORNING, TOLD, act, story

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

LATER = MORNING + timedelta(hours=2)
ADDRESS = "https://sandbox.test/p/1"


def take(brand: Brand, trace: Trace, now: datetime = LATER) -> intake.Taken:
    return intake.take_in(brand, trace, address=ADDRESS, now=now)


def rows(brand: Brand) -> dict[str, Act]:
    acts = Act.objects.filter(message__brand=brand).select_related("parent", "handle")
    return {act.native_id: act for act in acts}


def everything() -> list[list[Any]]:
    models = (Message, Act, Handle, Follow)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_trace_becomes_a_message_with_its_acts_and_people(brand: Brand) -> None:
    message = take(brand, story()).message
    assert (message.native_id, message.platform, message.text) == ("post", "sandbox", "aurora says post")
    assert message.author is not None
    assert message.author.handle == "aurora.test"
    assert set(rows(brand)) == {"post", "share-bea", "quote-carlo", "share-dina"}
    assert rows(brand)["quote-carlo"].kind == Kind.QUOTE


def test_a_parent_its_platform_names_is_observed_and_known(brand: Brand) -> None:
    take(brand, story())
    quote = rows(brand)["quote-carlo"]
    assert quote.parent is not None
    assert (quote.parent.native_id, quote.parent_known, quote.evidence) == (
        "share-bea",
        True,
        Evidence.OBSERVED,
    )


def test_the_post_is_a_first_act_and_a_share_nobody_explains_is_not(brand: Brand) -> None:
    take(brand, story())
    assert rows(brand)["post"].parent_known
    assert not rows(brand)["share-dina"].parent_known


def test_taking_in_the_same_trace_again_changes_nothing(brand: Brand) -> None:
    take(brand, story())
    before = everything()
    recorded = take(brand, story()).recorded
    assert not recorded.anything
    assert everything() == before


def test_an_act_told_twice_in_one_trace_is_one_row(brand: Brand) -> None:
    take(brand, story((*TOLD, TOLD[1])))
    assert len(rows(brand)) == 4


def test_new_acts_join_the_old_ones(brand: Brand) -> None:
    take(brand, story(TOLD[:2]))
    recorded = take(brand, story()).recorded
    assert (recorded.new, recorded.unseen) == (2, 0)


def test_an_act_that_is_no_longer_there_stays_and_says_since_when(brand: Brand) -> None:
    take(brand, story())
    take(brand, story(TOLD[:3]), LATER + timedelta(hours=1))
    assert rows(brand)["share-dina"].unseen_since == LATER + timedelta(hours=1)


def test_an_act_that_is_back_is_no_longer_marked(brand: Brand) -> None:
    for acts in (TOLD, TOLD[:3], TOLD):
        take(brand, story(acts))
    assert rows(brand)["share-dina"].unseen_since is None


def test_a_parent_heard_later_is_linked_then(brand: Brand) -> None:
    orphan = act("reply-elio", "reply", "elio", 40, "reply-dina")
    take(brand, story((*TOLD, orphan)))
    assert rows(brand)["reply-elio"].parent is None
    assert not rows(brand)["reply-elio"].parent_known
    take(brand, story((*TOLD, orphan, act("reply-dina", "reply", "dina", 35, "post"))))
    found = rows(brand)["reply-elio"]
    assert found.parent is not None
    assert (found.parent.native_id, found.parent_known) == ("reply-dina", True)


def test_a_parent_told_late_replaces_an_inferred_one(brand: Brand) -> None:
    take(brand, story())
    share = rows(brand)["share-dina"]
    guessed = {"parent": rows(brand)["quote-carlo"], "evidence": Evidence.INFERRED, "probability": 0.7}
    Act.objects.filter(pk=share.pk).update(**guessed)
    told = replace(TOLD[3], parent="share-bea")
    take(brand, story((*TOLD[:3], told)))
    found = rows(brand)["share-dina"]
    assert found.parent is not None
    assert found.parent.native_id == "share-bea"
    assert (found.evidence, found.probability, found.parent_known) == (Evidence.OBSERVED, 1.0, True)


def test_a_known_parent_stays_when_the_platform_forgets_it(brand: Brand) -> None:
    take(brand, story())
    take(brand, story((*TOLD[:2], replace(TOLD[2], parent=None), TOLD[3])))
    found = rows(brand)["quote-carlo"]
    assert found.parent is not None
    assert found.parent_known


def test_parents_that_lead_in_a_circle_are_not_believed(brand: Brand) -> None:
    circle = (act("x", "reply", "bea", 1, "y"), act("y", "reply", "dina", 2, "x"))
    take(brand, story((*TOLD, *circle)))
    assert rows(brand)["x"].parent is None
    assert rows(brand)["y"].parent is None
    assert not take(brand, story((*TOLD, *circle))).recorded.anything


def test_an_act_that_names_itself_as_parent_is_not_believed(brand: Brand) -> None:
    take(brand, story((*TOLD, act("x", "reply", "bea", 1, "x"))))
    assert rows(brand)["x"].parent is None


def test_parent_and_child_are_of_one_message(brand: Brand) -> None:
    take(brand, story())
    other = replace(
        story((act("post2", "publish", "bea", 1), act("z", "reply", "dina", 2, "share-bea"))), root="post2"
    )
    take(brand, other)
    assert rows(brand)["z"].parent is None


def test_a_time_that_was_not_known_is_corrected_when_it_is(brand: Brand) -> None:
    take(brand, story((*TOLD[:3], replace(TOLD[3], at_known=False, at=MORNING))))
    take(brand, story())
    assert rows(brand)["share-dina"].at == TOLD[3].at


def test_who_follows_whom_is_kept_for_people_who_acted(brand: Brand) -> None:
    take(brand, story(follows=(("did:dina", "did:carlo"), ("did:dina", "did:nobody"))))
    assert [(f.follower.native_id, f.followed.native_id) for f in Follow.objects.all()] == [
        ("did:dina", "did:carlo")
    ]


def test_a_follow_heard_late_makes_the_parents_be_worked_out_again(brand: Brand, now: datetime) -> None:
    message = take(brand, story(follows=())).message
    move(message, "settled", now)
    assert take(brand, story()).message.state == "changed"
    move(message, "settled", now)
    assert take(brand, story()).message.state == "settled"


def test_followers_beyond_counting_are_counted_as_many(brand: Brand) -> None:
    take(brand, story(actors={"did:bea": Actor("did:bea", "bea", followers=10**12)}))
    assert Handle.objects.get(native_id="did:bea").followers == 2**31 - 1


def test_someone_without_a_profile_goes_by_their_id(brand: Brand) -> None:
    take(brand, story(actors={}))
    assert rows(brand)["post"].handle.handle == "did:aurora"


def test_what_could_not_be_seen_is_said(brand: Brand) -> None:
    message = take(brand, story(gaps=(Gap("quotes", "hidden by their authors", 2),))).message
    assert message.gaps == [{"what": "quotes", "why": "hidden by their authors", "count": 2}]


def test_a_message_says_how_fresh_it_is(brand: Brand) -> None:
    message = take(brand, story()).message
    assert (message.heard_at, message.last_act_at) == (LATER, TOLD[3].at)
    assert message.running


def test_two_brands_hear_the_same_post_apart(brand: Brand, rival: Brand) -> None:
    take(brand, story())
    take(rival, story(TOLD[:2]))
    assert (len(rows(brand)), len(rows(rival))) == (4, 2)


def test_words_that_break_a_database_are_tamed(brand: Brand) -> None:
    nasty = replace(TOLD[0], text="one\x00two")
    actor = Actor("did:bea", "b\x00ea", "x" * 900, "javascript:alert(1)")
    take(brand, story((nasty, *TOLD[1:]), actors={"did:bea": actor}))
    bea = Handle.objects.get(native_id="did:bea")
    assert (bea.handle, len(bea.name), bea.url) == ("bea", 500, "")
    assert Message.objects.get().text == "onetwo"


def test_a_long_id_stays_apart_from_another_with_the_same_beginning() -> None:
    one, other = (taming.identity("x" * 600 + end) for end in "ab")
    assert len(one) == 500
    assert one != other


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x.test", "ftp://x"])
def test_only_web_addresses_become_links(url: str) -> None:
    assert taming.link(url) == ""


def test_a_name_turns_nothing_around_and_rings_no_bell() -> None:
    assert taming.name(" \u202eeva\u2066\x1b[31m\x07\n Rossi ") == "eva[31m Rossi"
