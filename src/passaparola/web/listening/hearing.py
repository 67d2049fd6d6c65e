"""What a worker does with an ear: ask its place for what is new, keep what matches, go on from there.

What is told and the place to go on from are kept in one transaction: a crash between asking and keeping loses
nothing, because the same is told again, and what is told again is one row.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from passaparola.connectors import registry
from passaparola.connectors.errors import (
    AuthExpired,
    AuthRevoked,
    ConnectorError,
    CursorExpired,
    Forbidden,
    Invalid,
    RateLimited,
)
from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.channels.keys import ChannelKeys
from passaparola.web.channels.models import Channel
from passaparola.web.channels.seal import Unsealable
from passaparola.web.conversations import taming
from passaparola.web.conversations.hearing import line
from passaparola.web.lifecycle.actions import hold
from passaparola.web.lifecycle.graph import Later
from passaparola.web.listening import keeping, matching
from passaparola.web.listening.models import OWN, Ear

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from passaparola.connectors.contract import Batch, Searcher
    from passaparola.http import Client
    from passaparola.web.conversations.models import Interaction
    from passaparola.web.lifecycle.graph import Outcome

    Searchers = Callable[[Ear], Searcher]

LIMITED = timedelta(minutes=15)
HOPELESS = timedelta(hours=12)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=30)
OWN_EVERY = timedelta(seconds=30)
OWN_OVERLAP = timedelta(minutes=10)
OWN_MANY = 2_000

NOWHERE = gettext_noop("There is no connector for this place any more: take it off the search.")
ANEW = gettext_noop("Its place no longer knew where we left off: it is searched from the beginning.")


def hear(ear: Ear, now: datetime, *, searchers: Searchers | None = None) -> Outcome:
    """Hear what is new where `ear` listens, and say when to ask again."""
    if ear.platform == OWN:
        return _hear_own(ear, now)
    if ear.platform not in PLATFORMS:
        return Later(now + HOPELESS, NOWHERE)
    return _hear(ear, now, searchers)


def _hear(ear: Ear, now: datetime, searchers: Searchers | None) -> Outcome:
    try:
        with line.Line() as open_line:
            searcher = searchers(ear) if searchers else _searcher(ear, open_line.client)
            told = open_line.drain(
                lambda: searcher.search(ear.words, ear.cursor), lambda batch: _keep(ear, batch, now)
            )
    except CursorExpired:
        _forget_cursor(ear)
        # One that forgets even where its past was left off is not asked for it again without end.
        again = now if ear.caught_up else now + PLATFORMS[ear.platform].searches_every
        return Later(again, ANEW)
    except (ConnectorError, Unsealable) as error:
        return _troubled(ear, error, now)
    return Later(now + PLATFORMS[ear.platform].searches_every if told else now)


def _searcher(ear: Ear, client: Client) -> Searcher:
    """Return what asks for `ear`: in the name of a channel of the brand that speaks, where there is one."""
    channel = ear.channel if ear.channel and ear.channel.speaks else _speaking(ear)
    keys = ChannelKeys(channel) if channel else None
    return registry.searcher(ear.platform, ear.place, keys, client)


def _speaking(ear: Ear) -> Channel | None:
    return Channel.objects.filter(
        brand=ear.search.brand,
        platform=ear.platform,
        connected_at__isnull=False,
        disconnected_at=None,
        locked_out=False,
    ).first()


def _keep(ear: Ear, batch: Batch, now: datetime) -> bool:
    """Keep `batch` and where it ends, together; say whether there is more to be had at once."""
    with transaction.atomic():
        hold(ear)
        keeping.keep(ear, batch.events, now)
        times = [event.at for event in batch.events if event.at_known]
        _stand(ear, batch.cursor, times, now, more=batch.more)
    return batch.more


def _stand(ear: Ear, cursor: str, times: Sequence[datetime], now: datetime, *, more: bool = False) -> None:
    """Write where `ear` is; while it hears the past, how far back that reaches."""
    if not ear.caught_up:
        ear.reaches = min((ear.reaches or now, *times))
    ear.cursor, ear.heard_at, ear.caught_up = cursor, now, ear.caught_up or not more
    fields = {name: getattr(ear, name) for name in ("cursor", "heard_at", "reaches", "caught_up")}
    Ear.objects.filter(pk=ear.pk).update(**fields)


def _forget_cursor(ear: Ear) -> None:
    with transaction.atomic():
        hold(ear)
        Ear.objects.filter(pk=ear.pk).update(cursor="")


def _troubled(ear: Ear, error: ConnectorError | Unsealable, now: datetime) -> Outcome:
    """Say when to ask again: seldom where only a person can help."""
    said = taming.words(str(error))
    if isinstance(error, RateLimited):
        return Later(error.until if error.until and error.until > now else now + LIMITED, said)
    if isinstance(error, Invalid):
        return Later(now + HOPELESS, said)
    if isinstance(error, AuthExpired | AuthRevoked | Forbidden | Unsealable):
        return Later(now + LONGEST, said)
    silent = now - (ear.heard_at or ear.state_since)
    return Later(now + min(max(silent, SHORTEST), LONGEST), said)


def _hear_own(ear: Ear, now: datetime) -> Outcome:
    """Match what was said to the brand's own channels since the last look, by when it was heard.

    What another worker stores a little later bears an earlier time: each look begins ten minutes before the
    last one's end.
    """
    said = matching.talk_of(ear.search.brand).order_by("heard_at", "pk")
    if ear.cursor:
        said = said.filter(heard_at__gt=datetime.fromisoformat(ear.cursor) - OWN_OVERLAP)
    rows: list[Interaction] = list(said)
    for start in range(0, len(rows), OWN_MANY):
        with transaction.atomic():
            hold(ear)
            keeping.keep_own(ear.search, rows[start : start + OWN_MANY])
    with transaction.atomic():
        hold(ear)
        _stand(ear, now.isoformat(), [row.at for row in rows], now)
    return Later(now + OWN_EVERY)
