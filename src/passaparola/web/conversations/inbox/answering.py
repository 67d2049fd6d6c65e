"""Answering somebody: a post to them alone, through the outbox like every other, and never twice.

    answering.answer(brand, Wanted(12, to=34, text="...", token=token, seen=5), by=anna, now=now)

`seen` is the last answer that was on the page it was written on: where somebody else has answered since,
`Met` is raised with what they wrote, and the same words handed in with it as seen go out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.brands.typed import plain
from passaparola.web.channels.queries import platform_name
from passaparola.web.conversations.keeping import waiting
from passaparola.web.conversations.models import (
    TALK,
    Answer,
    Conversation,
    Interaction,
    Service,
    Status,
)
from passaparola.web.publishing.calendar import scheduling
from passaparola.web.publishing.models.limits import TEXT
from passaparola.web.publishing.words.content import Content, Words
from passaparola.web.publishing.words.naming import LANGUAGES
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

ANSWERED = audit.verb("conversation.answered", gettext_lazy("answered in the conversation"))


BY_RULE = "rule-"
"""How the token of an answer begins that a rule sent; the number of the word it answers follows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An answer as it is handed in: where, to what, in which words, and what its writer had seen."""

    conversation: int
    to: int
    text: str
    token: str
    seen: int


class Met(Exception):
    """Somebody else has answered since the page was opened; `answers` is what they wrote."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__(str([each.pk for each in answers]))
        self.answers = tuple(answers)


@transaction.atomic
def answer(brand: Brand, wanted: Wanted, *, by: User | None, now: datetime) -> Answer:
    """Answer somebody, once however often it is handed in; raises `Met`, `Refused` and `deliveries.Unfit`.

    It waits for approval where the brand's posts do, unless its service says that answers need none. What is
    said in private is answered in private: its connector sees to that (contract.Event.address).
    """
    conversation = _held(brand, wanted.conversation)
    if made := Answer.objects.filter(conversation__brand=brand, token=wanted.token).exclude(token="").first():
        return made
    if not _is_new(wanted.token, by):
        raise Refused(_("The page was too old: load it again."))
    _alone(conversation, wanted.seen)
    to = _answerable(brand, conversation, wanted.to)
    exempt = Service.objects.filter(brand=brand, approval=False).exists()
    post = writing.begin_answer(brand, _content(to, wanted.text), exempt=exempt, by=by, now=now)
    scheduling.put_in(post, None, by=by, now=now)
    made = Answer.objects.create(
        # Where it was said, so that the two stay together when conversations are taken apart.
        conversation=to.conversation or conversation,
        to=to,
        post=post,
        at=now,
        by=by,
        token=wanted.token,
    )
    for each in Conversation.objects.filter(pk__in={conversation.pk, to.conversation_id}).order_by("pk"):
        _their_turn(each, now)
    audit.record(brand, by, ANSWERED, f"#{conversation.pk}", now, post=post.pk)
    return made


def _held(brand: Brand, conversation_id: int) -> Conversation:
    """Return where the conversation is shown now, held: who answers second sees the first."""
    rows = Conversation.objects.filter(brand=brand)
    while True:
        shown = waiting.head(rows.get(pk=conversation_id))
        # All of it, in the order of keys: nobody who does so too is waited for in a circle.
        parts = rows.filter(pk__in=waiting.parts(shown)).order_by("pk")
        held = {each.pk: each for each in parts.select_for_update(no_key=True)}
        if held[shown.pk].merged_into_id is None:
            return held[shown.pk]


def _is_new(token: str, by: User | None) -> bool:
    """Say whether `token` names an answer that is not there yet; people do not take those of rules."""
    if not token or (by is not None and token.startswith(BY_RULE)):
        return False
    return not Answer.objects.filter(token=token).exists()


def _alone(conversation: Conversation, seen: int) -> None:
    since = waiting.answers_in(conversation).filter(pk__gt=seen).select_related("by", "post").order_by("pk")
    if met := list(since):
        raise Met(met)


def _answerable(brand: Brand, conversation: Conversation, to: int) -> Interaction:
    said = Interaction.objects.select_related("channel", "handle__person", "conversation")
    row = said.get(brand=brand, conversation__in=waiting.parts(conversation), pk=to)
    if why_not := reason(row):
        raise Refused(why_not)
    return row


def reason(to: Interaction) -> str:
    """Say why `to` cannot be answered from here; empty where it can."""
    platform = platform_name(to.channel.platform)
    if to.gone_at is not None:
        return _("They have taken it back: there is nothing left to answer.")
    if not to.address:
        return _("%(platform)s does not let this be answered from here: answer it there.") % {
            "platform": platform
        }
    if not to.channel.speaks:
        return _("%(channel)s cannot speak: connect it again under Channels, then answer.") % {
            "channel": to.channel
        }
    if _left_alone(to):
        return _("They asked not to be contacted, and have not written since: they get no answer from here.")
    return ""


def _left_alone(to: Interaction) -> bool:
    person = to.handle.person
    if person is None or person.no_contact_since is None:
        return False
    written = Interaction.objects.filter(handle__person=person, kind__in=TALK, at__gt=person.no_contact_since)
    return not written.exists()


def _content(to: Interaction, text: str) -> Content:
    text = plain(text).strip()
    if not text:
        raise Refused(_("Write something first."))
    if len(text) > TEXT:
        raise Refused(_("A field holds more than %(most)s characters: shorten it.") % {"most": TEXT})
    return Content(
        text=text,
        tagged=False,
        language=to.language if to.language in LANGUAGES else "",
        variants=[Words(channel=to.channel_id, answers=to.address)],
    )


def _their_turn(conversation: Conversation, now: datetime) -> None:
    conversation.status, conversation.unread = Status.WAITING, False
    conversation.waits_since = conversation.snoozed_until = None
    conversation.answered_at = conversation.answered_at or now
    conversation.save(update_fields=["status", "unread", "waits_since", "snoozed_until", "answered_at"])
