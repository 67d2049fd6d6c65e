"""A conversation as a row of the inbox: who, their newest words, how long they still have to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passaparola.web.conversations.models import TALK, Answer, Conversation, Interaction, Labelled
from passaparola.web.publishing.models.delivery import TROUBLED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from passaparola.web.people.models import Handle

SHOWN = 160
MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `left` is the time until the promised answer, below zero where that is over."""

    conversation: Conversation
    last: Interaction | None
    words: str
    left: timedelta | None
    failed: bool

    @property
    def overdue(self) -> bool:
        """Say whether the promised time is over."""
        return self.left is not None and self.left < timedelta(0)

    @property
    def due(self) -> str:
        """Return the time left in words; empty where nothing is promised."""
        return "" if self.left is None else in_words(self.left)

    @property
    def another(self) -> Handle | None:
        """Return who said these words where it is not who began the conversation."""
        if self.last is None or self.last.handle_id == self.conversation.handle_id:
            return None
        return self.last.handle

    @property
    def tone_said(self) -> str:
        """Return how the last word is said, and who says so."""
        return tone_said(self.last) if self.last else ""


def tone_said(said: Interaction) -> str:
    """Return how something is said, and on whose word; empty where nobody knows."""
    if said.tone is None:
        return ""
    tone = str(said.get_tone_display())
    source = Labelled(said.tone_by).label if said.tone_by else ""
    return _("%(tone)s: %(source)s") % {"tone": tone, "source": source} if source else tone


def in_words(left: timedelta) -> str:
    """Return a time until, or since, a promised answer: 11 min left, 1 h overdue."""
    seconds = abs(left.total_seconds())
    over = left < timedelta(0)
    if seconds < HOUR:
        n = int(seconds // MINUTE)
        return (_("%(n)s min overdue") if over else _("%(n)s min left")) % {"n": n}
    if seconds < DAY:
        n = int(seconds // HOUR)
        return (_("%(n)s h overdue") if over else _("%(n)s h left")) % {"n": n}
    n = int(seconds // DAY)
    if over:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", n) % {"n": n}
    return ngettext("%(n)s day left", "%(n)s days left", n) % {"n": n}


def left_of(conversation: Conversation, minutes: int | None, now: datetime) -> timedelta | None:
    """Return the time until whoever waits in it was to be answered; None where nobody waits for a promise."""
    if minutes is None or conversation.waits_since is None:
        return None
    return conversation.waits_since + timedelta(minutes=minutes) - now


def rows_of(
    page: Sequence[Conversation], minutes: int | None, now: datetime, found: Mapping[int, int]
) -> list[Row]:
    """Return the rows of a page; four queries. `found` has the word that was looked for, by conversation."""
    home = _home(page)
    shown = _last_words(page, home, found)
    failed = _failed(home)
    return [_row(each, shown.get(each.pk), left_of(each, minutes, now), failed) for each in page]


def _row(
    conversation: Conversation, last: Interaction | None, left: timedelta | None, failed: set[int]
) -> Row:
    words = ""
    if last is not None:
        words = " ".join(last.first_words.split()) if last.gone_at is None else ""  # type: ignore[attr-defined]
    return Row(conversation, last, words, left, conversation.pk in failed)


def _home(page: Sequence[Conversation]) -> dict[int, int]:
    """Return in which row of a page each conversation stands, also those that were put into one of it."""
    home = {each.pk: each.pk for each in page}
    joined = Conversation.objects.filter(merged_into__in=list(home))
    return home | {pk: into for pk, into in joined.values_list("pk", "merged_into") if into}


def _last_words(
    page: Sequence[Conversation], home: Mapping[int, int], found: Mapping[int, int]
) -> dict[int, Interaction]:
    """Return the newest word in each conversation of a page, or what was looked for; two queries."""
    said = Interaction.objects.filter(conversation=OuterRef("pk"), kind__in=TALK)
    newest = Conversation.objects.filter(pk__in=home).annotate(
        newest=Subquery(said.order_by("-at", "-pk").values("pk")[:1])
    )
    wanted = {pk for pk in newest.values_list("newest", flat=True) if pk}
    wanted |= {found[each.pk] for each in page if each.pk in found}
    every = Interaction.objects.select_related("handle__person").defer("text")
    rows = every.annotate(first_words=Substr("text", 1, SHOWN)).in_bulk(wanted)
    shown: dict[int, Interaction] = {}
    for row in sorted(rows.values(), key=lambda each: (each.at, each.pk)):
        shown[home.get(row.conversation_id or 0, 0)] = row
    return shown | {pk: rows[number] for pk, number in found.items() if number in rows}


def _failed(home: Mapping[int, int]) -> set[int]:
    stuck = Answer.objects.filter(conversation__in=list(home), post__deliveries__state__in=TROUBLED)
    return {home[pk] for pk in stuck.values_list("conversation", flat=True)}
