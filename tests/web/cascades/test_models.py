from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from passaparola.spread.cascade import EVIDENCE, KINDS
from passaparola.web.cascades.models import Act, Evidence, Kind, Message

if TYPE_CHECKING:
    from collections.abc import Callable


def test_kinds_are_those_of_the_relation_in_their_order() -> None:
    assert tuple(kind.name.lower() for kind in Kind) == KINDS


def test_evidence_is_that_of_the_relation_in_its_order() -> None:
    assert tuple(evidence.name.lower() for evidence in Evidence) == EVIDENCE


@pytest.mark.parametrize(
    "wrong",
    [
        {"hop": -1},
        {"probability": 1.5},
        {"probability": -0.1},
        {"kind": 9},
        {"evidence": 4},
        {"parent_known": True, "evidence": Evidence.INFERRED},
    ],
    ids=str,
)
def test_the_database_refuses_an_act_that_cannot_be(
    heard: Callable[..., Message], wrong: dict[str, Any]
) -> None:
    act = heard().acts.get(native_id="share-dina")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(**wrong)


def test_the_database_refuses_an_act_that_is_its_own_parent(heard: Callable[..., Message]) -> None:
    act = heard().acts.get(native_id="share-dina")
    with pytest.raises(IntegrityError), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(parent=act.pk)


def test_the_database_refuses_the_same_act_twice(heard: Callable[..., Message]) -> None:
    act = heard().acts.get(native_id="share-dina")
    act.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        act.save()


def test_a_long_post_is_titled_by_its_first_words() -> None:
    title = Message(text="word " * 40).title
    assert len(title) == 80
    assert title.endswith("…")


def test_a_post_without_words_is_titled_by_its_address() -> None:
    assert Message(address="https://sandbox.test/p/1").title == "https://sandbox.test/p/1"
