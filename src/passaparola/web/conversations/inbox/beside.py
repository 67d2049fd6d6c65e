"""Who somebody is, beside what they say: their handles, how close they are, what else they did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from passaparola.web.conversations.models import TALK, Conversation, Interaction
from passaparola.web.people import affinity
from passaparola.web.people.models import Role

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.people.models import Handle, Person

MOST = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """The person of a conversation; `score` is their affinity, 0 to 100, None where nobody knows them yet."""

    handle: Handle
    person: Person | None
    handles: list[Handle]
    roles: list[str]
    score: int | None
    others: list[Conversation]
    acts: list[Interaction]


def beside(conversation: Conversation, now: datetime) -> Beside:
    """Return who `conversation` is with; three queries."""
    handle, person = conversation.handle, conversation.handle.person
    same = Q(handle__person=person) if person else Q(handle=handle)
    talks = Conversation.objects.filter(same, brand=conversation.brand_id, merged_into=None)
    done = Interaction.objects.filter(same, brand=conversation.brand_id, gone_at=None)
    return Beside(
        handle=handle,
        person=person,
        handles=list(person.handles.order_by("platform", "handle", "pk")[:MOST]) if person else [handle],
        roles=[str(Role(each).label) for each in person.roles if each in Role.values] if person else [],
        score=round(affinity.score(person.warmth, now)) if person else None,
        others=list(
            talks.exclude(pk=conversation.pk).select_related("channel").order_by("-last_at", "-pk")[:MOST]
        ),
        acts=list(done.exclude(kind__in=TALK).select_related("channel").order_by("-at", "-pk")[:MOST]),
    )
