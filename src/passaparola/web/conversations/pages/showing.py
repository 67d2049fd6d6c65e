"""What the pages of the inbox show, put together: the list, and beside it a conversation."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from passaparola.connectors import measure
from passaparola.web.brands import digits
from passaparola.web.brands import queries as brands
from passaparola.web.brands.access import member_of
from passaparola.web.brands.models import Role, User
from passaparola.web.channels import queries as channels
from passaparola.web.channels.faults import say
from passaparola.web.conversations.inbox import beside, presence, queries, replies, rows, rules, thread
from passaparola.web.conversations.inbox.narrowing import FAILED, TABS, narrowed
from passaparola.web.conversations.models import Status, Tone
from passaparola.web.conversations.pages import doing
from passaparola.web.publishing.words.naming import LANGUAGES, UNITS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel
    from passaparola.web.conversations.inbox.narrowing import Narrowed
    from passaparola.web.conversations.models import Conversation
    from passaparola.web.people.models import Person

ENDLESS = 100_000
"""A limit from here on is none to a person who writes."""


def listed(request: HttpRequest, brand: Brand) -> dict[str, Any]:
    """Return what the list shows; as many queries for ten conversations as for thirty."""
    user, now = cast("User", request.user), timezone.now()
    wanted = narrowed(request.GET)
    counts = queries.counts_of(brand, user, now)
    found = queries.inbox_of(brand, user, wanted, now)
    own = list(channels.channels_of(brand))
    return {
        "brand": brand,
        "here": "inbox",
        "wanted": wanted,
        "open_now": 0,
        "found": found,
        "tabs": [(tab, label, counts[tab], wanted.at(tab)) for tab, label in TABS.items()],
        "failing": counts[FAILED],
        "failed_at": wanted.at(FAILED),
        "channels": own,
        "labels": queries.labels_of(brand),
        "languages": LANGUAGES,
        "tones": Tone.choices,
        "person": _person(brand, wanted),
        "intakes": queries.intakes_of(brand),
        "later": doing.LATER.items(),
        "writers": writers(brand),
        "may_edit": member_of(request).may(Role.EDITOR),
        "may_manage": member_of(request).may(Role.ADMIN),
    }


def writers(brand: Brand) -> list[User]:
    """Return who may be given a conversation."""
    return [member.user for member in brands.members_of(brand) if member.may(Role.EDITOR)]


def _person(brand: Brand, wanted: Narrowed) -> Person | None:
    return brand.persons.filter(pk=wanted.person).first() if wanted.person else None


def opened(request: HttpRequest, brand: Brand, found: Conversation, **more: Any) -> dict[str, Any]:
    """Return what the page of one conversation shows, the list beside it; a fixed number of queries."""
    user, now = cast("User", request.user), timezone.now()
    given = request.POST or request.GET
    to = digits.number(given.get("to", "")) or 0
    read = thread.thread_of(found, before=request.GET.get("before", ""), to=to)
    service = queries.service_of(brand)
    offered = replies.offered(brand, found.language)
    left = rows.left_of(found, service.minutes, now)
    return {
        **listed(request, brand),
        "talk": found,
        "open_now": found.pk,
        "read": read,
        "correcting": digits.number(request.GET.get("correct", "")),
        "beside": beside.beside(found, now),
        "others": presence.others(found, user, now),
        "mark": thread.mark_of(found, user, now),
        "left": rows.in_words(left) if left is not None else "",
        "overdue": left is not None and left.total_seconds() < 0,
        "statuses": Status.choices,
        "replies": [(each, _filled(each.text, found, brand, user)) for each in offered],
        "suggested": rules.suggested(brand, read.to, now) if read.to and not read.why_not else None,
        "approves": brand.approval > 0 and service.approval,
        "counting": counting(found.channel),
        "token": secrets.token_hex(16),
        "text": _begun(request, found, brand),
        **more,
    }


def _filled(text: str, found: Conversation, brand: Brand, user: User) -> str:
    return replies.filled(text, to=found.handle, brand=brand, me=user)


def _begun(request: HttpRequest, found: Conversation, brand: Brand) -> str:
    """Return what stands in the box: a saved reply that was asked for by its number, else nothing."""
    chosen = request.GET.get("saved", "")
    for each in replies.offered(brand, "") if chosen else ():
        if str(each.pk) == chosen:
            return _filled(each.text, found, brand, cast("User", request.user))
    return ""


def counting(channel: Channel) -> dict[str, Any]:
    """Return what the browser counts an answer by: the platform's rules, and its strictest limit in words."""
    row = channels.row_of(channel.platform)
    rules = measure.rules(row, channel.limits, say=say)
    texts = [each for each in rules["limits"] if each["key"] == "text" and each["value"] < ENDLESS]
    strictest = min(texts, key=lambda each: each["value"], default=None)
    return {
        "platform": row.name,
        "rules": rules,
        "most": strictest["value"] if strictest else 0,
        "words": UNITS.get(strictest["unit"], strictest["unit"]) if strictest else "",
    }
