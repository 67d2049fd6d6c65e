"""Since when somebody waits for an answer: told by what they said and by what we answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Min

from passaparola.web.conversations.models import TALK, Answer, Conversation, Interaction

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def parts(conversation: Conversation) -> list[int]:
    """Return the numbers of `conversation` and of all that was put together with it, however often."""
    found, fresh = [conversation.pk], [conversation.pk]
    while fresh:
        joined = Conversation.objects.filter(merged_into__in=fresh).exclude(pk__in=found)
        fresh = list(joined.values_list("pk", flat=True))
        found += fresh
    return found


def said_in(conversation: Conversation) -> QuerySet[Interaction]:
    """Return what is said in `conversation` and what was put together with it, less what was taken back."""
    return Interaction.objects.filter(conversation__in=parts(conversation), kind__in=TALK, gone_at=None)


def answers_in(conversation: Conversation) -> QuerySet[Answer]:
    """Return what we answered in `conversation`, also in what was put together with it."""
    return Answer.objects.filter(conversation__in=parts(conversation))


def since(conversation: Conversation) -> datetime | None:
    """Return when the first word was said that came after our last answer; None where there is none."""
    answered: datetime | None = answers_in(conversation).aggregate(at=Max("at"))["at"]
    words = said_in(conversation)
    later = words.filter(at__gt=answered) if answered else words
    first: datetime | None = later.aggregate(at=Min("at"))["at"]
    return first


def latest(conversation: Conversation) -> datetime | None:
    """Return when its newest word was said; None where all of it was taken back."""
    newest: datetime | None = said_in(conversation).aggregate(at=Max("at"))["at"]
    return newest
