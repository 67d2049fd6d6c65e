"""When a request means: a moment with its offset, or what the clocks of a zone show; never a naive time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from passaparola.web.api import problems
from passaparola.web.publishing.calendar import planning

if TYPE_CHECKING:
    from passaparola.web.api.asked import Moment

FORM = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
"""RFC 3339, section 5.6."""

FARTHEST = timedelta(days=3653)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A moment (None: now), and the wall time that was asked for."""

    at: datetime | None
    wall: str
    zone: str


def chosen(said: Moment, zone: str, now: datetime) -> Chosen:
    """Return what `said` means for a brand in `zone`; raises a `Refusal` where it is none, or has passed."""
    if (said.at is None) == (said.wall is None):
        raise problems.fault("at", _("Say when: either at, or wall with a zone."))
    if said.at is None:
        return _by_the_clocks(said.wall or "", said.zone or zone, now)
    if said.zone:
        raise problems.fault("zone", _("A zone goes with wall; at has its own offset."))
    if said.at == "now":
        return Chosen(None, "", "")
    at = _ahead("at", instant("at", said.at), now)
    return Chosen(at, planning.wall(at, zone), zone)


def _by_the_clocks(wall: str, zone: str, now: datetime) -> Chosen:
    try:
        planning.zone_of(zone)
    except planning.Unplannable as error:
        raise problems.fault("zone", str(error)) from error
    try:
        return Chosen(_ahead("wall", planning.moment(wall, zone), now), wall, zone)
    except planning.Unplannable as error:
        raise problems.fault("wall", str(error)) from error


def instant(name: str, text: str) -> datetime:
    """Return the moment (UTC) that `text` is; raises a `Refusal` that names the field."""
    said = _("%(text)s is no moment: write it with its offset, like 2026-12-01T09:00:00+01:00.") % {
        "text": text[:40]
    }
    if not FORM.fullmatch(text):
        raise problems.fault(name, said)
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise problems.fault(name, said) from error


def _ahead(name: str, at: datetime, now: datetime) -> datetime:
    if at < now:
        raise problems.fault(name, _("That time has passed: choose a later one, or send it now."))
    if at - now > FARTHEST:
        raise problems.fault(name, _("That is more than ten years ahead: choose a nearer date."))
    return at
