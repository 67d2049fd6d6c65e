"""People who did something towards a brand, for the tests of people and of what they said."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from passaparola.web.channels import actions as channels
from passaparola.web.channels.models import Channel
from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.conversations.persons.tallying import PASSING_ON
from passaparola.web.people import actions, affinity
from passaparola.web.people.actions import Gain, Profile
from passaparola.web.people.models import Handle, Person

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

NUMBERS = count(1)


def a_handle(brand: Brand, who: str = "bea", platform: str = "sandbox", **more: Any) -> Handle:
    profile = Profile(**{"native_id": f"did:{who}", "handle": who, "name": who.title(), **more})
    return actions.know(brand, platform, "", [profile])[profile.native_id]


def a_person(brand: Brand, who: str = "bea", platform: str = "sandbox", **more: Any) -> Person:
    """Somebody with one handle; asked twice, the same."""
    handle = a_handle(brand, who, platform, **more)
    return Person.objects.get(pk=actions.persons_of([handle])[handle.pk])


def their(person: Person) -> Handle:
    return person.handles.order_by("pk")[0]


def a_channel(brand: Brand, platform: str = "sandbox") -> Channel:
    found = Channel.objects.filter(brand=brand, platform=platform).first()
    return found or channels.add_channel(brand, platform=platform, native_id="aurora", handle="aurora")


def an_act(handle: Handle, at: datetime, kind: Kind = Kind.REPLY, **more: Any) -> Interaction:
    """Something they did, credited to whoever the handle belongs to, as the intake does."""
    brought, exchange = more.get("brought", 0), more.get("exchange", False)
    points = affinity.points(kind.name.lower(), brought=brought, exchange=exchange)
    said = {"text": "Buonasera", "native_id": f"act-{next(NUMBERS)}", **more}
    channel = a_channel(handle.brand, handle.platform)
    act = Interaction.objects.create(
        brand=handle.brand,
        channel=channel,
        handle=handle,
        kind=kind,
        at=at,
        heard_at=at,
        points=points,
        **said,
    )
    person = actions.persons_of([handle])[handle.pk]
    gain = Gain(affinity.warmth(points, at), 1, int(kind in PASSING_ON), brought, at, at)
    actions.credit(handle.brand, {person: gain})
    return act
