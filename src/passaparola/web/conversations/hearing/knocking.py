"""How often one address may knock at the doors that are open to all, counted for all processes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from passaparola.web.conversations.models import Knocking

if TYPE_CHECKING:
    from datetime import datetime

A_MINUTE = 30
"""Knocks of one address in a minute; docs/hearing.md says so too."""

KEPT = timedelta(hours=1)
NETWORK = 64  # bits that one household has to itself (RFC 6177); the rest of an IPv6 address is anybody's


def wait(address: str, now: datetime) -> int:
    """Count one knock from `address`; return 0, or in how many seconds it may knock again."""
    minute = now.replace(second=0, microsecond=0)
    rows = Knocking.objects.filter(who=_who(address))
    within = rows.filter(minute=minute, times__lt=A_MINUTE)
    if within.update(times=F("times") + 1) or rows.exclude(minute=minute).update(minute=minute, times=1):
        return 0
    if not rows.exists() and _first(address, minute, now):
        return 0
    # Another request may have begun the minute between the two.
    if within.update(times=F("times") + 1):
        return 0
    return max(1, int((minute + timedelta(minutes=1) - now).total_seconds()))


def _first(address: str, minute: datetime, now: datetime) -> bool:
    Knocking.objects.filter(minute__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            Knocking.objects.create(who=_who(address), minute=minute, times=1)
    except IntegrityError:
        return False
    return True


def _who(address: str) -> str:
    """Return a digest of who knocks: where somebody is online is nobody's to keep."""
    shown = address
    with suppress(ValueError):  # a proxy that says something else is one who knocks
        ip = ip_address(address.partition("%")[0])
        shown = str(ip_network((ip, NETWORK), strict=False) if isinstance(ip, IPv6Address) else ip)
    return salted_hmac("knocking", shown, algorithm="sha256").hexdigest()
