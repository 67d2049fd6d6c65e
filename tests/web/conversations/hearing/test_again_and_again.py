"""A platform that gives places to go on from and does not know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.web.conversations.hearing import polling
from passaparola.web.conversations.models import INTAKE, Intake
from passaparola.web.lifecycle import queue
from passaparola.web.lifecycle.actions import begin
from passaparola.web.lifecycle.graph import Later
from web.heard import FakeHearer
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand


def test_a_platform_that_never_knows_the_place_is_not_asked_without_end(brand: Brand, now: datetime) -> None:
    Intake.objects.create(channel=a_channel(brand), **begin(INTAKE, now))
    intake = queue.claim(Intake, now)
    assert intake is not None
    hearer = FakeHearer([], troubles=[errors.CursorExpired("no") for _ in range(3)])
    polling.hear(intake, now, ears=lambda _: hearer)
    intake.refresh_from_db()
    outcome = polling.hear(intake, now, ears=lambda _: hearer)
    assert isinstance(outcome, Later)
    assert outcome.at is not None
    assert outcome.at > now
