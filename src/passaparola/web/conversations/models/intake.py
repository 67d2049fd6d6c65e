from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models

from passaparola.web.channels.models import Channel
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living

HEARING, DEAF = "hearing", "deaf"

INTAKE = Graph(
    State(HEARING, try_every=timedelta(seconds=60)),
    State(DEAF),  # its channel is off, locked out, or its keys do not let it hear: `trouble` says which
)


class Intake(Living):
    """What is heard through one channel: where we are (`cursor`, the connector's own) and how fresh that is.

    `heard_at` is the last time its platform answered; everything until `heard_up_to` has been told.
    `caught_up` says that the past is in. `since_told` counts interactions since then.
    """

    graph = INTAKE

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="intake")
    cursor = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True)
    heard_up_to = models.DateTimeField(null=True)
    caught_up = models.BooleanField(default=False)
    since_told = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [INTAKE.constraint("intake_state_known")]

    def __str__(self) -> str:
        return str(self.channel)
