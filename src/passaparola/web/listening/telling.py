"""Tells people of an episode, once: by mail to those who can act, by a signed webhook; not by the screen.

A mail is written down before it leaves: if this process dies in between, nobody is written to twice. What a
webhook is sent bears the episode's number, and is sent again until it is taken, for six hours at most.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from passaparola.http import Client, HttpError
from passaparola.web.brands import mailing
from passaparola.web.brands import queries as brands
from passaparola.web.brands.models import Role
from passaparola.web.channels.seal import Unsealable
from passaparola.web.conversations import taming
from passaparola.web.lifecycle.actions import hold
from passaparola.web.lifecycle.graph import Later
from passaparola.web.listening import alarms, hours
from passaparola.web.listening.models import TOLD, Episode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.lifecycle.graph import Outcome

TAKEN = range(200, 300)
DEADLINE = 15.0
AGAIN = timedelta(minutes=1)
LONGEST = timedelta(minutes=30)
SIGNATURE = "passaparola-signature"


def tell(episode: Episode, now: datetime, *, client: Callable[[], Client] = Client) -> Outcome:
    """Write to whoever was not written to yet, and call the webhook; come again for what did not work."""
    brand = episode.search.brand
    alarm = alarms.alarm_of(brand)
    troubles = [_mail(episode, brand)] if alarm.mail and mailing.possible() else []
    if alarm.hook and episode.hooked_at is None:
        troubles.append(_hook(episode, now, client))
    if trouble := next(filter(None, troubles), ""):
        return Later(now + min(AGAIN * 2 ** min(episode.attempts, 5), LONGEST), trouble)
    return TOLD


def _mail(episode: Episode, brand: Brand) -> str:
    """Write to those who were not written to yet; return what went wrong last, empty where nothing did."""
    trouble = ""
    for member in brands.members_of(brand):
        user = member.user
        if not member.may(Role.EDITOR) or not user.email or user.pk in episode.mailed:
            continue
        _note(episode, [*episode.mailed, user.pk])
        if said := _sent(episode, user):
            trouble = said
            _note(episode, [pk for pk in episode.mailed if pk != user.pk])
    return trouble


def _note(episode: Episode, mailed: list[int]) -> None:
    with transaction.atomic():
        hold(episode)
        episode.mailed = mailed
        Episode.objects.filter(pk=episode.pk).update(mailed=mailed)


def _sent(episode: Episode, user: User) -> str:
    brand = episode.search.brand
    with translation.override(settings.LANGUAGE_CODE), timezone.override(brand.zone):
        subject = _("%(brand)s: more is said than usual about %(search)s") % {
            "brand": brand.name,
            "search": episode.search.name,
        }
        values = {"episode": episode, "brand": brand, "who": user, **figures(episode)}
        return mailing.send(user.email, subject, render_to_string("listening/mail/spike.txt", values))


def figures(episode: Episode) -> dict[str, Any]:
    """Return what is told of an episode."""
    search = episode.search
    address = settings.ADDRESS + reverse("listening-search", args=[search.brand.slug, search.pk])
    return {
        "search": search,
        "began_at": hours.begins(episode.begins),
        "said": episode.said,
        "usual": round(episode.usual, 1),
        "peak": episode.peak,
        "false_alarm_days": search.false_alarm_days,
        "address": address,
    }


def body(episode: Episode) -> bytes:
    """Return what the webhook is sent, as JSON: the same every time it is tried."""
    told = figures(episode)
    return json.dumps(
        {
            "event": "spike",
            "id": f"episode-{episode.pk}",
            "brand": episode.search.brand.slug,
            "search": {"id": episode.search_id, "name": told["search"].name, "query": told["search"].query},
            "began_at": told["began_at"].isoformat(),
            "raised_at": episode.raised_at.isoformat(),
            "false_alarms": f"one in {told['false_alarm_days']} days",
            "address": told["address"],
        },
        ensure_ascii=False,
    ).encode()


def signature(secret: str, at: int, content: bytes) -> str:
    """Return the header that proves who sends: HMAC-SHA256 over the time (seconds), a dot, and the body."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def _hook(episode: Episode, now: datetime, client: Callable[[], Client]) -> str:
    alarm = alarms.alarm_of(episode.search.brand)
    try:
        secret = alarms.secret_of(alarm)
    except Unsealable:
        return _("The webhook's secret cannot be opened: make a new one.")
    content = body(episode)
    headers = {
        "content-type": "application/json",
        SIGNATURE: signature(secret, int(now.timestamp()), content),
    }
    said = asyncio.run(_called(client, alarm.hook, headers, content))
    if not said:
        with transaction.atomic():
            hold(episode)
            Episode.objects.filter(pk=episode.pk).update(hooked_at=now)
        episode.hooked_at = now
    return said


async def _called(client: Callable[[], Client], to: str, headers: dict[str, str], content: bytes) -> str:
    """Call the webhook and return "", or the sentence that says why it was not taken."""
    try:
        async with client() as door:
            answer = await door.send("POST", to, headers=headers, content=content, deadline=DEADLINE)
    except HttpError as error:
        return _("The webhook was not reached: %(why)s.") % {"why": taming.words(str(error), 200)}
    if answer.status in TAKEN:
        return ""
    return _("The webhook answered %(status)s.") % {"status": answer.status}
