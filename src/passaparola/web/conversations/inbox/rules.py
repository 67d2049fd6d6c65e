"""Rules: what is done by itself with what is new. Each is tried out on the past before it is switched on.

    rules.apply_to(brand, interactions, now)      # whoever keeps what is new calls it, once for each

All rules that hold are applied, in the order of their place; a conversation that is somebody's stays theirs.
A rule that answers does so once for each word, at most once a day in one conversation, and never what is
older than a day or what somebody has answered already: two programs that answer each other would not end.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.models import User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.inbox import answering, handling, merging, replies, waiting
from passaparola.web.conversations.inbox.conditions import (
    Then,
    When,
    checked,
    digest,
    holds,
    then_of,
    when_of,
)
from passaparola.web.conversations.models import TALK, Interaction, Kind, Note, Rule, SavedReply

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Conversation

log = logging.getLogger(__name__)

KEPT = audit.verb("rule.kept", gettext_lazy("changed the rule"))
ON = audit.verb("rule.on", gettext_lazy("switched on the rule"))
OFF = audit.verb("rule.off", gettext_lazy("switched off the rule"))
DROPPED = audit.verb("rule.dropped", gettext_lazy("deleted the rule"))

PAST = timedelta(days=30)
MOST = 20_000
"""Words of the past a rule is tried on, the newest."""

SAMPLE = 10
ONCE_IN = timedelta(days=1)
UNSEEN = 2**62
BY_RULE = "rule-"
NAME = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have touched: `conversations` of how many words looked at, and some of them."""

    conversations: int
    looked_at: int
    all_of_it: bool
    sample: list[Interaction]
    mark: str


def apply_to(brand: Brand, interactions: Sequence[Interaction], now: datetime) -> int:
    """Apply the brand's active rules to what is new; return how many words a rule held for."""
    rules = [(rule, when_of(rule), then_of(rule)) for rule in Rule.objects.filter(brand=brand, active=True)]
    if not rules:
        return 0
    told = _told(Interaction.objects.filter(brand=brand, pk__in=[each.pk for each in interactions]))
    done = 0
    for said in told.order_by("at", "pk"):
        held = [(rule, then) for rule, when, then in rules if holds(when, said, now)]
        for rule, then in held:
            _do(brand, rule, then, said, now)
        done += bool(held)
    return done


def _told(some: QuerySet[Interaction]) -> QuerySet[Interaction]:
    related = some.select_related("handle__person", "channel", "conversation__merged_into")
    return related.filter(kind__in=TALK, conversation__isnull=False, gone_at=None)


def _do(brand: Brand, rule: Rule, then: Then, said: Interaction, now: datetime) -> None:
    if said.conversation is None:
        return
    conversation = merging.head(said.conversation)
    try:
        with transaction.atomic():
            _handle(brand, then, conversation, now)
            Rule.objects.filter(pk=rule.pk).update(applied=F("applied") + 1)
    except (Refused, ObjectDoesNotExist) as error:
        # Somebody it gives to has left, a label is gone: the others go on, and whoever looks at it is told.
        log.warning("Rule %s could not do all it says: %s", rule.pk, error)
    if then.send and then.reply:
        _answer(brand, rule, then, said, now)


def _handle(brand: Brand, then: Then, conversation: Conversation, now: datetime) -> None:
    ids = [conversation.pk]
    if then.label:
        handling.label(brand, ids, then.label, on=True, by=None, now=now)
    if then.assign and not handling.own(brand, ids).filter(assignee__isnull=False).exists():
        handling.assign(brand, ids, User.objects.get(pk=then.assign), by=None, now=now)
    if then.status:
        handling.set_status(brand, ids, then.status, by=None, now=now)


def _answer(brand: Brand, rule: Rule, then: Then, said: Interaction, now: datetime) -> None:
    if said.conversation is None or not _unanswered(said, now):
        return
    conversation = merging.head(said.conversation)
    try:
        reply = SavedReply.objects.get(brand=brand, pk=then.reply)
        text = replies.filled(reply.text, to=said.handle, brand=brand, me=None)
        wanted = answering.Wanted(conversation.pk, said.pk, text, token=f"{BY_RULE}{said.pk}", seen=UNSEEN)
        answering.answer(brand, wanted, by=None, now=now)
    except (Refused, ObjectDoesNotExist) as error:
        told = _("The rule “%(rule)s” could not answer: %(why)s") % {"rule": rule.name, "why": error}
        Note.objects.create(conversation=conversation, at=now, by=None, text=told)


def _unanswered(said: Interaction, now: datetime) -> bool:
    """Say whether a rule may answer `said`: it is new, nobody has, and no rule did here of late."""
    if said.conversation is None or said.at < now - ONCE_IN:
        return False
    answers = waiting.answers_in(merging.head(said.conversation))
    by_rule = answers.filter(by=None, token__startswith=BY_RULE, at__gt=now - ONCE_IN)
    return not answers.filter(at__gte=said.at).exists() and not by_rule.exists()


