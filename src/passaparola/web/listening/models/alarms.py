from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from passaparola.web.brands.models import Brand, User
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living
from passaparola.web.listening.models.searches import SavedSearch

TELLING, TOLD, PAST = "telling", "told", "past"

ALARM = Graph(
    State(TELLING, try_every=timedelta(seconds=60), times_out_to=TOLD, times_out_after=timedelta(hours=6)),
    State(TOLD),
    State(PAST),  # it was over before anybody listened: nobody is told
)


class Alarm(models.Model):
    """How a brand is told of a spike beside the screen: by mail to those who write, by a signed webhook."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="alarm")
    mail = models.BooleanField(default=True)
    hook = models.CharField(max_length=1000, blank=True)
    sealed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.brand}"


class Episode(Living):
    """A time in which more was said than usual: one alarm, however long it lasts and often it is looked at.

    `begins`, `last` and `ends` are whole hours since the epoch (UTC), as in voices.spikes; `ends` is null
    while it goes on. `mailed` holds the keys of the members who were written to, `hooked_at` is when the
    webhook took it. It stands on the pages of the brand until somebody has seen it, at `seen_at`.
    """

    graph = ALARM

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="episodes")
    begins = models.IntegerField()
    last = models.IntegerField()
    ends = models.IntegerField(null=True)
    said = models.PositiveIntegerField()
    usual = models.FloatField()
    peak = models.PositiveIntegerField()
    settled = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    mailed: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    hooked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            ALARM.constraint("episode_state_known"),
            models.UniqueConstraint(fields=["search"], condition=Q(ends=None), name="episode_one_at_a_time"),
            models.UniqueConstraint(fields=["search", "begins"], name="episode_begins_once"),
        ]

    def __str__(self) -> str:
        return f"{self.search}: {self.begins}"
