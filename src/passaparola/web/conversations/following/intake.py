"""From what a platform tells to rows: one transaction, safe to repeat, nothing heard is ever lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.connectors.contract import Actor
from passaparola.web.cascades.actions import Heard, record
from passaparola.web.cascades.models import Kind, Message, Source
from passaparola.web.channels import queries as channels
from passaparola.web.conversations import taming
from passaparola.web.conversations.following import rhythm
from passaparola.web.conversations.keeping import talks, traced
from passaparola.web.conversations.keeping.keeping import profile_of
from passaparola.web.lifecycle.actions import move
from passaparola.web.people import actions as people

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Act, Trace
    from passaparola.web.brands.models import Brand
    from passaparola.web.campaigns.models import Campaign
    from passaparola.web.cascades.actions import Recorded
    from passaparola.web.people.models import Handle


@dataclass(frozen=True, slots=True)
class Taken:
    """The message a trace was about, and what recording it changed."""

    message: Message
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Met:
    """Those who acted in a trace, by native id, and how many follows among them were new."""

    handles: dict[str, Handle]
    follows: int


@transaction.atomic
def meet(brand: Brand, trace: Trace) -> Met:
    """Store those who acted in `trace` and who follows whom among them; harmless without their acts.

    A transaction of its own, so that on SQLite, where one writes at a time, others come in between.
    """
    handles = people.know(brand, trace.platform, "", _profiles(trace))
    follows = ((taming.identity(a), taming.identity(b)) for a, b in trace.follows)
    return Met(handles, people.follow_each_other(follows, handles))


@transaction.atomic
def take_in(  # noqa: PLR0913 - what is told and where it goes, all by name
    brand: Brand,
    trace: Trace,
    *,
    address: str,
    now: datetime,
    campaign: Campaign | None = None,
    met: Met | None = None,
) -> Taken:
    """Store `trace` for `brand`: its message, its acts, its people unless already `met`."""
    met = met or meet(brand, trace)
    root = next(act for act in trace.acts if act.id == trace.root)
    message = _message(brand, trace, root, address, now)
    message.author = met.handles[taming.identity(root.actor)]
    message.text = taming.words(root.text) or message.text
    message.campaign = message.campaign or campaign
    _hear(message, trace, now)
    keys = {native_id: handle.pk for native_id, handle in met.handles.items()}
    recorded = record(message, [_heard(act, trace) for act in trace.acts], keys, now)
    if channel := traced.channel_of(brand, trace):
        traced.keep(channel, trace, now)
        talks.belong_to(message, channel)
    if met.follows and not recorded.anything:
        move(message, "changed", now)  # who follows whom bears on parents that nobody told
    return Taken(message, recorded)


def _message(brand: Brand, trace: Trace, root: Act, address: str, now: datetime) -> Message:
    message, _ = Message.objects.get_or_create(
        brand=brand,
        platform=trace.platform,
        space="",
        native_id=taming.identity(trace.root),
        defaults={
            "source": Source.FOLLOWED,
            "address": taming.link(root.url) or taming.words(address, taming.URL_ROOM),
            "published_at": root.at,
            "added_at": now,
            "state": "settled",
            "state_since": now,
        },
    )
    return message


def _hear(message: Message, trace: Trace, now: datetime) -> None:
    """Write on `message` how fresh it is, what could not be seen and when to listen again."""
    last_act = max(act.at for act in trace.acts)
    message.last_act_at = max(last_act, message.last_act_at or last_act)
    message.heard_at = now
    message.deleted_at = None
    message.unheard_because = ""
    message.gaps = [
        {"what": taming.words(gap.what), "why": taming.words(gap.why), "count": gap.count}
        for gap in trace.gaps
    ]
    simulated = channels.is_simulated(message.platform)
    # A post that is new to us is listened to for a while, however old its last act.
    quiet_since = max(message.last_act_at, message.added_at)
    message.next_reading_at = rhythm.next_reading(quiet_since, now, simulated=simulated)
    message.save(
        update_fields=[
            "author",
            "text",
            "campaign",
            "last_act_at",
            "heard_at",
            "deleted_at",
            "unheard_because",
            "gaps",
            "next_reading_at",
        ]
    )


def _profiles(trace: Trace) -> list[people.Profile]:
    """Return those who acted; someone a platform gives an act of but no words about goes by their id."""
    acted = dict.fromkeys(act.actor for act in trace.acts)
    return [profile_of(trace.actors.get(actor_id, Actor(actor_id, actor_id))) for actor_id in acted]


def _heard(act: Act, trace: Trace) -> Heard:
    return Heard(
        native_id=taming.identity(act.id),
        who=taming.identity(act.actor),
        at=act.at,
        kind=Kind[act.kind.upper()],
        channel=trace.platform,
        first=act.id == trace.root,
        parent=taming.identity(act.parent) if act.parent else "",
        at_known=act.at_known,
        url=taming.link(act.url),
        text="" if act.id == trace.root else taming.words(act.text),
    )
