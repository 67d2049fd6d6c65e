"""Many requests at the same moment, each with a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from passaparola.web.api import pace
from passaparola.web.api.models import ApiToken
from passaparola.web.publishing.models import Post
from web.api.asking import Program

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def at_once(work: Callable[[Program], Any], cms: Program) -> list[Any]:
    def alone() -> Any:
        try:
            return work(Program(cms.secret))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(alone) for _ in range(AT_ONCE)]]


def test_a_named_request_sent_many_times_at_once_is_done_once(cms: Program) -> None:
    said = {"text": "Buongiorno"}
    answers = at_once(lambda each: each.post("posts", said, 201, Idempotency_Key="k1"), cms)
    assert Post.objects.count() == 1
    assert all(each == answers[0] for each in answers)


def test_requests_that_come_at_once_are_all_counted(cms: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "A_MINUTE", 2)
    statuses = at_once(lambda each: each.ask("GET", "/api/v1/brand").status_code, cms)
    # Two minutes at most may pass by meanwhile.
    assert 2 <= statuses.count(200) <= 4
    assert set(statuses) == {200, 429}


def test_none_of_those_who_begin_a_minute_at_once_is_turned_away(cms: Program) -> None:
    for _ in range(5):
        ApiToken.objects.update(minute=None)
        assert at_once(lambda each: each.ask("GET", "/api/v1/brand").status_code, cms) == [200] * AT_ONCE
