"""A request that its sender names is done once, however often it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from passaparola.web.api.models import Answer
from passaparola.web.publishing.models import Delivery, Post
from web.api.asking import Program, program, soon, told
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db
SAID = {"text": "Buongiorno"}


def test_the_same_post_sent_again_is_the_same_post(cms: Program) -> None:
    answers = [cms.post("posts", SAID, 201, Idempotency_Key="k1") for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert Post.objects.count() == 1


def test_the_same_plan_sent_again_plans_nothing_more(cms: Program, brand: Brand) -> None:
    made = cms.post("posts", {**SAID, "variants": [{"channel": a_channel(brand).pk}]}, 201)
    moment = {"at": soon()}
    first, again = (
        cms.post(f"posts/{made['id']}/schedule", moment, Idempotency_Key="plan") for _ in range(2)
    )
    assert first == again
    assert Delivery.objects.count() == 1
    assert brand.entries.filter(verb="delivery.planned").count() == 1


def test_without_a_key_every_request_is_its_own(cms: Program) -> None:
    for _ in range(2):
        cms.post("posts", SAID, 201)
    assert Post.objects.count() == 2


def test_a_key_of_another_request_is_refused(cms: Program) -> None:
    cms.post("posts", SAID, 201, Idempotency_Key="k1")
    answer = cms.ask("POST", "/api/v1/posts", {"text": "Buonasera"}, Idempotency_Key="k1")
    assert told(answer, 422)["errors"][0]["field"] == "Idempotency-Key"
    assert Post.objects.count() == 1


def test_keys_belong_to_their_token(brand: Brand, rival: Brand, cms: Program) -> None:
    cms.post("posts", SAID, 201, Idempotency_Key="k1")
    program(rival).post("posts", SAID, 201, Idempotency_Key="k1")
    assert set(Post.objects.values_list("brand", flat=True)) == {brand.pk, rival.pk}


def test_a_refusal_keeps_nothing_so_that_it_can_be_mended(cms: Program) -> None:
    answer = cms.ask("POST", "/api/v1/posts", {"campaign": 9}, Idempotency_Key="k1")
    assert answer.status_code == 422
    cms.post("posts", SAID, 201, Idempotency_Key="k1")


def test_a_key_is_forgotten_after_a_day(cms: Program) -> None:
    cms.post("posts", SAID, 201, Idempotency_Key="k1")
    Answer.objects.update(at=timezone.now() - timedelta(hours=24))
    cms.post("posts", SAID, 201, Idempotency_Key="k1")
    assert (Post.objects.count(), Answer.objects.count()) == (2, 1)


@pytest.mark.parametrize("key", ["", "a" * 201, "perché"])
def test_a_key_is_a_plain_word(cms: Program, key: str) -> None:
    answer = cms.ask("POST", "/api/v1/posts", SAID, Idempotency_Key=key)
    assert told(answer, 422)["errors"][0]["field"] == "Idempotency-Key"
