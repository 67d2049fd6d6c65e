"""Erasing somebody: what they are, said and did is gone; what the brand's own numbers need stays, nameless.

Their acts in cascades stay as nodes of somebody called "erased", so that a message's reach remains true; what
the brand wrote to them stays the brand's, without their name and address. Of themselves only a digest is
kept, so that what is told again later is not stored again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.models import (
    CANCELLED,
    READING,
    Conversation,
    Interaction,
    Note,
    Reading,
)
from passaparola.web.conversations.persons import marks as marking
from passaparola.web.conversations.persons import sweeping, vanishing
from passaparola.web.lifecycle.actions import move
from passaparola.web.people import joining
from passaparola.web.people import queries as people
from passaparola.web.people.models import Forgotten, Handle, Joining, Person
from passaparola.web.publishing.models import (
    Attempt,
    Comment,
    Delivery,
    Mention,
    Piece,
    Post,
    Review,
    Stage,
    Variant,
    Version,
)
from passaparola.web.publishing.models.delivery import CANCELLED as CALLED_OFF
from passaparola.web.publishing.models.delivery import QUEUED, SENDING, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from passaparola.web.brands.models import User
    from passaparola.web.conversations.persons.marks import Marks, Whole

ERASED = audit.verb("person.erased", gettext_lazy("erased a person"))
ROOM = people.ROOM
BATCH = 500

WRITTEN: tuple[tuple[type[Model], str], ...] = (
    (Post, "pk"),
    (Variant, "post"),
    (Version, "post"),
    (Comment, "post"),
    (Review, "post"),
    (Delivery, "post"),
    (Piece, "delivery__post"),
    (Attempt, "delivery__post"),
)
"""Where the words of a post are, and how each leads to it."""


@dataclass(frozen=True, slots=True)
class Goes:
    """What erasing somebody takes with it, and what stays without their name."""

    handles: int
    interactions: int
    conversations: int
    notes: int
    joinings: int
    acts: int
    messages: int
    answers: int


def what_goes(person: Person) -> Goes:
    """Return how much of `person` there is to erase."""
    who = marking.whole(person)
    begun = _begun_alone(who)
    joinings = Q(kept__in=who.persons) | Q(gone__in=who.persons)
    return Goes(
        handles=len(who.handles),
        interactions=Interaction.objects.filter(handle__in=who.handle_ids).count(),
        conversations=begun.count(),
        notes=Note.objects.filter(conversation__in=begun).count(),
        joinings=Joining.objects.filter(joinings).count(),
        acts=Act.objects.filter(handle__in=who.handle_ids).count(),
        messages=Message.objects.filter(author__in=who.handle_ids).count(),
        answers=_ours(who).count(),
    )


def erase(person: Person, by: User | None, now: datetime) -> bool:
    """Leave nothing of `person` in any table; False where old pages of the file wait for its last reader.

    Raises `Refused` while an answer to them is on its way. What is theirs goes in one transaction.
    """
    # Looked for before anything is locked: going through every table takes a while.
    found = sweeping.look(marking.marks_of(marking.whole(person)))
    marks = _erase(person, found, by, now)
    # What was told meanwhile by others.
    if left := sweeping.look(marks):
        with transaction.atomic():
            sweeping.sweep(marks, left)
    return vanishing.vanish(marks.telling)


@transaction.atomic
def _erase(person: Person, found: sweeping.Found, by: User | None, now: datetime) -> Marks:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    who = marking.whole(person)
    marks, ids = marking.marks_of(who), set(marking.ids_of(who))
    _clean_ours(who, marks, now)
    _leave_conversations(who, marks)
    Interaction.objects.filter(handle__in=who.handle_ids).delete()
    _leave_cascades(who, marks, now)
    _leave_mentions(who)
    _forget(who, ids, now)
    sweeping.sweep(marks, found)
    vanishing.merge_indexes()
    audit.record(person.brand, by, ERASED, joining.named(person), now)
    return marks


# ── what the brand wrote to them ─────────────────────────────────────────────


def _clean_ours(who: Whole, marks: Marks, now: datetime) -> None:
    """Take their name and address out of what the brand wrote to them; what has not left is called off."""
    posts = list(_ours(who))
    _call_off(posts, now)
    for model, way in WRITTEN:
        rows = model._default_manager.filter(**{f"{way}__in": [post.pk for post in posts]})  # noqa: SLF001
        sweeping.clean(model, rows, marks, names=True)


def _call_off(posts: Iterable[Post], now: datetime) -> None:
    for post in posts:
        going = post.deliveries.select_for_update(of=("self",), no_key=True)
        for delivery in going.filter(state__in=[*QUEUED, SENDING, UNKNOWN]):
            if delivery.state not in QUEUED:
                raise Refused(
                    _("An answer to them is being sent: try again once it is known what became of it.")
                )
            move(delivery, CALLED_OFF, now)
            # Without the address it answers it would be a post of its own: nobody sends it by mistake.
            Post.objects.filter(pk=post.pk).update(stage=Stage.DRAFT, planned="")


def _ours(who: Whole) -> QuerySet[Post]:
    """Return the brand's posts that answer or quote them."""
    said = Interaction.objects.filter(handle__in=who.handle_ids)
    addresses = {one for pair in said.values_list("address", "url") for one in pair if one}
    answers = Q(answer__to__handle__in=who.handle_ids) | Q(answer__conversation__handle__in=who.handle_ids)
    keys = set(Post.objects.filter(answers, brand=who.brand_id).values_list("pk", flat=True))
    to_them = sorted(addresses)
    for start in range(0, len(to_them), ROOM):
        some = to_them[start : start + ROOM]
        variants = Variant.objects.filter(Q(answers__in=some) | Q(quotes__in=some), post__brand=who.brand_id)
        keys |= set(variants.values_list("post_id", flat=True))
    return Post.objects.filter(pk__in=keys).order_by("pk")


