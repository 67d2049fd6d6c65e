"""What a row carries to be alive, and the heartbeat of the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

if TYPE_CHECKING:
    from passaparola.web.lifecycle.graph import Graph


class Living(models.Model):
    """A row with a life: where it is, when it is due, and whether somebody holds it.

    `due_at` is None where there is nothing to do by itself. `attempts` counts the tries since the row came
    into its state, `failures` the exceptions in a row; `trouble` is one sentence for people, empty when all
    is well. `fence` grows with every claim: the word of an older holder is void.
    """

    graph: ClassVar[Graph]

    state = models.CharField(max_length=30)
    state_since = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True


READING, SENDING, HEARING = "reading", "sending", "hearing"
"""What a worker does: it reads and works out, or it sends, or it hears what is said to the channels."""


class Worker(models.Model):
    """A worker process that is, or was, at work on its `duty`; its name says host, process id and start."""

    name = models.CharField(max_length=120, unique=True)
    duty = models.CharField(max_length=20, default=READING)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    handled = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
