"""A noun with a life, made for these tests, and a program that works on its rows as a real process.

    python errands.py make N | work SECONDS_PER_ROW | report

The effect of handling a row is a line in the table of marks, which is unique by row: as an upsert of acts is.
Every try, also one whose process dies, leaves a line in the file $ERRANDS_LOG.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connection, models, transaction
from django.utils import timezone

from passaparola.web.lifecycle import queue, worker
from passaparola.web.lifecycle.actions import begin, hold
from passaparola.web.lifecycle.graph import Graph, State
from passaparola.web.lifecycle.life import Life
from passaparola.web.lifecycle.models import Living, Worker

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.lifecycle.graph import Outcome

LIFE = Graph(
    State(
        "asked",
        try_every=timedelta(seconds=10),
        times_out_to="given_up",
        times_out_after=timedelta(hours=1),
    ),
    State("resting"),
    State("done", final=True),
    State("given_up", final=True),
)


class Errand(Living):
    graph = LIFE
    objects: ClassVar[models.Manager[Errand]] = models.Manager()

    class Meta:
        app_label = "lifecycle"
        constraints = (LIFE.constraint("errand_state_known"),)


class Mark(models.Model):
    """What handling an errand leaves behind."""

    errand = models.OneToOneField(Errand, on_delete=models.CASCADE)
    objects: ClassVar[models.Manager[Mark]] = models.Manager()

    class Meta:
        app_label = "lifecycle"

    def __str__(self) -> str:
        return f"mark {self.pk}"


def create_tables(*, also: tuple[type[models.Model], ...] = ()) -> None:
    tables: tuple[type[models.Model], ...] = (*also, Errand, Mark)
    with connection.schema_editor() as editor:
        for model in tables:
            editor.create_model(model)


def drop_tables(*, also: tuple[type[models.Model], ...] = ()) -> None:
    tables: tuple[type[models.Model], ...] = (Mark, Errand, *also)
    with connection.schema_editor() as editor:
        for model in tables:
            editor.delete_model(model)


def create(count: int, now: datetime) -> None:
    Errand.objects.bulk_create(Errand(**begin(LIFE, now)) for _ in range(count))


def noted(seconds: float) -> Life[Errand]:
    """Return the life whose handler takes `seconds` and notes every try."""
    path = Path(os.environ["ERRANDS_LOG"])

    def handle(errand: Errand, now: datetime) -> Outcome:
        with path.open("a") as log:
            log.write(f"{errand.pk} {os.getpid()}\n")
        time.sleep(seconds)
        with transaction.atomic():
            hold(errand)
            Mark.objects.create(errand=errand)
        return "done"

    return Life(Errand, {"asked": handle})


def main(command: str, number: float) -> None:
    if command == "make":
        create_tables(also=(Worker,))
        create(int(number), timezone.now())
    elif command == "work":
        queue.LEASE = timedelta(seconds=float(os.environ.get("ERRANDS_LEASE", "60")))
        stop = worker.Stop()
        worker.listen(stop)
        worker.run([noted(number)], timezone.now, stop)
    elif command == "report":
        states = list(Errand.objects.values_list("state", flat=True))
        held = Errand.objects.filter(lease_until__isnull=False).count()
        row = {
            "states": {s: states.count(s) for s in set(states)},
            "marks": Mark.objects.count(),
            "held": held,
        }
        sys.stdout.write(json.dumps(row))
    elif command == "drop":
        drop_tables(also=(Worker,))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0)
