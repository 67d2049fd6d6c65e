"""How a brand is told of spikes: what is set, the webhook's secret, and who has seen an alarm."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels.seal import seal, unseal
from passaparola.web.conversations import taming
from passaparola.web.listening.models import PAST, Alarm, Episode

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand, User

SET = audit.verb("alarm.set", gettext_lazy("set how spikes are told"))
SEEN = audit.verb("alarm.seen", gettext_lazy("has seen the alarm"))


def alarm_of(brand: Brand) -> Alarm:
    """Return how `brand` is told; unsaved where nobody has set it."""
    return Alarm.objects.filter(brand=brand).first() or Alarm(brand=brand)


def secret_of(alarm: Alarm) -> str:
    """Return the secret its webhook is signed with; raises `Unsealable`."""
    return unseal(bytes(alarm.sealed or b""), _name(alarm))["secret"]


def _name(alarm: Alarm) -> str:
    return f"alarm {alarm.brand_id}"


@transaction.atomic
def keep(brand: Brand, *, mail: bool, hook: str, by: User, now: datetime) -> str:
    """Keep how the brand is told; return the webhook's secret where its address is new. Raises `Refused`."""
    alarm = alarm_of(brand)
    address = hook.strip()
    if address and (taming.link(address) != address or not _hosted(address)):
        raise Refused(_("The webhook's address begins with https:// and a host."))
    secret = ""
    if address and address != alarm.hook:
        secret = secrets.token_urlsafe(32)
        alarm.sealed = seal({"secret": secret}, _name(alarm))
    alarm.mail, alarm.hook = mail, address
    alarm.save()
    audit.record(brand, by, SET, address or _("no webhook"), now, mail=mail)
    return secret


def _hosted(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and not parts.username
    except ValueError:
        return False


def unseen_of(brand: Brand) -> QuerySet[Episode]:
    """Return the alarms of the brand that nobody has seen yet, the newest first."""
    found = Episode.objects.filter(search__brand=brand, seen_at=None).exclude(state=PAST)
    return found.select_related("search").order_by("-begins", "-pk")


@transaction.atomic
def see(brand: Brand, episode_id: int, *, by: User, now: datetime) -> Episode:
    """Take an alarm off the screen, once; raises Episode.DoesNotExist for another brand's."""
    row = Episode.objects.select_related("search").get(search__brand=brand, pk=episode_id)
    if Episode.objects.filter(pk=row.pk, seen_at=None).update(seen_at=now, seen_by=by):
        audit.record(brand, by, SEEN, row.search.name, now)
    return row
