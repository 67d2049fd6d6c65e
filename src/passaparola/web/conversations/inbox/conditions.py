"""What a rule looks at (`When`) and what it does (`Then`), as its row keeps them.

    when = {"channels": [3], "kinds": ["mention"], "words": ["refund"], "every": false, "language": "it",
            "tone": -1, "role": "journalist", "affinity": 50, "private": true}
    then = {"assign": 7, "label": 2, "status": "done", "reply": 4, "send": false}

Everything that is said has to hold, what is left out is not asked. A saved `reply` is put into the box of
whoever opens the conversation; only with `send` it is sent.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import TALK, Kind, Label, SavedReply, Status, Tone
from passaparola.web.people import affinity
from passaparola.web.people.models import Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Interaction, Rule

WORDS = 50
LONG = 100
CLOSEST = 100
READ = 20_000
"""Letters of a word that a rule looks at."""


@dataclass(frozen=True, slots=True)
class When:
    """What has to be so; empty, 0 and None are not asked."""

    channels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    every: bool = False
    language: str = ""
    tone: int | None = None
    role: str = ""
    affinity: int = 0
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """What is done; 0, None and empty are not."""

    assign: int = 0
    label: int = 0
    status: str = ""
    reply: int = 0
    send: bool = False


def when_of(rule: Rule) -> When:
    """Return what `rule` looks at."""
    kept: Mapping[str, Any] = rule.when
    told: dict[str, Any] = {name: kept[name] for name in asdict(When()) if name in kept}
    told |= {name: tuple(kept.get(name, ())) for name in ("channels", "kinds", "words")}
    return When(**told)


def then_of(rule: Rule) -> Then:
    """Return what `rule` does."""
    return Then(**{name: rule.then[name] for name in asdict(Then()) if name in rule.then})


def digest(rule: Rule) -> str:
    """Return a mark of all that `rule` looks at and does: who tries it out tries just that."""
    told = json.dumps([rule.when, rule.then], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def holds(when: When, said: Interaction, now: datetime) -> bool:
    """Say whether all that `when` asks is so of `said`, fetched with its handle's person."""
    person = said.handle.person
    return all(
        (
            not when.channels or said.channel_id in when.channels,
            not when.kinds or Kind(said.kind).name.lower() in when.kinds,
            not when.language or said.language == when.language,
            when.tone is None or said.tone == when.tone,
            when.private is None or said.private == when.private,
            not when.role or (person is not None and when.role in person.roles),
            not when.affinity or (person is not None and affinity.score(person.warmth, now) >= when.affinity),
            not when.words or _said(when, said.text[:READ]),
        )
    )


def _said(when: When, text: str) -> bool:
    here = bare(text)
    found = (re.search(rf"(?<!\w){re.escape(bare(word))}(?!\w)", here) is not None for word in when.words)
    return all(found) if when.every else any(found)


def bare(text: str) -> str:
    """Return `text` in small letters, its accents and runs of spaces taken off."""
    told = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in told if not unicodedata.combining(letter)).split())


def checked(brand: Brand, when: When, then: Then) -> None:
    """Raise `Refused` where a rule makes no sense, or names what is not the brand's."""
    if when == When():
        raise Refused(_("Say when the rule holds: it would take everything."))
    if then == Then():
        raise Refused(_("Say what the rule does."))
    if then.send and not then.reply:
        raise Refused(_("Choose the saved reply that it answers with."))
    lists = (
        set(when.channels) <= set(brand.channels.values_list("pk", flat=True)),
        set(when.kinds) <= {kind.name.lower() for kind in TALK},
        len(when.words) <= WORDS and all(0 < len(word) <= LONG for word in when.words),
        when.tone is None or when.tone in Tone.values,
        not when.role or when.role in Role.values,
        0 <= when.affinity <= CLOSEST,
        not then.status or then.status in Status.values,
        not then.label or Label.objects.filter(brand=brand, pk=then.label).exists(),
        not then.reply or SavedReply.objects.filter(brand=brand, pk=then.reply).exists(),
        not then.assign or brand.members.filter(user=then.assign).exists(),
    )
    if not all(lists):
        raise Refused(_("Something of the rule is not there any more: choose from the lists."))
