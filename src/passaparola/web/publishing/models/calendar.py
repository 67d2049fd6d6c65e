from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS

from passaparola.web.brands.models import Brand
from passaparola.web.channels.models import Channel
from passaparola.web.publishing.models.post import Post


class Slot(models.Model):
    """A time of the week at which a channel sends its queue: 0 is Monday, `at` by the brand's clocks."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()

    class Meta:
        ordering: ClassVar = ["weekday", "at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "weekday", "at"], name="slot_once_per_channel"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_weekday_of_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.at:%H:%M}"

    @property
    def day_name(self) -> str:
        """Return the name of its weekday in the reader's language."""
        return str(WEEKDAYS[self.weekday])


class Recurrence(models.Model):
    """A post said again and again: `rule` is an RRULE (RFC 5545) with an end, from `starts` in `zone`.

    `starts` is wall time ("2026-03-28T09:00"), so that nine stays nine when the clocks change. `made_until`
    is the wall time up to which its posts have been made as clones of `post`.
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="recurrence")
    rule = models.CharField(max_length=300)
    starts = models.CharField(max_length=16)
    zone = models.CharField(max_length=64)
    made_until = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.rule


class Occurrence(models.Model):
    """A post that a recurrence made for the wall time `wall`: one for each, whoever makes it."""

    recurrence = models.ForeignKey(Recurrence, on_delete=models.CASCADE, related_name="occurrences")
    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="occurrence")
    wall = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recurrence", "wall"], name="occurrence_once"),
        ]

    def __str__(self) -> str:
        return self.wall


class Almanac(models.Model):
    """How a brand's calendar looks: whose holidays it shows, and the digest of its feed's key."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="almanac")
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)
    feed_digest = models.CharField(max_length=64, blank=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.brand}"
