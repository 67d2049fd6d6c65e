"""The states of a delivery in the words of people."""

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

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: dict[str, StrPromise] = {
    WAITING: _("waits for approval"),
    SCHEDULED: _("planned"),
    SENDING: _("being sent"),
    UNKNOWN: _("nobody knows yet: it is being looked for on the platform"),
    UNDECIDED: _("the platform cannot tell: look there, and say what you see"),
    REFUSED: _("not done"),
    PUBLISHED: _("published"),
    CANCELLED: _("cancelled"),
}


def words(state: str) -> str:
    """Return `state` as people say it."""
    return str(WORDS[state])
