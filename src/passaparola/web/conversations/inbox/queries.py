"""What the inbox shows: a page of conversations, who has waited too long first, and how many are where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.db.models.functions import Coalesce

from passaparola.web.brands import digits
from passaparola.web.conversations.inbox import rows, searching
from passaparola.web.conversations.inbox.narrowing import FAILED, TABS
from passaparola.web.conversations.models import (
    TALK,
    Answer,
    Conversation,
    Intake,
    Interaction,
    Label,
    Service,
    Status,
)
from passaparola.web.publishing.models import Delivery
from passaparola.web.publishing.models.delivery import TROUBLED

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.conversations.inbox.narrowing import Narrowed
    from passaparola.web.conversations.inbox.rows import Row

PAGE = 30
CAP = 99
"""Up to here conversations are counted; beyond it is said that there are more."""

LATE, LATEST = "l", "r"
MICRO = timedelta(microseconds=1)
ZERO = datetime(1970, 1, 1, tzinfo=UTC)
STATUSES = {"open": Status.OPEN, "waiting": Status.WAITING, "done": Status.DONE}
IN_TURN = frozenset({"open", "unread", "mine", "all"})
"""Tabs in which those who have waited too long come first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the inbox ended: among the late ones or the rest, and after which, as of a moment."""

    part: str
    as_of: datetime
    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place that `text` names, None where it names none."""
        part, *numbers = text.split(".")
        told = [digits.number(each) for each in numbers]
        if part not in {LATE, LATEST} or len(told) != 3 or None in told:  # noqa: PLR2004 - when, where, which
            return None
        as_of, at, pk = (each or 0 for each in told)
        try:
            return cls(part, ZERO + as_of * MICRO, ZERO + at * MICRO, pk)
        except OverflowError:
            return None

    @property
    def written(self) -> str:
        """Return it as an address carries it."""
        return f"{self.part}.{(self.as_of - ZERO) // MICRO}.{(self.at - ZERO) // MICRO}.{self.pk}"


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the inbox; `after` is where the next one begins, if any; `mark` changes with the page."""

    rows: list[Row]
    after: str
    mark: str


def awake(some: QuerySet[Conversation], now: datetime) -> QuerySet[Conversation]:
    """Keep what is not put off, or was until a time that has come."""
    return some.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))


def of_tab(brand: Brand, user: User, tab: str, now: datetime) -> QuerySet[Conversation]:
    """Return the conversations of the brand on one tab."""
    every = Conversation.objects.filter(brand=brand, merged_into=None)
    if tab == "snoozed":
        return every.filter(snoozed_until__gt=now)
    if tab == FAILED:
        return every.filter(pk__in=_failing(brand))
    if tab not in TABS or tab == "all":
        return every
    if tab == "unread":
        return awake(every.filter(unread=True), now)
    if tab == "mine":
        return awake(every.filter(assignee=user).exclude(status=Status.DONE), now)
    return awake(every.filter(status=STATUSES[tab]), now)


def _failing(brand: Brand) -> QuerySet[Answer]:
    """Return in which conversations an answer of ours did not go out, or nobody knows whether it did."""
    stuck = Delivery.objects.filter(brand=brand, state__in=TROUBLED, post__only_answers=True)
    answers = Answer.objects.filter(post__in=stuck.values("post"))
    shown_in = Coalesce("conversation__merged_into", "conversation")
    return answers.annotate(shown_in=shown_in).values("shown_in")  # type: ignore[return-value]


def counts_of(brand: Brand, user: User, now: datetime) -> dict[str, int]:
    """Return how many conversations are on each tab, `CAP` + 1 where there are more than `CAP`."""
    return {tab: _capped(of_tab(brand, user, tab, now)) for tab in (*TABS, FAILED)}


def unread_of(brand: Brand, now: datetime) -> int:
    """Return how many conversations nobody has read, `CAP` + 1 where there are more than `CAP`; one query."""
    unread = Conversation.objects.filter(brand=brand, merged_into=None, unread=True)
    return _capped(awake(unread, now))


def _capped(some: QuerySet[Conversation]) -> int:
    return some.order_by().values("pk")[: CAP + 1].count()


def inbox_of(brand: Brand, user: User, wanted: Narrowed, now: datetime) -> Inbox:
    """Return one page of the inbox; as many queries for ten conversations as for thirty."""
    minutes = service_of(brand).minutes
    some = _narrowed(of_tab(brand, user, wanted.tab, now), wanted)
    words = searching.found(brand, wanted.words) if wanted.words else {}
    if wanted.words:
        some = some.filter(pk__in=words)
    some = some.select_related("handle__person", "channel", "assignee").prefetch_related("labels")
    page, after = _page(some, Place.read(wanted.after), _promised(minutes, wanted), now)
    mark = _mark(page, minutes, unread_of(brand, now), now)
    return Inbox(rows.rows_of(page, minutes, now, words), after, mark)


def mark_of(brand: Brand, user: User, wanted: Narrowed, now: datetime) -> str:
    """Return what the same page of the inbox would be marked with now; three or four small queries."""
    minutes = service_of(brand).minutes
    some = _narrowed(of_tab(brand, user, wanted.tab, now), wanted)
    page, _after = _page(some, Place.read(wanted.after), _promised(minutes, wanted), now)
    return _mark(page, minutes, unread_of(brand, now), now)


def _promised(minutes: int | None, wanted: Narrowed) -> timedelta | None:
    return timedelta(minutes=minutes) if minutes and wanted.tab in IN_TURN else None


def _mark(page: list[Conversation], minutes: int | None, unread: int, now: datetime) -> str:
    """Return a digest of what can change on a page, with the time that is left and how many are unread."""
    told = [
        (
            *(each.pk, each.last_at, each.status, each.unread, each.assignee_id, each.snoozed_until),
            rows.in_words(left) if (left := rows.left_of(each, minutes, now)) is not None else "",
        )
        for each in page
    ]
    return hashlib.sha256(repr((unread, told)).encode()).hexdigest()[:16]


def _narrowed(some: QuerySet[Conversation], wanted: Narrowed) -> QuerySet[Conversation]:
    asked = {
        "channel": wanted.channel,
        "labels": wanted.label,
        "handle__person": wanted.person,
        "language": wanted.language,
    }
    some = some.filter(**{name: value for name, value in asked.items() if value})
    return some.filter(tone=int(wanted.tone)) if wanted.tone else some


def _page(
    some: QuerySet[Conversation], place: Place | None, promised: timedelta | None, now: datetime
) -> tuple[list[Conversation], str]:
    """Return a page and where the next begins: first who waits too long, the longest first, then the rest.

    What is late is told as of the first page, so that nobody is skipped who becomes late while one reads.
    """
    as_of = place.as_of if place else now
    found: list[tuple[str, Conversation]] = []
    if promised and (place is None or place.part == LATE):
        late = some.filter(waits_since__lte=as_of - promised).order_by("waits_since", "pk")
        if place:
            late = late.filter(waits_since__gte=place.at).exclude(waits_since=place.at, pk__lte=place.pk)
        found = [(LATE, each) for each in late[: PAGE + 1]]
    if len(found) <= PAGE:
        rest = some.exclude(waits_since__lte=as_of - promised) if promised else some
        if place and place.part == LATEST:
            rest = rest.filter(last_at__lte=place.at).exclude(last_at=place.at, pk__gte=place.pk)
        left = PAGE + 1 - len(found)
        found += [(LATEST, each) for each in rest.order_by("-last_at", "-pk")[:left]]
    shown = found[:PAGE]
    after = ""
    if len(found) > PAGE:
        part, last = shown[-1]
        at = last.waits_since if part == LATE else last.last_at
        after = Place(part, as_of, at or last.last_at, last.pk).written
    return [each for _, each in shown], after


def service_of(brand: Brand) -> Service:
    """Return what the brand promises those who write; nothing where nobody has said."""
    return Service.objects.filter(brand=brand).first() or Service(brand=brand)


def labels_of(brand: Brand) -> list[Label]:
    """Return the brand's labels by name."""
    return list(Label.objects.filter(brand=brand).order_by("name", "pk"))


