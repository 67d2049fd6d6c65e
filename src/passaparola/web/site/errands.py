"""What the installation does again and again beside handling rows: each errand safe to do twice."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from passaparola.web.conversations.following import own_posts
from passaparola.web.conversations.hearing import opening, ruling
from passaparola.web.lifecycle.actions import begin
from passaparola.web.lifecycle.life import Life
from passaparola.web.publishing.approval import switching
from passaparola.web.publishing.calendar import recurrence
from passaparola.web.site.models import ERRAND, Errand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

ERRANDS: Mapping[str, Callable[[datetime], object]] = MappingProxyType(
    {
        "follow own posts": own_posts.follow,
        "hear every channel": opening.open_ears,
        "apply the rules to what is new": ruling.apply,
        "make posts that come again": recurrence.make_due,
        "ask for the approval a brand now wants": switching.follow_all,
    }
)


def open_all(now: datetime) -> None:
    """Make the errands there are; those that are no longer are closed."""
    Errand.objects.exclude(name__in=ERRANDS).delete()
    for name in ERRANDS:
        Errand.objects.get_or_create(name=name, defaults=begin(ERRAND, now))


def run(errand: Errand, now: datetime) -> None:
    """Do what the errand names."""
    ERRANDS[errand.name](now)


RUNNING: Life[Errand] = Life(Errand, {"open": run})
