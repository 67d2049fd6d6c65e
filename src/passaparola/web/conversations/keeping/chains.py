"""What was done to a message becomes an act in its cascade, with the evidence its platform gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passaparola.web.cascades import actions as cascades
from passaparola.web.cascades.models import Act, Kind, Message, Source
from passaparola.web.conversations import taming
from passaparola.web.people import actions as people
from passaparola.web.publishing.models import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from passaparola.connectors.contract import Event
    from passaparola.web.channels.models import Channel
    from passaparola.web.people.models import Handle

ROOM = 900
KINDS = {
    "reshare": Kind.RESHARE,
    "like": Kind.LIKE,
    "quote": Kind.QUOTE,
    "reply": Kind.REPLY,
    "comment": Kind.REPLY,
    "mention": Kind.MENTION,
}
UNTOLD = frozenset({"reshare", "like"})
"""Acts on the first post of which no platform says through whom it was seen."""


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages some events are about, by native id, and the posts of ours among them nobody follows."""

    by_id: Mapping[str, Message]
    unknown: tuple[str, ...]

    def of(self, event: Event) -> Message | None:
        """Return the message `event` is about, or whose talk it is in."""
        return self.by_id.get(event.about) or self.by_id.get(event.thread)


def messages_of(channel: Channel, events: Sequence[Event], now: datetime) -> Messages:
    """Return the messages that `events` are about; a post we published becomes one where it is none yet."""
    public = [event for event in events if _public(event)]
    found = _messages(channel, {each for event in public for each in (event.about, event.thread) if each})
    ours = {event.receipt or event.about: event.about for event in public if event.ours}
    missing = {name: about for name, about in ours.items() if about not in found}
    pieces = _published(channel, list(missing))
    found |= {
        missing[name]: _message(channel, piece, missing[name], now)
        for name, piece in pieces.items()
        # nobody passes an answer on: what is said to it belongs to what it was said about
        if not piece.delivery.post.only_answers
    }
    return Messages(
        found, tuple(dict.fromkeys(about for name, about in missing.items() if name not in pieces))
    )


def add(events: Sequence[Event], messages: Messages, handles: Mapping[str, Handle], now: datetime) -> None:
    """Add `events`, new to us, to the cascades of the messages they are about.

    What was said in private is no act: nobody else could have it from there.
    """
    keys = {native_id: handle.pk for native_id, handle in handles.items()}
    heard: dict[Message, list[cascades.Heard]] = {}
    for event in events:
        if _public(event) and (message := messages.of(event)):
            heard.setdefault(message, []).append(_heard(event, message))
    cascades.add(heard, keys, now)


def _public(event: Event) -> bool:
    return event.kind in KINDS and bool(event.about) and not event.private


def _messages(channel: Channel, native_ids: Iterable[str]) -> dict[str, Message]:
    wanted = list(native_ids)
    found: dict[str, Message] = {}
    for start in range(0, len(wanted), ROOM):
        some = Message.objects.filter(
            brand=channel.brand_id,
            platform=channel.platform,
            space="",
            native_id__in=wanted[start : start + ROOM],
        )
        found.update((message.native_id, message) for message in some)
    return found


def _heard(event: Event, message: Message) -> cascades.Heard:
    told = event.kind not in UNTOLD or event.about != message.native_id
    return cascades.Heard(
        native_id=event.id,
        who=event.actor.id,
        at=event.at,
        kind=KINDS[event.kind],
        channel=message.platform,
        parent=event.about if told else "",
        at_known=event.at_known,
        url=taming.link(event.url),
        text=taming.words(event.text),
    )


def _published(channel: Channel, receipts: Sequence[str]) -> dict[str, Piece]:
    """Return what we published among `receipts`, by its name there."""
    found: dict[str, Piece] = {}
    for start in range(0, len(receipts), ROOM):
        pieces = Piece.objects.filter(
            delivery__channel=channel,
            native_id__in=receipts[start : start + ROOM],
            published_at__isnull=False,
        ).select_related("delivery__post")
        found.update((piece.native_id, piece) for piece in pieces)
    return found


def _message(channel: Channel, piece: Piece, native_id: str, now: datetime) -> Message:
    """Make `piece` a message with the act that began it."""
    profile = people.Profile(channel.native_id, channel.handle, channel.name, channel.url)
    author = people.know(channel.brand, channel.platform, "", [profile])[channel.native_id]
    message, _ = Message.objects.get_or_create(
        brand_id=channel.brand_id,
        platform=channel.platform,
        space="",
        native_id=native_id,
        defaults={
            "source": Source.HEARD,
            "author": author,
            "campaign_id": piece.delivery.post.campaign_id,
            "address": taming.link(piece.url),
            "text": taming.words(str(piece.content.get("text", ""))),
            "published_at": piece.published_at,
            "added_at": now,
            "heard_at": now,
            "state": "settled",
            "state_since": now,
        },
    )
    if not Act.objects.filter(message=message, native_id=native_id).exists():
        first = cascades.Heard(
            native_id,
            channel.native_id,
            piece.published_at or now,
            Kind.PUBLISH,
            channel.platform,
            first=True,
        )
        cascades.add({message: [first]}, {channel.native_id: author.pk}, now)
    return message
