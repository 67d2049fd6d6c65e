"""People outside who approve without a login: each by their own link, which ends by itself or is revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from passaparola.web.brands import audit, tokens
from passaparola.web.brands.models import Guest

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, Member, User

DAYS = (7, 30, 90)
"""How long a link may be open; whoever makes it chooses."""

SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def let_in(name: str, email: str, days: int, *, by: Member, now: datetime) -> tuple[Guest, str]:
    """Make a link by which `name` may approve for `days`; return the guest and the link's token."""
    token = tokens.new()
    guest = Guest.objects.create(
        brand=by.brand,
        name=name,
        email=email,
        token_hash=tokens.digest(token),
        created_at=now,
        created_by=by.user,
        expires_at=now + timedelta(days=days),
    )
    audit.record(by.brand, by.user, audit.GUEST, name, now, email=email, days=days)
    return guest, token


def by_token(token: str, now: datetime) -> Guest:
    """Return the guest whose link `token` is, as long as it is open; raises Guest.DoesNotExist."""
    return Guest.objects.select_related("brand").get(
        token_hash=tokens.digest(token), revoked_at=None, expires_at__gt=now
    )


def seen(guest: Guest, now: datetime) -> None:
    """Remember that the link was used, at most once in a few minutes."""
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now - SEEN_EVERY)
    if guest.last_seen_at is None or guest.last_seen_at < now - SEEN_EVERY:
        Guest.objects.filter(stale, pk=guest.pk).update(last_seen_at=now)


@transaction.atomic
def revoke(brand: Brand, guest_id: int, *, by: User, now: datetime) -> None:
    """Take the link back; raises Guest.DoesNotExist."""
    guest = Guest.objects.get(pk=guest_id, brand=brand)
    if Guest.objects.filter(pk=guest.pk, revoked_at=None).update(revoked_at=now):
        audit.record(brand, by, audit.UNGUEST, guest.name, now)
