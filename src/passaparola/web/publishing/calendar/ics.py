"""The calendar as a feed that other calendars subscribe to (iCalendar, RFC 5545).

An event is a post at one minute, as a chip is. Times are in UTC: every program shows them by its own clocks,
and no description of a zone can be outdated. An event keeps its UID when it is moved, and its SEQUENCE grows.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from icalendar import Calendar, Event

from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Delivery, Post, Stage, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, PUBLISHED, SCHEDULED, SENDING
from passaparola.web.publishing.outbox import states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from passaparola.web.brands.models import Brand

BEFORE, AFTER = timedelta(days=60), timedelta(days=366)
MOST = 5_000
LENGTH = timedelta(minutes=15)
FIRM = frozenset({SCHEDULED, SENDING, PUBLISHED})
DESCRIBED = 1_000


def feed_of(brand: Brand, now: datetime, address: Callable[[int], str]) -> bytes:
    """Return the feed of `brand`: two months back, a year ahead; `address` gives the page of a post."""
    calendar = Calendar()
    calendar.add("prodid", "-//Passaparola//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", brand.name)
    calendar.add("x-wr-timezone", brand.zone)
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    named: set[int] = set()
    for rows in _together(_deliveries(brand, now)):
        event = _event(rows, address)
        # A post has one name from draft to published; what of it goes at another time has the delivery's too.
        first = rows[0].post_id not in named
        named.add(rows[0].post_id)
        name = f"post-{rows[0].post_id}" if first else f"post-{rows[0].post_id}-{rows[0].pk}"
        event.add("uid", f"{name}@{brand.slug}.passaparola")
        calendar.add_component(event)
    for post in _drafts(brand, now):
        event = _draft(post, brand, address)
        event.add("uid", f"post-{post.pk}@{brand.slug}.passaparola")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _deliveries(brand: Brand, now: datetime) -> Iterable[Delivery]:
    sent = Delivery.objects.filter(brand=brand, verb=Verb.PUBLISH, post__only_answers=False)
    planned = sent.exclude(state=CANCELLED)
    shown = planned.filter(planned_at__gte=now - BEFORE, planned_at__lt=now + AFTER)
    return shown.select_related("post", "channel").order_by("planned_at", "pk")[:MOST]


def _drafts(brand: Brand, now: datetime) -> Iterable[Post]:
    begun = Delivery.objects.filter(brand=brand, verb=Verb.PUBLISH).exclude(state=CANCELLED)
    since, until = (planning.wall(at, brand.zone) for at in (now - BEFORE, now + AFTER))
    planned = Post.objects.filter(brand=brand, planned__gte=since, planned__lt=until)
    return planned.exclude(deliveries__in=begun).order_by("planned", "pk")[:MOST]


def _together(rows: Iterable[Delivery]) -> Iterable[list[Delivery]]:
    """Return what one post sends at one minute as one, what was planned first before the rest."""
    found: dict[tuple[int, datetime], list[Delivery]] = {}
    for row in rows:
        found.setdefault((row.post_id, row.planned_at.replace(second=0, microsecond=0)), []).append(row)
    return sorted(found.values(), key=lambda same: min(row.pk for row in same))


def _event(rows: list[Delivery], address: Callable[[int], str]) -> Event:
    post = rows[0].post
    changed = max(post.changed_at, *(row.state_since for row in rows))
    names = ", ".join(dict.fromkeys(channels.platform_name(row.channel.platform) for row in rows))
    said = "; ".join(f"{row.channel}: {states.words(row.state)}" for row in rows)
    event = Event()
    _fill(event, post, rows[0].planned_at, changed, address)
    event.add("summary", f"{names}: {post}")
    event.add("description", f"{said}\n\n{post.text[:DESCRIBED]}")
    event.add("status", "CONFIRMED" if all(row.state in FIRM for row in rows) else "TENTATIVE")
    return event


def _draft(post: Post, brand: Brand, address: Callable[[int], str]) -> Event:
    event = Event()
    _fill(event, post, planning.moment(post.planned, post.zone or brand.zone), post.changed_at, address)
    event.add("summary", f"({Stage(post.stage).label}) {post}")
    event.add("description", post.text[:DESCRIBED])
    event.add("status", "TENTATIVE")
    return event


def _fill(event: Event, post: Post, at: datetime, changed: datetime, address: Callable[[int], str]) -> None:
    event.add("dtstart", at.replace(second=0, microsecond=0))
    event.add("dtend", at.replace(second=0, microsecond=0) + LENGTH)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("created", post.created_at)
    event.add("sequence", max(0, int((changed - post.created_at).total_seconds())))
    event.add("url", address(post.pk))
    event.add("transp", "TRANSPARENT")
