"""Since when somebody waits for an answer: told by what they said and by what we answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from passaparola.web.conversations.models import TALK, Answer, Conversation, Interaction

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def said_in(conversation: Conversation) -> QuerySet[Interaction]:
    """Return what is said in `conversation` and what was put together with it, less what was taken back."""
    here = Q(conversation=conversation) | Q(conversation__merged_into=conversation)
    return Interaction.objects.filter(here, kind__in=TALK, gone_at=None)


def answers_in(conversation: Conversation) -> QuerySet[Answer]:
    """Return what we answered in `conversation`, also in what was put together with it."""
    return Answer.objects.filter(Q(conversation=conversation) | Q(conversation__merged_into=conversation))


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
