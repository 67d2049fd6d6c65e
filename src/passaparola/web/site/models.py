from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models

from passaparola.web.brands.models import Brand, User
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.models import Living

DEMO = Graph(
    State("playing", try_every=timedelta(hours=1)),
    State("over", final=True),
)
"""The demo publishes now and then as long as its brand is there."""


class Demo(Living):
    """The demo brand of this installation and whose login it is: one row, kept when the brand is deleted."""

    graph = DEMO

    only = models.BooleanField(default=True, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            DEMO.constraint("demo_state_known"),
            models.CheckConstraint(condition=models.Q(only=True), name="demo_once"),
        ]

    def __str__(self) -> str:
        return f"demo of {self.brand}"


ERRAND = Graph(State("open", try_every=timedelta(seconds=20)))
"""An errand comes round again for as long as the installation runs."""


class Errand(Living):
    """Something the installation does again and again, by its name in errands.py; made at the start."""

    graph = ERRAND

    name = models.CharField(max_length=40, unique=True)

    class Meta:
        constraints: ClassVar = [ERRAND.constraint("errand_open")]

    def __str__(self) -> str:
        return self.name
