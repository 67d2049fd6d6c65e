"""How fast a token may ask: so many requests in each minute, counted in the database for all processes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F

from passaparola.web.api.models import ApiToken

if TYPE_CHECKING:
    from datetime import datetime

A_MINUTE = 300
"""Requests of one token in a minute; docs/api.md says so too."""


def wait(token: ApiToken, now: datetime) -> int:
    """Count one request of `token`; return 0, or in how many seconds it may ask again."""
    minute = now.replace(second=0, microsecond=0)
    rows = ApiToken.objects.filter(pk=token.pk)
    within = rows.filter(minute=minute, used__lt=A_MINUTE)
    one_more = {"used": F("used") + 1, "used_at": now}
    if within.update(**one_more) or rows.exclude(minute=minute).update(minute=minute, used=1, used_at=now):
        return 0
    # Another request may have begun the minute between the two.
    if within.update(**one_more):
        return 0
    return max(1, int((minute + timedelta(minutes=1) - now).total_seconds()))
