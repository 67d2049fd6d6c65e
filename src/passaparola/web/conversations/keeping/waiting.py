"""Since when somebody waits for an answer: told by what they said and by what we answered.

What is told of a talk after it was written down comes to its row here: its last word, who waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from passaparola.web.conversations.models import TALK, Answer, Conversation, Interaction

if TYPE_CHECKING:
    from collections.abc import Iterable
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
    """Return when the first word was said that came after our last answer; None where there is none.

    What was said before it and told after it is not answered by it.
    """
    answered: datetime | None = answers_in(conversation).aggregate(at=Max("at"))["at"]
    words = said_in(conversation)
    later = words.filter(Q(at__gt=answered) | Q(heard_at__gt=answered)) if answered else words
    first: datetime | None = later.aggregate(at=Min("at"))["at"]
    return first


def opened(conversation: Conversation) -> datetime | None:
    """Return when its first word was said, also one that was taken back; None where there is none."""
    words = Interaction.objects.filter(conversation__in=parts(conversation), kind__in=TALK)
    first: datetime | None = words.aggregate(at=Min("at"))["at"]
    return first


def head(conversation: Conversation) -> Conversation:
    """Return the conversation in which `conversation` is shown: itself, or what it was put together with."""
    while conversation.merged_into is not None:
        conversation = conversation.merged_into
    return conversation


def mend(rows: Iterable[Interaction]) -> None:
    """Tell the talks of `rows` that their words changed or were taken back; call it in a transaction."""
    keys = {row.conversation_id for row in rows if row.conversation_id is not None}
    for conversation in Conversation.objects.filter(pk__in=keys).order_by("pk"):
        held = Conversation.objects.select_for_update(no_key=True).get(pk=head(conversation).pk)
        if held.waits_since is not None:
            first = since(held)
            # Words that asked nobody for an answer do not begin to now.
            held.waits_since = max(held.waits_since, first) if first else None
        tell_last(held)
        held.save(update_fields=["waits_since", "language", "tone", "last_at"])


def tell_last(conversation: Conversation) -> None:
    """Write on `conversation`, unsaved, when and how its last word was said."""
    if last := said_in(conversation).order_by("-at", "-pk").first():
        conversation.last_at = last.at
        conversation.language, conversation.tone = last.language, last.tone
