"""Which talk something belongs to: that of what it answers, of our answer, of its room; else it begins one.

What is heard late finds its place too: something that others have answered already joins their talk, and
brings several together where they turn out to hang on it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from passaparola.web.conversations.models import TALK, Answer, Conversation, Interaction, Status
from passaparola.web.publishing.models import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from passaparola.web.cascades.models import Message
    from passaparola.web.channels.models import Channel

ROOM = 900
OLD = timedelta(days=7)
"""What was said so long before the channel was connected is history: nobody is asked to answer it."""

FIELDS = (
    *("status", "unread", "snoozed_until", "language", "tone", "opened_at", "last_at", "waits_since"),
    "merged_into",
)


class Where(NamedTuple):
    """Where something was said: the id of its thread, and the message it is about, where that is followed.

    `receipt` is what the post of ours that it answers is called in our outbox, where that is another name.
    """

    thread: str
    message: Message | None
    receipt: str = ""


def place(channel: Channel, rows: Sequence[Interaction], where: Mapping[str, Where]) -> None:
    """Give each of `rows` (unsaved, of one channel, in turn) that is talk its conversation, new or not.

    `where` tells by native id where each was said. Call it with the channel's row held.
    """
    said = [row for row in rows if row.kind in TALK]
    if said:
        _Desk(channel, said, where).place(said)


def in_turn(rows: Sequence[Interaction]) -> list[Interaction]:
    """Return `rows` by time, but none before what it answers.

    Times alone do not tell: some platforms know whole seconds only, others what people's apps say.
    """
    waiting = {row.native_id: row for row in sorted(rows, key=lambda row: row.at)}
    found: list[Interaction] = []
    while waiting:
        chain = [waiting.pop(next(iter(waiting)))]
        while (above := waiting.pop(chain[-1].about, None)) is not None:
            chain.append(above)
        found += reversed(chain)
    return found


def belong_to(message: Message, channel: Channel) -> None:
    """Say of the talks on `channel` that began below `message`, before it was followed, that they did."""
    if message.heard_at == message.added_at:
        begun = Conversation.objects.filter(channel=channel, about=message.native_id, message=None)
        begun.update(message=message)


class _Desk:
    """What is needed to place one batch, read with a fixed number of queries."""

    def __init__(self, channel: Channel, said: Sequence[Interaction], where: Mapping[str, Where]) -> None:
        self.channel = channel
        self.where = where
        ids = [row.native_id for row in said]
        abouts = list({row.about for row in said if row.about})
        keys = list({where[row.native_id].thread for row in said if row.private} | set(ids))
        self.by_word = dict(_said(channel, "native_id", abouts))
        named = {where[row.native_id].receipt or row.about: row.about for row in said if row.about}
        self.by_answer = {named[name]: talk for name, talk in _answered(channel, list(named)).items()}
        self.by_key = {each.key: each for each in _talks(channel, keys)}
        self.awaited: dict[str, list[Conversation]] = {}
        for about, conversation in _said(channel, "about", ids):
            self.awaited.setdefault(about, []).append(conversation)
        self.known = _held(
            [*self.by_word.values(), *self.by_answer.values(), *self.by_key.values()], self.awaited
        )
        self.new: list[Conversation] = []
        self.changed: dict[int, Conversation] = {}

    def place(self, said: Sequence[Interaction]) -> None:
        placed = [(row, self._of(row)) for row in said]
        Conversation.objects.bulk_create(self.new)
        for row, conversation in placed:
            row.conversation = self._end(conversation)
        Conversation.objects.bulk_update(self.changed.values(), FIELDS, batch_size=100)
        for other in [each for each in self.changed.values() if each.merged_into is not None]:
            # What had been put together with it goes along: nothing is put together by way of another.
            Conversation.objects.filter(merged_into=other).update(merged_into=self._end(other))

    def _of(self, row: Interaction) -> Conversation:
        """Return where `row` belongs, told of it; a conversation it begins is not saved yet."""
        key = self.where[row.native_id].thread if row.private else ""
        # A first word can be heard again only as part of what was kept of it: by its own key.
        found = (
            self.by_word.get(row.about)
            or self.by_answer.get(row.about)
            or self.by_key.get(key or row.native_id)
        )
        waiting = [self._end(each) for each in self.awaited.get(row.native_id, ())]
        conversation = self._end(found) if found else (waiting[0] if waiting else self._begin(row, key))
        for other in waiting:
            self._merge(other, conversation)
        row.exchange = row.about in self.by_answer or (
            row.private and conversation.answered_at is not None and conversation.answered_at < row.at
        )
        self._tell(conversation, row)
        self.by_word[row.native_id] = conversation
        return conversation

    def _begin(self, row: Interaction, key: str) -> Conversation:
        conversation = Conversation(
            brand_id=self.channel.brand_id,
            channel=self.channel,
            key=key or row.native_id,
            handle=row.handle,
            about=row.about,
            message=self.where[row.native_id].message,
            private=row.private,
            unread=False,
            status=Status.DONE,
            opened_at=row.at,
            last_at=row.at,
        )
        self.new.append(conversation)
        self.by_key[conversation.key] = conversation
        return conversation

    def _tell(self, conversation: Conversation, row: Interaction) -> None:
        """Write on the conversation that `row` was said in it."""
        if row.at >= conversation.last_at:
            conversation.last_at = row.at
            conversation.language, conversation.tone = row.language, row.tone
        conversation.opened_at = min(conversation.opened_at, row.at)
        if self._wants_us(row):
            conversation.unread, conversation.status, conversation.snoozed_until = True, Status.OPEN, None
            conversation.waits_since = min(conversation.waits_since or row.at, row.at)
        if conversation.pk:
            self.changed[conversation.pk] = conversation

    def _wants_us(self, row: Interaction) -> bool:
        since = self.channel.connected_at
        return row.gone_at is None and (since is None or row.at >= since - OLD)

    def _merge(self, other: Conversation, into: Conversation) -> None:
        if other is into or (other.pk and other.pk == into.pk):
            return
        other.merged_into = into
        into.last_at = max(into.last_at, other.last_at)
        into.unread = into.unread or other.unread
        if other.status == Status.OPEN:
            into.status = Status.OPEN
        waits = [since for since in (into.waits_since, other.waits_since) if since is not None]
        into.waits_since = min(waits) if waits else None
        self.changed[other.pk] = other
        if into.pk:
            self.changed[into.pk] = into

    def _end(self, conversation: Conversation) -> Conversation:
        """Return where `conversation` was merged into in the end, one object for each row."""
        while True:
            if conversation.pk:
                conversation = self.known.setdefault(conversation.pk, conversation)
            if conversation.merged_into is None:
                return conversation
            conversation = conversation.merged_into


def _held(
    some: Sequence[Conversation], awaited: Mapping[str, Sequence[Conversation]]
) -> dict[int, Conversation]:
    """Return `some` and those `awaited` as they are now, held: nobody puts them together meanwhile."""
    found = [*some, *(each for waiting in awaited.values() for each in waiting)]
    keys = sorted({key for each in found for key in (each.pk, each.merged_into_id) if key})
    held: dict[int, Conversation] = {}
    for start in range(0, len(keys), ROOM):
        rows = Conversation.objects.select_for_update(no_key=True).filter(pk__in=keys[start : start + ROOM])
        held.update((each.pk, each) for each in rows.order_by("pk"))
    for each in held.values():
        # Not fetched with it: of a row that was waited for, what hangs on it is as it was before.
        each.merged_into = held.get(each.merged_into_id or 0, each.merged_into)
    return held


def _answered(channel: Channel, receipts: Sequence[str]) -> dict[str, Conversation]:
    """Return the conversation of each post among `receipts` that is an answer of ours."""
    found: dict[str, Conversation] = {}
    for start in range(0, len(receipts), ROOM):
        pieces = Piece.objects.filter(
            delivery__channel=channel,
            native_id__in=receipts[start : start + ROOM],
            delivery__post__answer__isnull=False,
        ).values_list("native_id", "delivery__post__answer")
        names: dict[int, str] = {answer: native_id for native_id, answer in pieces if answer}
        answers = Answer.objects.filter(pk__in=names).select_related("conversation__merged_into")
        found.update((names[answer.pk], answer.conversation) for answer in answers)
    return found


def _talks(channel: Channel, keys: Sequence[str]) -> Iterator[Conversation]:
    """Yield the conversations of `channel` with one of `keys`."""
    for start in range(0, len(keys), ROOM):
        some = Conversation.objects.filter(channel=channel, key__in=keys[start : start + ROOM])
        yield from some.select_related("merged_into")


def _said(channel: Channel, field: str, values: Sequence[str]) -> Iterator[tuple[str, Conversation]]:
    """Yield (field, conversation) of the talk on `channel` whose `field` is among `values`."""
    for start in range(0, len(values), ROOM):
        some = Interaction.objects.filter(
            **{
                "channel": channel,
                "conversation__isnull": False,
                f"{field}__in": values[start : start + ROOM],
            }
        )
        for word in some.select_related("conversation__merged_into"):
            if word.conversation is not None:
                yield getattr(word, field), word.conversation
