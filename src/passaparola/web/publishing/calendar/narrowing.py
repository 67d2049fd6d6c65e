"""What a person has narrowed the calendar down to, as the address says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from passaparola.web.brands import digits
from passaparola.web.publishing.models import Stage
from passaparola.web.publishing.models.delivery import (
    CANCELLED,
    PUBLISHED,
    SCHEDULED,
    SENDING,
    TROUBLED,
    WAITING,
)
from passaparola.web.publishing.outbox.states import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

STATES: dict[str, tuple[StrPromise, frozenset[str]]] = {
    "drafts": (_("drafts"), frozenset({Stage.DRAFT, Stage.CHANGES})),
    "waiting": (WORDS[WAITING], frozenset({WAITING, Stage.REVIEW})),
    "scheduled": (WORDS[SCHEDULED], frozenset({SCHEDULED, SENDING, Stage.APPROVED})),
    "published": (WORDS[PUBLISHED], frozenset({PUBLISHED})),
    "failed": (_("needs a look"), TROUBLED),
    "cancelled": (WORDS[CANCELLED], frozenset({CANCELLED})),
}
"""What the calendar can be narrowed down to; what was cancelled is shown only where it is asked for."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One channel, one campaign, one kind of state; nothing where all are shown."""

    channel: int = 0
    campaign: int = 0
    state: str = ""

    def shows(self, state: str) -> bool:
        """Say whether a chip in `state` is to be seen."""
        return state in STATES[self.state][1] if self.state else state != CANCELLED

    @property
    def tail(self) -> str:
        """Return what the address of another period carries on: "&channel=3", or nothing."""
        given = {"channel": self.channel, "campaign": self.campaign, "state": self.state}
        return "".join(f"&{urlencode({name: value})}" for name, value in given.items() if value)


def narrowed(given: Mapping[str, str]) -> Narrowed:
    """Read what an address asks for; what makes no sense asks for nothing."""
    state = given.get("state", "")
    return Narrowed(
        digits.number(given.get("channel", "")) or 0,
        digits.number(given.get("campaign", "")) or 0,
        state if state in STATES else "",
    )
