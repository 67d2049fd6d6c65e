"""Takes in that a page is said to speak of an entry of ours: a row, and the page is looked at later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from passaparola.connectors.errors import ConnectorError
from passaparola.connectors.hub import aimed
from passaparola.connectors.hub.row import ROW
from passaparola.web.channels.models import Channel
from passaparola.web.conversations import taming
from passaparola.web.conversations.models import KEPT, PINGING, REFUSED, SAID, Ping, digest_of
from passaparola.web.lifecycle.actions import begin, move, wake

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.hub.aimed import Aimed
    from passaparola.web.conversations.models import Way

APART = timedelta(minutes=1)
"""So long after a page was looked at it is not looked at again, however often it is asked for."""

WAITING = 2_000  # pages of one feed that may wait to be looked at
REMEMBERED = timedelta(days=30)


class Refused(ValueError):
    """It is not taken; the message says why, `field` is "source" or "target"."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


class Full(Exception):
    """Too many pages wait to be looked at: to be said again later."""


def take(way: Way, source: str, target: str, now: datetime) -> bool:
    """Take in that `source` speaks of `target`; say whether that is new. Raises `Refused` or `Full`.

    Said again, the page is due to be looked at again.
    """
    source, target = source.strip(), target.strip()
    _check_source(source, target)
    found = _target(target)
    channel = Channel.objects.filter(
        platform=ROW.key, native_id=found.account, connected_at__isnull=False, disconnected_at=None
    ).first()
    if channel is None:
        raise Refused(_("Nobody listens to what is said of this entry."), "target")
    if _of_its_own(found, source):
        raise Refused(_("The source is a page of the same feed."), "source")
    return _take(channel, way, source, target, found, now)


def _check_source(source: str, target: str) -> None:
    if not taming.link(source) or aimed.place(source) is None:
        raise Refused(_("The source is no web address (http or https)."), "source")
    if aimed.place(source) == aimed.place(target):
        raise Refused(_("Source and target are the same page."), "source")


def _target(target: str) -> Aimed:
    if len(target) > taming.URL_ROOM:
        raise Refused(_("The target is no entry of a feed here."), "target")
    try:
        return aimed.at(target)
    except ConnectorError as error:
        raise Refused(_("The target is no entry of a feed here."), "target") from error


def _of_its_own(found: Aimed, source: str) -> bool:
    with_its_feed = [aimed.place(page.rsplit("/", 2)[0]) for page in found.pages]
    where = aimed.place(source)
    return any(
        where and feed and where[:2] == feed[:2] and f"{where[2]}/".startswith(f"{feed[2]}/")
        for feed in with_its_feed
    )


@transaction.atomic
def _take(channel: Channel, way: Way, source: str, target: str, found: Aimed, now: datetime) -> bool:  # noqa: PLR0913, PLR0917 - the row's own fields
    digest = digest_of(source, found.entry.name)
    mine = Ping.objects.filter(channel=channel)
    said = {"way": way, "source": source, "target": target, "said_at": now}
    # The row's lock: whoever looks at its page now is either done, or will see that it was said again.
    if not mine.filter(digest=digest).update(**said):
        if found.entry.deleted:
            raise Refused(_("This entry was taken back."), "target")
        if mine.filter(state=SAID).count() >= WAITING:
            raise Full
        mine.filter(state=REFUSED, state_since__lt=now - REMEMBERED).delete()
        row = {"entry": found.entry.name, "begun_at": now, **said, **begin(PINGING, now)}
        _ping, made = mine.get_or_create(channel=channel, digest=digest, defaults=row)
        if made:
            return True
    ping = mine.get(digest=digest)
    known = ping.state == KEPT
    if ping.state != SAID:
        move(ping, SAID, now)
    wake(ping, max(now, (ping.looked_at or now - APART) + APART))
    return not known
