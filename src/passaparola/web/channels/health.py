"""How a channel is, in a word and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext as _

from passaparola.web.channels.told import in_words

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.row import Platform
    from passaparola.web.channels.models import Channel

SOON = timedelta(days=7)

State = Literal["well", "soon", "paused", "refused", "locked", "off"]


@dataclass(frozen=True, slots=True)
class Health:
    """A channel with its platform's row (None: no longer there) and how it is."""

    channel: Channel
    row: Platform | None
    state: State
    said: str


def of(channel: Channel, row: Platform | None, now: datetime) -> Health:
    """Return how `channel` is at `now`: the gravest thing first."""
    if channel.disconnected_at or not channel.connected_at:
        return Health(channel, row, "off", _("Disconnected: what it published stays, nothing new is sent."))
    if channel.locked_out:
        return Health(channel, row, "locked", in_words(channel.refusal))
    if channel.paused_until and channel.paused_until > now:
        return Health(channel, row, "paused", _("Its platform asks for a pause; what is due waits."))
    if channel.expires_at and channel.expires_at - now < SOON:
        return Health(channel, row, "soon", _("Its keys run out soon: connect it again before that."))
    if channel.refusal and not _well_since(channel):
        return Health(channel, row, "refused", in_words(channel.refusal))
    return Health(channel, row, "well", _("All is well."))


def _well_since(channel: Channel) -> bool:
    """Say whether something went well after the last refusal."""
    times = [time for time in (channel.succeeded_at, channel.checked_at) if time]
    return bool(channel.refused_at and times and max(times) > channel.refused_at)
