"""Every channel that can hear has an intake; one gone deaf hears again once its channel is connected anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.models import DEAF, HEARING, INTAKE, Intake
from passaparola.web.lifecycle.actions import begin, move

if TYPE_CHECKING:
    from datetime import datetime

HEARS = [key for key, row in PLATFORMS.items() if "hearer" in row.capabilities]


def open_ears(now: datetime) -> int:
    """Begin to hear where nobody does, and again where a channel was connected since; return how many."""
    speaking = Channel.objects.filter(
        platform__in=HEARS, connected_at__isnull=False, disconnected_at=None, locked_out=False
    )
    fresh = list(speaking.filter(intake=None))
    for channel in fresh:
        Intake.objects.get_or_create(channel=channel, defaults=begin(INTAKE, now))
    mended = Intake.objects.filter(
        state=DEAF, channel__in=speaking, channel__connected_at__gt=F("state_since")
    )
    woken = list(mended)
    for intake in woken:
        move(intake, HEARING, now)
    return len(fresh) + len(woken)
