from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from passaparola.web.cascades.models import Act, Evidence, Message
from passaparola.web.insights import actions, lives
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import LeaseLost
from passaparola.web.lifecycle.worker import handle_one
from web.stories import TOLD, act, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.connectors.contract import Act as Told


def hops(message: Message) -> dict[str, int]:
    return dict(message.acts.values_list("native_id", "hop"))


def found(name: str) -> Act:
    return Act.objects.select_related("parent", "root").get(native_id=name)


def test_settling_stores_hops_and_roots(heard: Callable[..., Message], now: datetime) -> None:
    message = heard()
    actions.settle(message, now)
    assert hops(message) == {"post": 0, "share-bea": 1, "quote-carlo": 2, "share-dina": 3}
    assert {act.root and act.root.native_id for act in message.acts.select_related("root")} == {"post"}


def test_an_untold_parent_is_inferred_from_who_follows_whom(
    heard: Callable[..., Message], now: datetime
) -> None:
    actions.settle(heard(), now)
    share = found("share-dina")
    assert share.parent is not None
    assert share.parent.native_id == "quote-carlo"
    assert (share.evidence, share.parent_known) == (Evidence.INFERRED, False)
    assert 0 < share.probability < 1


def test_a_told_parent_is_never_touched(heard: Callable[..., Message], now: datetime) -> None:
    actions.settle(heard(), now)
    assert (found("quote-carlo").evidence, found("quote-carlo").probability) == (Evidence.OBSERVED, 1.0)


def test_settling_again_changes_nothing(heard: Callable[..., Message], now: datetime) -> None:
    message = heard()
    assert actions.settle(message, now) == 4
    before = list(Act.objects.order_by("pk").values())
    assert actions.settle(message, now) == 0
    assert list(Act.objects.order_by("pk").values()) == before


def test_a_parent_told_later_replaces_the_inferred_one(heard: Callable[..., Message], now: datetime) -> None:
    actions.settle(heard(), now)
    message = heard(acts=(*TOLD[:3], replace(TOLD[3], parent="post")))
    actions.settle(message, now)
    share = found("share-dina")
    assert share.parent is not None
    assert (share.parent.native_id, share.hop, share.evidence) == ("post", 1, Evidence.OBSERVED)


def test_an_inferred_parent_is_worked_out_again_when_more_is_heard(
    heard: Callable[..., Message], now: datetime
) -> None:
    follows = (("did:dina", "did:carlo"), ("did:dina", "did:elio"))
    actions.settle(heard(follows=follows), now)
    assert found("share-dina").parent == found("quote-carlo")
    sooner: Told = act("share-elio", "reshare", "elio", 29.9, "post")
    actions.settle(heard(acts=(*TOLD, sooner), follows=follows), now)
    share = found("share-dina")
    assert share.parent == found("share-elio")
    assert share.evidence == Evidence.INFERRED


def test_the_summary_says_what_rests_on_what(heard: Callable[..., Message], now: datetime) -> None:
    message = heard()
    actions.settle(message, now)
    message.refresh_from_db()
    assert message.summary is not None
    assert message.summary["evidence"]["inferred"] == 1
    assert [hop["people"] for hop in message.summary["hops"]] == [1, 1, 1, 1]
    assert message.summarised_at == now


def test_a_message_with_news_is_settled_by_the_worker(heard: Callable[..., Message], now: datetime) -> None:
    message = heard()
    assert message.state == "changed"
    assert handle_one(lives.SETTLING, lambda: message.due_at or now)
    message.refresh_from_db()
    assert (message.state, message.summary is not None) == ("settled", True)


def test_a_reading_without_news_does_not_settle_again(heard: Callable[..., Message], now: datetime) -> None:
    message = heard()
    assert handle_one(lives.SETTLING, lambda: message.due_at or now)
    heard()
    message.refresh_from_db()
    assert message.state == "settled"


def test_figures_of_acts_that_have_changed_meanwhile_are_not_kept(
    heard: Callable[..., Message], now: datetime
) -> None:
    due = heard().due_at
    assert due
    claimed = queue.claim(Message, due)
    assert claimed
    heard(acts=(*TOLD, act("share-elio", "reshare", "elio", 50, "post")))
    with pytest.raises(LeaseLost):
        actions.settle(claimed, now)
    assert not Message.objects.filter(summary__isnull=False).exists()


def test_a_message_of_nobody_but_its_sender_has_a_summary(
    heard: Callable[..., Message], now: datetime
) -> None:
    message = heard(acts=TOLD[:1])
    actions.settle(message, now)
    assert message.summary is not None
    assert message.summary["nodes"] == 1


def test_a_parent_that_was_not_heard_is_unknown_and_inferred(
    heard: Callable[..., Message], now: datetime
) -> None:
    actions.settle(heard(acts=(*TOLD, act("r", "reply", "elio", 60, "hidden"))), now)
    assert found("r").evidence == Evidence.INFERRED
    assert found("r").heard_parent == "hidden"


def test_stories_of_platforms_and_their_figures_agree(heard: Callable[..., Message], now: datetime) -> None:
    message = heard(acts=story().acts)
    actions.settle(message, now)
    assert message.summary is not None
    assert message.summary["depth"] == max(hops(message).values())
