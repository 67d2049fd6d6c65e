"""Everything there is about one person, as one object that JSON can say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.models import Answer, Conversation, Interaction, Note
from passaparola.web.conversations.persons import marks
from passaparola.web.people import affinity
from passaparola.web.people.models import Audience, Follow, Joining

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.conversations.persons.marks import Whole
    from passaparola.web.people.models import Handle, Person


def everything_of(person: Person, now: datetime) -> dict[str, Any]:
    """Return all that is stored about `person`, whoever was joined to them included; times are ISO, UTC."""
    who = marks.whole(person)
    root, *_joined = who.persons
    talks = Conversation.objects.filter(interactions__handle__in=who.handle_ids).distinct()
    return {
        "person": root.pk,
        "written_at": now.isoformat(),
        "affinity": {"score": affinity.score(root.warmth, now), "warmth": root.warmth},
        "persons": [_person(one) for one in who.persons],
        "handles": [_handle(handle) for handle in who.handles],
        "follows": _follows(who),
        "interactions": _interactions(who),
        "conversations": _rows(
            Conversation.objects.filter(handle__in=who.handle_ids),
            *(
                "id",
                "channel_id",
                "key",
                "about",
                "private",
                "status",
                "opened_at",
                "last_at",
                "language",
                "tone",
            ),
        ),
        "answers_to_them": _answers(who),
        "notes": _rows(Note.objects.filter(conversation__in=talks), "conversation_id", "at", "text"),
        "acts": _rows(
            Act.objects.filter(handle__in=who.handle_ids),
            *(
                "message_id",
                "native_id",
                "handle_id",
                "at",
                "kind",
                "channel",
                "url",
                "text",
                "heard_parent",
                "hop",
            ),
        ),
        "messages": _rows(
            Message.objects.filter(author__in=who.handle_ids),
            *("id", "platform", "native_id", "address", "text", "published_at"),
        ),
        "joinings": _rows(
            Joining.objects.filter(Q(kept__in=who.persons) | Q(gone__in=who.persons)),
            *("kept_id", "gone_id", "ground", "why", "before", "at", "undone_at"),
        ),
        "campaigns": _rows(Audience.objects.filter(person__in=who.persons), "campaign__name", "added_at"),
    }


def _person(person: Person) -> dict[str, Any]:
    fields = ("id", "name", "roles", "note", "consent", "consent_at", "no_contact_since", "joined_to_id")
    counts = ("acts", "passed_on", "brought", "first_act_at", "last_act_at")
    return {name: _said(getattr(person, name)) for name in (*fields, *counts)}


def _handle(handle: Handle) -> dict[str, Any]:
    fields = ("id", "person_id", "platform", "space", "native_id", "handle", "name", "url", "followers")
    return {name: getattr(handle, name) for name in fields}


def _follows(who: Whole) -> list[dict[str, Any]]:
    among = Q(follower__in=who.handle_ids) | Q(followed__in=who.handle_ids)
    return _rows(Follow.objects.filter(among), "follower_id", "followed_id")


def _interactions(who: Whole) -> list[dict[str, Any]]:
    rows = Interaction.objects.filter(handle__in=who.handle_ids).order_by("at", "pk")
    names = [field.attname for field in Interaction._meta.concrete_fields if field.name != "brand"]  # noqa: SLF001
    return _rows(rows, *names)


def _answers(who: Whole) -> list[dict[str, Any]]:
    to_them = Q(to__handle__in=who.handle_ids) | Q(conversation__handle__in=who.handle_ids)
    return _rows(Answer.objects.filter(to_them), "to_id", "conversation_id", "post_id", "at", "post__text")


def _rows(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    ordered = rows if rows.ordered else rows.order_by("pk")
    return [{name: _said(value) for name, value in row.items()} for row in ordered.values(*names)]


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
