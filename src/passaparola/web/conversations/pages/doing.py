"""What a button of the inbox does, for one conversation as for many, and the sentence that says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from passaparola.web.brands import digits
from passaparola.web.brands.models import User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import handling
from passaparola.web.conversations.models import Status
from passaparola.web.publishing.calendar import planning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.http import QueryDict
    from django_stubs_ext import StrPromise

    from passaparola.web.brands.models import Brand

MORNING = "09:00"
MONDAY = 7
LATER: Mapping[str, StrPromise] = {
    "hour": gettext_lazy("for an hour"),
    "hours": gettext_lazy("for three hours"),
    "tomorrow": gettext_lazy("until tomorrow at nine"),
    "monday": gettext_lazy("until Monday at nine"),
}
"""For how long a conversation can be put off with one choice; any other time is typed."""


def act(brand: Brand, ids: Sequence[int], form: QueryDict, *, by: User, now: datetime) -> str:
    """Do with the conversations `ids` what the button `do` of `form` says; return the sentence. `Refused`."""
    if not ids:
        raise Refused(_("Choose at least one conversation first."))
    asked = form.get("do", "")
    if asked in Status.values:
        return _turned(handling.set_status(brand, ids, asked, by=by, now=now), asked)
    if asked in {"read", "unread"}:
        return _marked(handling.mark(brand, ids, unread=asked == "unread"), unread=asked == "unread")
    if asked in {"label", "unlabel"}:
        return _labelled(brand, ids, form, by, now)
    if asked in {"assign", "mine"}:
        return _assigned(brand, ids, form, by, now)
    if asked in {"snooze", "wake"}:
        return _put_off(brand, ids, form, by, now)
    raise Refused(_("Choose what to do first."))


def _turned(n: int, status: str) -> str:
    words = {
        Status.OPEN: ngettext("%(n)s conversation is open.", "%(n)s conversations are open.", n),
        Status.WAITING: ngettext(
            "%(n)s conversation waits for their word.", "%(n)s conversations wait for their word.", n
        ),
        Status.DONE: ngettext("%(n)s conversation is done.", "%(n)s conversations are done.", n),
    }
    return words[Status(status)] % {"n": n}


def _marked(n: int, *, unread: bool) -> str:
    read = ngettext("%(n)s conversation is read.", "%(n)s conversations are read.", n)
    if unread:
        read = ngettext("%(n)s conversation is unread.", "%(n)s conversations are unread.", n)
    return read % {"n": n}


def _labelled(brand: Brand, ids: Sequence[int], form: QueryDict, by: User, now: datetime) -> str:
    label = digits.number(form.get("label", ""))
    if not label:
        raise Refused(_("Choose a label first."))
    on = form.get("do") == "label"
    n = handling.label(brand, ids, label, on=on, by=by, now=now)
    return ngettext("Changed in %(n)s conversation.", "Changed in %(n)s conversations.", n) % {"n": n}


def _assigned(brand: Brand, ids: Sequence[int], form: QueryDict, by: User, now: datetime) -> str:
    to: User | None = by
    if form.get("do") == "assign":
        number = digits.number(form.get("to", ""))
        to = User.objects.get(pk=number, memberships__brand=brand) if number else None
    n = handling.assign(brand, ids, to, by=by, now=now)
    if to is None:
        return ngettext("%(n)s conversation is nobody’s.", "%(n)s conversations are nobody’s.", n) % {"n": n}
    said = ngettext("%(n)s conversation is given to %(who)s.", "%(n)s conversations are given to %(who)s.", n)
    return said % {"n": n, "who": to}


def _put_off(brand: Brand, ids: Sequence[int], form: QueryDict, by: User, now: datetime) -> str:
    until = until_of(brand, form, now) if form.get("do") == "snooze" else None
    n = handling.snooze(brand, ids, until, by=by, now=now)
    if until is None:
        return ngettext("%(n)s conversation is back.", "%(n)s conversations are back.", n) % {"n": n}
    wall = planning.wall(until, brand.zone).replace("T", ", ")
    said = ngettext(
        "%(n)s conversation comes back at %(wall)s (%(zone)s).",
        "%(n)s conversations come back at %(wall)s (%(zone)s).",
        n,
    )
    return said % {"n": n, "wall": wall, "zone": brand.zone}


def until_of(brand: Brand, form: QueryDict, now: datetime) -> datetime:
    """Return until when `form` puts off, by the brand's clocks; raises `Refused`."""
    chosen = form.get("until", "")
    if chosen == "hour":
        return now + timedelta(hours=1)
    if chosen == "hours":
        return now + timedelta(hours=3)
    here = now.astimezone(planning.zone_of(brand.zone)).date()
    days = {"tomorrow": 1, "monday": MONDAY - here.weekday()}
    wall = f"{here + timedelta(days=days[chosen])}T{MORNING}" if chosen in days else form.get("at", "")
    try:
        return planning.moment(wall, brand.zone)
    except planning.Unplannable as error:
        raise Refused(str(error)) from error
