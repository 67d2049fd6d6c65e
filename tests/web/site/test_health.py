from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError
from django.test import RequestFactory
from django.utils import timezone

from passaparola.web.lifecycle import queries, worker
from passaparola.web.lifecycle.models import HEARING, SENDING
from passaparola.web.site.health import health

if TYPE_CHECKING:
    from django.http import JsonResponse

    from passaparola.web.lifecycle.queries import Heard


def ask() -> JsonResponse:
    return health(RequestFactory().get("/health"))


@pytest.mark.django_db
def test_it_says_when_no_worker_is_running() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert b'"status": "worker and sender and ears silent"' in answer.content


@pytest.mark.django_db
def test_it_says_when_all_is_well() -> None:
    worker._introduce(timezone.now())
    worker._introduce(timezone.now() + timedelta(seconds=1), HEARING)
    assert b'"status": "sender silent"' in ask().content
    worker._introduce(timezone.now() + timedelta(seconds=2), SENDING)
    assert b'"status": "ok"' in ask().content


def test_it_says_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(now: object) -> Heard:
        raise DatabaseError("password=hunter2")

    monkeypatch.setattr(queries, "heard", silent)
    answer = ask()
    assert answer.status_code == 503
    assert b"hunter2" not in answer.content