def intakes_of(brand: Brand) -> list[Intake]:
    """Return how fresh what is heard is, channel by channel."""
    rows_ = Intake.objects.filter(channel__brand=brand, channel__disconnected_at=None)
    return list(rows_.select_related("channel").order_by("channel__platform", "channel__handle", "pk"))


def besides_of(brand: Brand, after: str = "") -> tuple[list[Interaction], str]:
    """Return a page of what is no talk, the newest first, and where the next one begins."""
    done = Interaction.objects.filter(brand=brand, gone_at=None).exclude(kind__in=TALK)
    if place := Place.read(after):
        done = done.filter(at__lte=place.at).exclude(at=place.at, pk__gte=place.pk)
    page = done.select_related("handle__person", "channel").order_by("-at", "-pk")[: PAGE + 1]
    found = list(page)
    more = len(found) > PAGE
    last = found[:PAGE][-1] if found else None
    return found[:PAGE], Place(LATEST, last.at, last.at, last.pk).written if more and last else ""


def conversation_of(brand: Brand, conversation_id: int) -> Conversation:
    """Return a conversation of the brand; raises Conversation.DoesNotExist, for another brand's too."""
    related = Conversation.objects.select_related(
        "channel", "handle__person", "assignee", "message__author", "merged_into"
    )
    return related.prefetch_related("labels").get(brand=brand, pk=conversation_id)


def interaction_of(brand: Brand, interaction_id: int) -> Interaction:
    """Return one word of the brand's conversations, whole; raises Interaction.DoesNotExist."""
    return Interaction.objects.select_related("channel", "handle__person", "conversation").get(
        brand=brand, pk=interaction_id
    )
