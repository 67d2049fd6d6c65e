from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living

WATCHING, RESTING, HEARING = "watching", "resting", "hearing"
OWN = "own"
"""Stands where a platform would: what people do towards the brand's own channels."""

SEARCH = Graph(
    State(WATCHING, try_every=timedelta(seconds=60)),
    State(RESTING),  # somebody stopped it: what was found stays
)
EARS = Graph(
    State(HEARING, try_every=timedelta(seconds=120)),
    State(RESTING),
)


class Side(models.TextChoices):
    """Whom a search is about, for the share of voice."""

    OURS = "ours", _("the brand")
    RIVAL = "rival", _("a competitor")
    TOPIC = "topic", _("a subject")


class SavedSearch(Living):
    """What is looked for, in the language of `voices.query`, and where.

    `sources` holds {"platform", "place"} for each place asked; `languages` those that count (none: all).
    `false_alarm_days` is how rarely an alarm may be false. `watched` is the hour and the number of matches up
    to which it was last looked at for spikes.
    """

    graph = SEARCH

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="searches")
    name = models.CharField(_("name"), max_length=100)
    query = models.TextField(_("search"))
    side = models.CharField(max_length=10, choices=Side, default=Side.OURS)
    languages: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    sources: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    false_alarm_days = models.PositiveSmallIntegerField(default=30)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    watched = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [
            SEARCH.constraint("search_state_known"),
            models.UniqueConstraint(fields=["brand", "name"], name="search_name_once_per_brand"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="search_side_known"),
            models.CheckConstraint(condition=Q(false_alarm_days__gte=1), name="search_false_alarms_are_rare"),
        ]

    def __str__(self) -> str:
        return self.name


class Ear(Living):
    """One question of a search to one place: `words` is what it is asked for (empty: for all it has).

    `cursor` is where to go on from, the connector's own. `heard_at` is the last time its platform answered;
    once it has `caught_up` with the past, everything is told from `reaches` on, as far as its platform does.
    """

    graph = EARS

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="ears")
    platform = models.CharField(max_length=30)
    place = models.CharField(max_length=500, blank=True)
    words = models.CharField(max_length=300, blank=True)
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    cursor = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)
    reaches = models.DateTimeField(null=True)
    caught_up = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            EARS.constraint("ear_state_known"),
            models.UniqueConstraint(
                fields=["search", "platform", "place", "words"], name="ear_once_per_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.place} {self.words}"
