"""Where a post stands, in the one word a person needs first: what is in trouble comes before all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from passaparola.web.publishing.models import Delivery, Post, Stage, Verb
from passaparola.web.publishing.models.delivery import (
    CANCELLED,
    PUBLISHED,
    SCHEDULED,
    SENDING,
    TROUBLED,
    WAITING,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class Standing(models.TextChoices):
    """Where a post stands."""

    TROUBLE = "trouble", _("needs a look")
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting for approval")
    PLANNED = "planned", _("planned")
    PUBLISHED = "published", _("published")


ON_ITS_WAY = (SCHEDULED, SENDING)
ASKED = (Stage.REVIEW, Stage.CHANGES)


def placed(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Give each of `posts` its `standing`-to-be as flags, and `when`: planned, published or last changed."""
    of_it = Delivery.objects.filter(post=OuterRef("pk"))
    publishing = of_it.filter(verb=Verb.PUBLISH).exclude(state=CANCELLED).order_by().values("post")
    return posts.annotate(
        is_trouble=Exists(of_it.filter(state__in=TROUBLED)),
        is_planned=Exists(of_it.filter(state__in=ON_ITS_WAY, verb=Verb.PUBLISH)),
        is_asked=Exists(of_it.filter(state=WAITING)),
        is_out=Exists(of_it.filter(state=PUBLISHED, verb=Verb.PUBLISH)),
        when=Coalesce(Subquery(publishing.annotate(first=Min("planned_at")).values("first")), "changed_at"),
    )


_FREE = Q(is_trouble=False)
FLAGS: dict[str, Q] = {
    Standing.TROUBLE: Q(is_trouble=True),
    Standing.WAITING: _FREE & (Q(is_asked=True) | Q(stage__in=ASKED, is_planned=False, is_out=False)),
    Standing.PLANNED: _FREE & Q(is_asked=False, is_planned=True),
    Standing.PUBLISHED: _FREE & Q(is_asked=False, is_planned=False, is_out=True),
    Standing.DRAFT: _FREE & Q(is_asked=False, is_planned=False, is_out=False) & ~Q(stage__in=ASKED),
}
"""Which of the flags make a standing; each post has exactly one."""


def counted(posts: QuerySet[Post]) -> dict[str, int]:
    """Return how many of `placed` posts stand where; one query."""
    return posts.aggregate(**{key: Count("pk", filter=flag) for key, flag in FLAGS.items()})


def of(post: Post, deliveries: Iterable[Delivery]) -> Standing:
    """Return where `post` stands with its `deliveries`, as `FLAGS` say it of rows."""
    rows = list(deliveries)
    publishing = {each.state for each in rows if each.verb == Verb.PUBLISH}
    if any(each.state in TROUBLED for each in rows):
        return Standing.TROUBLE
    if any(each.state == WAITING for each in rows):
        return Standing.WAITING
    if publishing & set(ON_ITS_WAY):
        return Standing.PLANNED
    if PUBLISHED in publishing:
        return Standing.PUBLISHED
    return Standing.WAITING if post.stage in ASKED else Standing.DRAFT