def suggested(brand: Brand, said: Interaction, now: datetime) -> SavedReply | None:
    """Return the saved reply that a rule puts into the box for `said`; None where none does."""
    for rule in Rule.objects.filter(brand=brand, active=True):
        then = then_of(rule)
        if then.reply and not then.send and holds(when_of(rule), said, now):
            return SavedReply.objects.filter(brand=brand, pk=then.reply).first()
    return None


def tried(brand: Brand, rule: Rule, now: datetime) -> Trial:
    """Return which conversations `rule` would have touched in the past 30 days; nothing is done."""
    when = when_of(rule)
    some = _told(Interaction.objects.filter(brand=brand, at__gte=now - PAST, at__lte=now))
    some = _narrowed(some, when).order_by("-at", "-pk")[: MOST + 1]
    found: dict[int, Interaction] = {}
    looked_at = 0
    for said in some.iterator(chunk_size=2000):
        looked_at += 1
        if looked_at <= MOST and said.conversation is not None and holds(when, said, now):
            found.setdefault(merging.head(said.conversation).pk, said)
    sample = list(found.values())[:SAMPLE]
    return Trial(len(found), min(looked_at, MOST), looked_at <= MOST, sample, digest(rule))


def _narrowed(some: QuerySet[Interaction], when: When) -> QuerySet[Interaction]:
    if when.channels:
        some = some.filter(channel__in=when.channels)
    if when.kinds:
        some = some.filter(kind__in=[Kind[name.upper()] for name in when.kinds])
    if when.language:
        some = some.filter(language=when.language)
    return some if when.tone is None else some.filter(tone=when.tone)


@transaction.atomic
def keep(  # noqa: PLR0913 - all by name
    brand: Brand, name: str, when: When, then: Then, *, by: User, now: datetime, rule_id: int | None = None
) -> Rule:
    """Keep a rule; it is off until it was tried out as it stands now. Raises `Refused`, Rule.DoesNotExist."""
    name = " ".join(name.split())
    if not name or len(name) > NAME:
        raise Refused(_("Give the rule a short name."))
    checked(brand, when, then)
    rule = Rule.objects.get(brand=brand, pk=rule_id) if rule_id else Rule(brand=brand)
    if not rule_id:
        last = Rule.objects.filter(brand=brand).aggregate(last=Max("place"))["last"]
        rule.place = 0 if last is None else last + 1
    rule.name, rule.active = name, False
    rule.when = {key: value for key, value in asdict(when).items() if value not in {None, "", 0, ()}}
    rule.when |= {"private": when.private} if when.private is not None else {}
    rule.when |= {"tone": when.tone} if when.tone is not None else {}
    rule.then = {key: value for key, value in asdict(then).items() if value}
    rule.save()
    rule.refresh_from_db()
    audit.record(brand, by, KEPT, rule.name, now, rule=rule.pk)
    return rule


def switch_on(brand: Brand, rule_id: int, seen: str, *, by: User, now: datetime) -> Rule:
    """Let a rule act from now on; raises `Refused` unless `seen` marks what it does and looks at now."""
    rule = Rule.objects.get(brand=brand, pk=rule_id)
    if seen != digest(rule):
        raise Refused(_("Look first at what the rule would have done, as it stands now."))
    Rule.objects.filter(pk=rule.pk).update(active=True)
    audit.record(brand, by, ON, rule.name, now, rule=rule.pk)
    return rule


def switch_off(brand: Brand, rule_id: int, *, by: User, now: datetime) -> Rule:
    """Let a rule act no more; raises Rule.DoesNotExist."""
    rule = Rule.objects.get(brand=brand, pk=rule_id)
    Rule.objects.filter(pk=rule.pk).update(active=False)
    audit.record(brand, by, OFF, rule.name, now, rule=rule.pk)
    return rule


@transaction.atomic
def move_up(brand: Brand, rule_id: int) -> None:
    """Apply a rule before the one that was before it; raises Rule.DoesNotExist."""
    rules = list(Rule.objects.select_for_update(no_key=True).filter(brand=brand).order_by("place", "pk"))
    at = next((n for n, rule in enumerate(rules) if rule.pk == rule_id), None)
    if at is None:
        raise Rule.DoesNotExist
    rules.insert(max(at - 1, 0), rules.pop(at))
    for place, rule in enumerate(rules):
        Rule.objects.filter(pk=rule.pk).update(place=place)


def drop(brand: Brand, rule_id: int, *, by: User, now: datetime) -> None:
    """Delete a rule; what it did stays. Raises Rule.DoesNotExist."""
    rule = Rule.objects.get(brand=brand, pk=rule_id)
    audit.record(brand, by, DROPPED, rule.name, now, rule=rule.pk)
    rule.delete()
