"""One conversation as it is read: what it began with, what was said, and what became of our answers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Prefetch
from django.db.models.functions import Length, Substr

from passaparola.web.brands import digits
from passaparola.web.conversations.inbox import answering, presence
from passaparola.web.conversations.keeping import waiting
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Note
from passaparola.web.publishing.models import Delivery, Piece, Verb
from passaparola.web.publishing.models.delivery import CANCELLED, PUBLISHED
from passaparola.web.publishing.outbox import states

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.cascades.models import Message

SHOWN = 100
"""Words shown at once, the newest; a link leads to those before them."""

LONG = 2000
"""Letters of one word that are shown before somebody asks for all of it."""

WEB = ("https://", "http://")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said to us; `cut` that there is more of it than `text`."""

    interaction: Interaction
    text: str
    cut: bool
    ours: bool = False

    @property
    def at(self) -> datetime:
        """Return when it was said."""
        return self.interaction.at


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of ours, and what became of it in the outbox's own words."""

    answer: Answer
    text: str
    state: str
    state_said: str
    trouble: str
    url: str
    ours: bool = True

    @property
    def at(self) -> datetime:
        """Return when it was written."""
        return self.answer.at

    @property
    def icon(self) -> str:
        """Return the sign of its state."""
        return states.icon(self.state)


@dataclass(frozen=True, slots=True)
class Begun:
    """The post it was said to: its words where they are known, else where it is."""

    text: str
    url: str
    ours: bool
    at: datetime | None
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """All of it; `earlier` is where the words before these begin, `to` what is answered."""

    begun: Begun | None
    entries: list[Word | Said]
    earlier: str
    notes: list[Note]
    to: Interaction | None
    why_not: str
    seen: int
    joined: list[Conversation]


def thread_of(conversation: Conversation, *, before: str = "", to: int = 0) -> Thread:
    """Return `conversation` with the words before the one that `before` numbers, or the newest."""
    parts = waiting.parts(conversation)
    words, more = _words(parts, digits.number(before) or 0)
    since = words[0].at if words and more else None
    until = None if not before or not words else words[-1].at
    said = _answers(parts, since, until)
    entries: list[Word | Said] = sorted([*words, *said], key=lambda each: (each.at, each.ours))
    chosen = _to(parts, to)
    return Thread(
        begun=_begun(conversation),
        entries=entries,
        earlier=str(words[0].interaction.pk) if more else "",
        notes=list(Note.objects.filter(conversation__in=parts).select_related("by").order_by("at", "pk")),
        to=chosen,
        why_not=answering.reason(chosen) if chosen else "",
        seen=Answer.objects.filter(conversation__in=parts).aggregate(last=Max("pk"))["last"] or 0,
        joined=list(
            Conversation.objects.filter(pk__in=parts[1:]).select_related("channel", "handle").order_by("pk")
        ),
    )


def _words(parts: list[int], before: int) -> tuple[list[Word], bool]:
    said = Interaction.objects.filter(conversation__in=parts)
    if before and (edge := said.filter(pk=before).values_list("at", "pk").first()):
        said = said.filter(at__lte=edge[0]).exclude(at=edge[0], pk__gte=edge[1])
    shown = said.defer("text").annotate(first=Substr("text", 1, LONG), letters=Length("text"))
    related = shown.select_related("handle__person", "channel")
    found = list(related.order_by("-at", "-pk")[: SHOWN + 1])
    words = [_word(each) for each in reversed(found[:SHOWN])]
    return words, len(found) > SHOWN


def _word(row: Interaction) -> Word:
    text: str = row.first if row.gone_at is None else ""  # type: ignore[attr-defined]
    text = EMPTY_LINES.sub("\n\n", text)
    letters: int = row.letters  # type: ignore[attr-defined]
    return Word(row, text, cut=row.gone_at is None and letters > LONG)


def _answers(parts: list[int], since: datetime | None, until: datetime | None) -> list[Said]:
    sent = Delivery.objects.filter(verb=Verb.PUBLISH).prefetch_related("pieces").order_by("pk")
    rows = Answer.objects.filter(conversation__in=parts).select_related("post", "by")
    rows = rows.filter(at__gte=since) if since else rows
    rows = rows.filter(at__lte=until) if until else rows
    fetched = rows.prefetch_related(Prefetch("post__deliveries", sent)).order_by("-at", "-pk")[:SHOWN]
    return [_said(each) for each in fetched]


def _said(answer: Answer) -> Said:
    post = answer.post
    sent = sorted(post.deliveries.all(), key=lambda each: (each.state != CANCELLED, each.pk))
    if not sent:
        return Said(answer, post.text, "draft", post.get_stage_display(), "", "")
    delivery = sent[-1]
    pieces = list(delivery.pieces.all())
    url = next((each.url for each in pieces if each.url.startswith(WEB) and not each.deleted_at), "")
    text = str(pieces[0].content.get("text", "")) if pieces and delivery.state == PUBLISHED else post.text
    return Said(answer, text, delivery.state, states.words(delivery.state), delivery.trouble, url)


def _to(parts: list[int], wanted: int) -> Interaction | None:
    """Return what is answered: what was chosen, else the newest word that can be, else the newest."""
    said = Interaction.objects.filter(conversation__in=parts, gone_at=None)
    rows = said.select_related("channel", "handle__person", "handle").defer("text")
    chosen = rows.filter(pk=wanted).first() if wanted else None
    newest = rows.order_by("-at", "-pk")
    return chosen or newest.exclude(address="").first() or newest.first()


def _begun(conversation: Conversation) -> Begun | None:
    if message := conversation.message:
        url = message.address if message.address.startswith(WEB) else ""
        ours = _ours(message, conversation)
        return Begun(message.text, url, ours=ours, at=message.published_at, message=message.pk)
    if not conversation.about:
        return None
    own = Piece.objects.filter(native_id=conversation.about, delivery__channel=conversation.channel_id)
    if piece := own.order_by("pk").first():
        url = piece.url if piece.url.startswith(WEB) else ""
        return Begun(str(piece.content.get("text", "")), url, ours=True, at=piece.published_at)
    about = conversation.about
    return Begun("", about if about.startswith(WEB) else "", ours=False, at=None)


def _ours(message: Message, conversation: Conversation) -> bool:
    """Say whether `message` is the channel's own, as what was done to it says, or who wrote it."""
    channel, author = conversation.channel, message.author
    if author is not None and (author.platform, author.native_id) == (channel.platform, channel.native_id):
        return True
    return Interaction.objects.filter(channel=channel, about=message.native_id, ours=True).exists()


def mark_of(conversation: Conversation, user: User, now: datetime) -> str:
    """Return a digest of all that can change on its page, and of who else is on it; six small queries."""
    parts = waiting.parts(conversation)
    said = Interaction.objects.filter(conversation__in=parts).aggregate(
        Count("pk"), Max("pk"), Max("edited_at"), Count("gone_at")
    )
    sent = Delivery.objects.filter(post__answer__conversation__in=parts).order_by("pk")
    told = (
        sorted(said.items()),
        list(sent.values_list("pk", "state", "trouble", "sent")),
        Answer.objects.filter(conversation__in=parts).count(),
        Note.objects.filter(conversation__in=parts).count(),
        conversation.status,
        conversation.assignee_id,
        conversation.snoozed_until,
        sorted(conversation.labels.values_list("pk", flat=True)),
        [(each.user.pk, each.writes) for each in presence.others(conversation, user, now)],
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
