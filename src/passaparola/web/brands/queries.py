"""Who may see which brand, who acts for it, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from passaparola.web.brands.models import Brand, Entry, Guest, Invitation, Member

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import User

PAGE = 50
EXPORT = 100_000
"""Lines of the log one file holds at most, the newest."""


@dataclass(frozen=True, slots=True)
class Log:
    """One page of a brand's log."""

    rows: list[Entry]
    number: int
    more: bool


def membership(user: User, slug: str) -> Member:
    """Return what `user` is to the brand called `slug`; raises Http404 for strangers and where none is."""
    members = Member.objects.select_related("brand__held_by", "user")
    return get_object_or_404(members, user=user, brand__slug=slug)


def brands_of(user: User) -> QuerySet[Brand]:
    """Return the brands `user` is a member of, those joined first at the front."""
    return Brand.objects.filter(members__user=user).order_by("members__since", "pk")


def members_of(brand: Brand) -> QuerySet[Member]:
    """Return who acts for `brand`, those who joined first at the front."""
    return Member.objects.select_related("user").filter(brand=brand).order_by("since", "pk")


def open_invitations_of(brand: Brand, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations that can still be accepted, the newest first."""
    unused = Invitation.objects.select_related("created_by").filter(
        brand=brand, accepted_at=None, revoked_at=None
    )
    return unused.filter(expires_at__gt=now).order_by("-created_at", "-pk")


def open_guests_of(brand: Brand, now: datetime) -> QuerySet[Guest]:
    """Return the people outside whose link is open, the newest first."""
    unended = Guest.objects.select_related("created_by").filter(brand=brand, revoked_at=None)
    return unended.filter(expires_at__gt=now).order_by("-created_at", "-pk")


def log_of(brand: Brand, verb: str = "", who: str = "", number: int = 1) -> Log:
    """Return page `number` of what was done for `brand`, newest first; `verb` and `who` narrow it down."""
    first = (number - 1) * PAGE
    rows = list(entries_of(brand, verb, who)[first : first + PAGE + 1])
    return Log(rows[:PAGE], number, len(rows) > PAGE)


def entries_of(brand: Brand, verb: str = "", who: str = "") -> QuerySet[Entry]:
    """Return the lines of `brand`'s log, the newest first; `who` is a part of a name."""
    entries = Entry.objects.filter(brand=brand).order_by("-at", "-pk")
    if verb:
        entries = entries.filter(verb=verb)
    return entries.filter(who_name__icontains=who) if who else entries


def verbs_of(brand: Brand) -> list[str]:
    """Return the verbs that appear in `brand`'s log."""
    return sorted(Entry.objects.filter(brand=brand).order_by().values_list("verb", flat=True).distinct())
