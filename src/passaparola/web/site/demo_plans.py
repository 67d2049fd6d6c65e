"""What the demo brand has planned: calendar and composer have something in them from the first minute."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Slot, Snippet
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words import snippets
from passaparola.web.publishing.words.content import Content, Words
from passaparola.web.publishing.writing import writing
from passaparola.web.site import story

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.campaigns.models import Campaign
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.models import Post


def make(channel: Channel, campaign: Campaign, *, by: User, now: datetime) -> None:
    """Plan the story's next posts on `channel`, leave a draft, and give the channel its week of slots."""
    brand = channel.brand
    for weekday, at in story.SLOTS:
        Slot.objects.create(channel=channel, weekday=weekday, at=time(at))
    snippets.keep(brand, Snippet.Kind.HASHTAGS, *story.HASHTAGS)
    writing.begin(brand, by=by, now=now, content=_said(story.DRAFT, channel, campaign))
    for days, hour, text in story.PLANS:
        post = writing.begin(brand, by=by, now=now, content=_said(text, channel, campaign))
        _plan(post, f"{planning.wall(now + timedelta(days=days), brand.zone)[:10]}T{hour}", by=by, now=now)


def _plan(post: Post, wall: str, *, by: User, now: datetime) -> None:
    brand = post.brand
    at = planning.moment(wall, brand.zone)
    deliveries.schedule(post, at, by=by, now=now, wall=wall, zone=brand.zone)


def _said(text: str, channel: Channel, campaign: Campaign) -> Content:
    return Content(text=text, language="it", campaign=campaign.pk, variants=[Words(channel.pk)])
