"""What a row carries to be alive, and the heartbeat of the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    from passaparola.web.lifecycle.graph import Graph


class Living(models.Model):
    """A row with a life: where it is, when it is due, and who holds it."""

    graph: ClassVar[Graph]

    state = models.CharField(max_length=30)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)  # None: nothing to do by itself
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)  # tries since it came into this state
    failures = models.PositiveIntegerField(default=0)  # exceptions in a row
    trouble = models.TextField(blank=True, default="")  # one sentence for people; empty when all is well
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveBigIntegerField(
        default=0
    )  # grows with every claim; an outcome of an older one is void

    class Meta:
        abstract = True


class Worker(models.Model):
    """A worker process that is, or was, at work."""

    name = models.CharField(max_length=120, unique=True)  # host:process id:start
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    handled = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
