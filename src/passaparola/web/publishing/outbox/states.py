"""The states of a delivery in the words of people and as signs, the same on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from passaparola.web.publishing.models.delivery import (
    CANCELLED,
    PUBLISHED,
    REFUSED,
    SCHEDULED,
    SENDING,
    UNDECIDED,
    UNKNOWN,
    WAITING,
)
from passaparola.web.publishing.models.post import Stage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: dict[str, StrPromise] = {
    WAITING: _("waiting for approval"),
    SCHEDULED: _("scheduled"),
    SENDING: _("being sent"),
    UNKNOWN: _("outcome unknown"),
    UNDECIDED: _("a person has to decide"),
    REFUSED: _("refused"),
    PUBLISHED: _("published"),
    CANCELLED: _("cancelled"),
}
ICONS = {UNDECIDED: UNKNOWN, Stage.REVIEW: WAITING, Stage.APPROVED: SCHEDULED}
"""States, and stages of a post without deliveries, that have the sign of another; the rest have their own."""


def words(state: str) -> str:
    """Return `state` as people say it."""
    return str(WORDS[state])


def icon(state: str) -> str:
    """Return the name of the sign for `state`."""
    return ICONS.get(state, state)
