from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from passaparola.web.channels.models import Channel
from passaparola.web.conversations.models.reading import GONE, REFUSED
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living

SAID, KEPT = "said", "kept"

PINGING = Graph(
    State(SAID, try_every=timedelta(minutes=1)),  # its page is to be looked at
    State(KEPT),
    State(GONE),  # it was kept, and its author took it back
    State(REFUSED),  # nothing of it holds, or its page cannot be read: `trouble` says which
)
"""Whoever says it again has its page looked at again, whatever came of it before."""


class Way(models.TextChoices):
    """By which of the two ways it was said."""

    WEBMENTION = "webmention", "Webmention"
    PINGBACK = "pingback", "Pingback"


class Ping(Living):
    """Somebody says that the page `source` speaks of `entry`, which stands in our own feed (`channel`).

    That is no more than a reason to look at that page. `begun_at` is when it was said first, `said_at` last,
    `looked_at` when the page was read last, `kept_at` when it first held. `digest` tells `source` and `entry`
    apart from all others, and stays where somebody who is erased takes the source away.
    """

    graph = PINGING

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="pings")
    way = models.CharField(max_length=10, choices=Way)
    source = models.CharField(max_length=1000)
    target = models.CharField(max_length=1000)
    entry = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    said_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            PINGING.constraint("ping_state_known"),
            models.UniqueConstraint(fields=["channel", "digest"], name="ping_once_per_page_and_entry"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="ping_way_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "state", "state_since"], name="ping_in_state")]

    def __str__(self) -> str:
        return f"{self.source} → {self.entry}"

    @property
    def name(self) -> str:
        """Return what the act is called for ever: one page may speak of several entries."""
        return f"{self.source} → {self.entry}"


def digest_of(source: str, entry: str) -> str:
    """Return what tells a page and an entry apart from all others."""
    return hashlib.sha256(f"{entry}\n{source}".encode("utf-8", "replace")).hexdigest()


class Knocking(models.Model):
    """How often somebody knocked at the open doors in the minute `minute`; `who` is a digest."""

    who = models.CharField(max_length=64, unique=True)
    minute = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.who