# ── what they said ───────────────────────────────────────────────────────────


def _begun_alone(who: Whole) -> QuerySet[Conversation]:
    """Return the conversations they began in which nobody else said anything."""
    others = Interaction.objects.filter(conversation=OuterRef("pk")).exclude(handle__in=who.handle_ids)
    return Conversation.objects.filter(~Exists(others), handle__in=who.handle_ids)


def _leave_conversations(who: Whole, marks: Marks) -> None:
    """Delete the conversations that were theirs alone; of the others only what they said goes."""
    joined_in = set(
        Conversation.objects.filter(interactions__handle__in=who.handle_ids).values_list("pk", flat=True)
    )
    _begun_alone(who).delete()
    begun = list(Conversation.objects.filter(handle__in=who.handle_ids).select_related("handle"))
    for conversation in begun:
        conversation.handle = _nobody(conversation.handle, marks)
        conversation.key = marks.in_place_of(conversation.key)
        conversation.save(update_fields=["handle", "key"])
    talked = joined_in | {conversation.pk for conversation in begun}
    notes = Note.objects.filter(conversation__in=talked)
    sweeping.clean(Note, notes, marks, names=True)
    _repoint_answers(who, marks)


def _repoint_answers(who: Whole, marks: Marks) -> None:
    """Have what others said to them, in talks and in cascades, point at nobody's ids instead."""
    channels = set(Interaction.objects.filter(handle__in=who.handle_ids).values_list("channel_id", flat=True))
    ids = sorted(marks.ids)
    for start in range(0, len(ids), ROOM):
        some = ids[start : start + ROOM]
        for model in (Interaction, Conversation):
            rows = model._default_manager.filter(channel__in=channels, about__in=some)  # noqa: SLF001
            sweeping.clean(model, rows, marks)


# ── what they passed on ──────────────────────────────────────────────────────


def _leave_cascades(who: Whole, marks: Marks, now: datetime) -> None:
    """Make their acts somebody nameless's: nothing they wrote stays, and the numbers of messages do."""
    acted = Act.objects.filter(handle__in=who.handle_ids).select_related("handle")
    messages = set(acted.values_list("message_id", flat=True))
    for act in acted:
        Act.objects.filter(pk=act.pk).update(
            handle=_nobody(act.handle, marks), native_id=marks.in_place_of(act.native_id), text="", url=""
        )
    for message in Message.objects.filter(author__in=who.handle_ids).select_related("author"):
        messages.add(message.pk)
        _leave_message(message, marks, now)
    keys = sorted(messages)
    for start in range(0, len(keys), ROOM):
        some = keys[start : start + ROOM]
        below = Act.objects.filter(message__in=some).exclude(heard_parent="")
        sweeping.clean(Act, (act for act in below if act.heard_parent in marks.ids), marks)
        sweeping.clean(Message, Message.objects.filter(pk__in=some), marks)


def _leave_message(message: Message, marks: Marks, now: datetime) -> None:
    """Take a message they wrote out of their hands: its words and address go, and nobody listens to it."""
    message.author = _nobody(message.author, marks) if message.author else None
    message.native_id = marks.in_place_of(message.native_id)
    message.text = message.address = message.unheard_because = ""
    message.next_reading_at = None
    message.save()
    for reading in Reading.objects.filter(message=message):
        Reading.objects.filter(pk=reading.pk).update(address=marks.in_place_of(reading.address), trouble="")
        if not READING[reading.state].final:
            move(reading, CANCELLED, now)


def _nobody(handle: Handle, marks: Marks) -> Handle:
    """Return who stands where `handle` stood: one for each, so that people are still counted apart."""
    nobody, _made = Handle.objects.get_or_create(
        brand_id=handle.brand_id,
        platform=handle.platform,
        space=handle.space,
        native_id=marks.in_place_of(handle.native_id),
        defaults={"handle": people.ERASED},
    )
    return nobody


# ── who they are ─────────────────────────────────────────────────────────────


def _leave_mentions(who: Whole) -> None:
    """Delete them from the list of those whom the team mentions by name."""
    called = {(handle.platform, handle.handle.removeprefix("@").lower()) for handle in who.handles}
    for mention in Mention.objects.filter(brand=who.brand_id):
        known = {
            (platform, str(name).removeprefix("@").lower()) for platform, name in mention.handles.items()
        }
        if known & called:
            mention.delete()


def _forget(who: Whole, ids: Iterable[tuple[str, str]], now: datetime) -> None:
    """Delete their rows, and keep a digest of each handle and of what each thing they did is called."""
    Forgotten.objects.bulk_create(
        (
            Forgotten(
                brand_id=who.brand_id,
                digest=people.digest(who.brand_id, platform, native_id),
                at=now,
            )
            for platform, native_id in ids
            if native_id
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    Handle.objects.filter(pk__in=who.handle_ids).delete()
    Person.objects.filter(pk__in=[person.pk for person in who.persons]).delete()
