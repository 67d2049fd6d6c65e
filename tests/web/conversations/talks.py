"""Rows of conversations for tests: somebody says something, on a channel, at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from passaparola.web.conversations.models import TALK, Conversation, Interaction, Kind, Label
from passaparola.web.people.models import Handle, Person
from web.publishing.plans import a_channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NUMBERS = count(1)


def somebody(brand: Brand, name: str = "Mara", platform: str = "sandbox", **more: Any) -> Handle:
    """A person with one handle."""
    native = f"{name.lower()}-{next(NUMBERS)}"
    person = Person.objects.create(brand=brand, name=name, **more)
    return Handle.objects.create(
        brand=brand, person=person, platform=platform, native_id=native, handle=name.lower(), name=name
    )


def the_channel(brand: Brand, name: str = "aurora") -> Channel:
    """The brand's channel of that name, made where it is not there yet."""
    return brand.channels.filter(native_id=name).first() or a_channel(brand, name)


def a_talk(
    brand: Brand,
    text: str = "Is the shop open on Sunday?",
    *,
    by: Handle | None = None,
    channel: Channel | None = None,
    at: datetime = NOW,
    **more: Any,
) -> Conversation:
    """A conversation that begins with one word, unread and open, somebody waiting in it."""
    channel = channel or the_channel(brand)
    handle = by or somebody(brand, platform=channel.platform)
    fields: dict[str, Any] = {"opened_at": at, "last_at": at, "waits_since": at, "language": "en", **more}
    made = Conversation.objects.create(
        brand=brand, channel=channel, key=f"talk-{next(NUMBERS)}", handle=handle, **fields
    )
    said(made, text, at=at, private=made.private)
    return made


def said(
    conversation: Conversation,
    text: str = "And on Monday?",
    *,
    at: datetime = NOW + MINUTE,
    by: Handle | None = None,
    kind: Kind = Kind.REPLY,
    **more: Any,
) -> Interaction:
    """One more word in a conversation."""
    native = f"said-{next(NUMBERS)}"
    fields: dict[str, Any] = {
        "heard_at": at,
        "address": f"sandbox://demo/{native}",
        "url": f"https://sandbox.test/{native}",
        "language": "en",
        "language_by": "recognised",
        "tone": 0,
        "tone_by": "lexicon",
        **more,
    }
    return Interaction.objects.create(
        brand=conversation.brand,
        channel=conversation.channel,
        conversation=conversation if kind in TALK else None,
        handle=by or conversation.handle,
        kind=kind,
        native_id=native,
        at=at,
        text=text,
        **fields,
    )


def a_label(brand: Brand, name: str = "orders") -> Label:
    """A label of the brand."""
    return Label.objects.get_or_create(brand=brand, name=name)[0]
