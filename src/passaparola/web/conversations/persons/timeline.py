"""What somebody did, the newest first: what they said and passed on, towards the brand and in cascades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from passaparola.web.cascades.models import Act
from passaparola.web.conversations.models import TALK, Answer, Interaction
from passaparola.web.conversations.persons.tallying import PASSING_ON

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from passaparola.web.people.models import Person

PAGE = 30


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing they did: towards the brand (`said`), or in the cascade of a message (`act`)."""

    at: datetime
    said: Interaction | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A page of what they did; `before` is where the next begins, None on the last."""

    happenings: list[Happening]
    before: datetime | None


@dataclass(frozen=True, slots=True)
class View:
    """A part of what they did: its name, and which rows are in it."""

    name: StrPromise
    said: Callable[[QuerySet[Any]], QuerySet[Any]]
    acts: Callable[[QuerySet[Any]], QuerySet[Any]]


VIEWS = {
    "": View(_("Everything"), lambda said: said, lambda acts: acts),
    "said": View(_("Said"), lambda said: said.filter(kind__in=TALK), lambda acts: acts.none()),
    "passed-on": View(_("Passed on"), lambda said: said.filter(kind__in=PASSING_ON), lambda acts: acts),
    "brought": View(
        _("Brought people"),
        lambda said: said.filter(brought__gt=0),
        lambda acts: acts.filter(below__gt=0),
    ),
}


def told(person: Person, view: str, before: datetime | None) -> Told:
    """Return a page of what `person` did, narrowed to a `view`, from `before` on; two queries."""
    part = VIEWS.get(view, VIEWS[""])
    answers = Answer.objects.filter(to=OuterRef("pk"))
    every_word = Interaction.objects.filter(handle__person=person).annotate(answered=Exists(answers))
    every_act = Act.objects.filter(handle__person=person).annotate(below=Count("children"))
    said, acts = part.said(every_word), part.acts(every_act)
    if before:
        said, acts = said.filter(at__lt=before), acts.filter(at__lt=before)
    related = said.select_related("channel", "handle").order_by("-at", "-pk")
    parents = acts.select_related("message", "handle", "parent__handle").order_by("-at", "-pk")
    found = [Happening(each.at, said=each) for each in related[: PAGE + 1]]
    found += [Happening(each.at, act=each) for each in parents[: PAGE + 1]]
    found.sort(key=lambda each: each.at, reverse=True)
    return Told(found[:PAGE], found[PAGE - 1].at if len(found) > PAGE else None)
