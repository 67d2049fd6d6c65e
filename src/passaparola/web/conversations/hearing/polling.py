"""What a worker does with an intake: ask its platform for what is new, keep it, go on from there.

What is told and the place to go on from are kept in one transaction: a crash between asking and keeping loses
nothing, because the same is told again, and what is told again is one row.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from passaparola.connectors import registry
from passaparola.connectors.errors import (
    AuthExpired,
    AuthRevoked,
    ConnectorError,
    CursorExpired,
    Forbidden,
    RateLimited,
)
from passaparola.web.channels import queries as channels
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.seal import Unsealable
from passaparola.web.conversations import taming
from passaparola.web.conversations.following import actions as following
from passaparola.web.conversations.hearing import line, ruling
from passaparola.web.conversations.keeping import keeping
from passaparola.web.conversations.models import DEAF, Intake
from passaparola.web.lifecycle.actions import hold
from passaparola.web.lifecycle.graph import Later, Next

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Batch, Hearer
    from passaparola.http import Client
    from passaparola.web.channels.models import Channel
    from passaparola.web.lifecycle.graph import Outcome

    Ears = Callable[[Channel], "Hearer"]

LIMITED = timedelta(minutes=15)
SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=30)
FRESH = timedelta(days=7)
LOST = gettext_noop("Its platform no longer knew where we left off: it is heard from the beginning.")
OFF = gettext_noop("Its channel is not connected: connect it again to hear what is said there.")


def hear(intake: Intake, now: datetime, *, ears: Ears | None = None) -> Outcome:
    """Hear what is new on the channel of `intake`, and say when to ask again."""
    channel = intake.channel
    if not channel.speaks:
        return Next(DEAF, OFF)
    try:
        with line.Line() as open_line:
            hearer = ears(channel) if ears else _hearer(channel, open_line.client)
            told = open_line.drain(
                lambda: hearer.hear(intake.cursor), lambda batch: _keep(intake, batch, now)
            )
    except CursorExpired:
        # What is told from the beginning again is mostly known: it is kept once all the same.
        _forget_cursor(intake)
        # One that forgets even where its past was left off is not asked for it again without end.
        again = now if intake.caught_up else now + channels.row_of(channel.platform).hears_every
        return Later(again, LOST)
    except (ConnectorError, Unsealable) as error:
        return _deaf_for_now(intake, error, now)
    return Later(now + channels.row_of(channel.platform).hears_every if told else now)


def _hearer(channel: Channel, client: Client) -> Hearer:
    hearer: Hearer = registry.speaker(channel.platform, ChannelKeys(channel), client)
    return hearer


def _keep(intake: Intake, batch: Batch, now: datetime) -> bool:
    """Keep `batch` and where it ends, together; say whether there is more to be had at once."""
    with transaction.atomic():
        hold(intake)
        kept = keeping.keep(intake.channel, batch.events, now)
        intake.cursor, intake.heard_at = batch.cursor, now
        if not batch.more:
            intake.caught_up = True
            intake.heard_up_to = max(filter(None, (intake.heard_up_to, batch.up_to)), default=None)
        fields = {name: getattr(intake, name) for name in ("cursor", "heard_at", "heard_up_to", "caught_up")}
        Intake.objects.filter(pk=intake.pk).update(since_told=F("since_told") + len(kept.new), **fields)
    if kept.new:
        _follow(intake, kept.unknown, now)
        ruling.apply(now, intake.channel.brand)
    return batch.more


def _follow(intake: Intake, unknown: Sequence[str], now: datetime) -> None:
    """Have those posts of ours followed that somebody did something with of late and nobody follows yet."""
    recent = intake.channel.interactions.filter(ours=True, about__in=unknown, at__gte=now - FRESH)
    for address in dict.fromkeys(recent.values_list("about", flat=True)):
        with suppress(following.Refused):
            following.follow(intake.channel.brand, address, by=None, now=now)


def _forget_cursor(intake: Intake) -> None:
    with transaction.atomic():
        hold(intake)
        Intake.objects.filter(pk=intake.pk).update(cursor="", caught_up=False)


def _deaf_for_now(intake: Intake, error: ConnectorError | Unsealable, now: datetime) -> Outcome:
    """Say when to ask again; not at all where only a person can help."""
    said = taming.words(str(error))
    if isinstance(error, AuthExpired | AuthRevoked | Forbidden | Unsealable):
        return Next(DEAF, said)
    if isinstance(error, RateLimited):
        return Later(error.until if error.until and error.until > now else now + LIMITED, said)
    silent = now - (intake.heard_at or intake.state_since)
    return Later(now + min(max(silent, SHORTEST), LONGEST), said)
