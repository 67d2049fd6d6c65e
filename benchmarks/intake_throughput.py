"""How many events a second are kept: rows, talks, acts in cascades, languages, tones, affinity.

    intake_throughput.py [EVENTS] [BATCH]      # on DATABASE_URL, else on an SQLite file of its own

A channel is heard as a worker hears it, from a connector that tells likes, reshares, replies, mentions and
follows of 20,000 people on 200 posts of ours, BATCH at a time; the past half of the people is known already.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from outbox_throughput import set_up

if TYPE_CHECKING:
    from passaparola.connectors.contract import Batch, Event, EventKind
    from passaparola.web.conversations.models import Intake

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
BATCH = int(sys.argv[2]) if len(sys.argv) > 2 else 200
PEOPLE, POSTS = 20_000, 200
KINDS: tuple[EventKind, ...] = ("like", "reshare", "reply", "mention", "follow")
WORDS = (
    "Che buono questo caffè, ci torno domani!",
    "The new blend is lovely, thank you so much",
    "Quando apre il negozio di via Roma?",
    "I waited forty minutes and nobody answered, never again",
    "@aurora avete anche il decaffeinato?",
    "Bellissimo 😍",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        set_up(folder)
        half = EVENTS // 2
        _told(half, 0)
        _report(EVENTS - half, *_told(EVENTS - half, half))


def _told(many: int, start: int) -> tuple[float, float]:
    from passaparola.web.conversations.hearing import polling
    from passaparola.web.conversations.models import Intake
    from passaparola.web.lifecycle import queue

    intake = _intake()
    events = _events(many, start)
    begun = time.perf_counter(), time.process_time()
    while True:
        now = datetime.now(UTC)
        Intake.objects.update(due_at=now)
        claimed = queue.claim(Intake, now)
        if claimed is None:
            raise SystemExit("Somebody else has the intake.")
        outcome = polling.hear(claimed, now, ears=lambda _: _Hearer(events, start))
        queue.settle(claimed, outcome, datetime.now(UTC))
        intake.refresh_from_db()
        if int(intake.cursor) == start + many:
            return time.perf_counter() - begun[0], time.process_time() - begun[1]


class _Hearer:
    def __init__(self, events: list[Event], start: int) -> None:
        self.events, self.start = events, start

    async def hear(self, cursor: str) -> Batch:
        from passaparola.connectors.contract import Batch

        at = int(cursor or 0) - self.start
        end = min(at + BATCH, len(self.events))
        return Batch(tuple(self.events[at:end]), str(self.start + end), more=end < len(self.events))


def _intake() -> Intake:
    from passaparola.web.brands import actions as brands
    from passaparola.web.cascades.models import Message
    from passaparola.web.channels.models import Channel
    from passaparola.web.conversations.models import INTAKE, Intake
    from passaparola.web.lifecycle.actions import begin

    if (known := Intake.objects.first()) is not None:
        return known
    now = datetime.now(UTC)
    brand = brands.create_brand("Bench", owner=brands.create_user("bench@example.org", None))
    channel = Channel.objects.create(
        brand=brand, platform="sandbox", native_id="bench", handle="bench", connected_at=now
    )
    Message.objects.bulk_create(
        Message(
            brand=brand,
            platform="sandbox",
            native_id=f"post{n}",
            source="heard",
            added_at=now,
            state="settled",
            state_since=now,
        )
        for n in range(POSTS)
    )
    return Intake.objects.create(channel=channel, **begin(INTAKE, now))


def _events(many: int, start: int) -> list[Event]:
    from passaparola.connectors.contract import Actor, Event

    chance = random.Random(start)  # noqa: S311 - the same crowd every time
    now = datetime.now(UTC)
    events: list[Event] = []
    for n in range(start, start + many):
        kind = chance.choices(KINDS, (55, 15, 20, 5, 5))[0]
        who, post = f"did:p{chance.randrange(PEOPLE)}", f"post{chance.randrange(POSTS)}"
        about = "" if kind in {"mention", "follow"} else post
        words = chance.choice(WORDS) if kind in {"reply", "mention"} else ""
        at = now - timedelta(seconds=chance.uniform(0, 86_400))
        actor = Actor(who, who[4:], f"Person {who[5:]}", f"https://bench.test/{who[4:]}")
        events.append(
            Event(
                f"e{n}", kind, actor, at, text=words, about=about, thread=about or f"e{n}", ours=bool(about)
            )
        )
    return events


def _report(many: int, seconds: float, busy: float) -> None:
    from django.db import connection

    from passaparola.web.cascades.models import Act
    from passaparola.web.conversations.models import Conversation, Interaction
    from passaparola.web.people.models import Person

    rate = f"{many / seconds:,.0f} events/s, {many / busy:,.0f} per second of its own CPU"
    print(f"{connection.vendor}: {many} events in {seconds:.2f} s = {rate}; {BATCH} at a time")
    print(
        f"{Interaction.objects.count()} interactions, {Conversation.objects.count()} conversations,"
        f" {Act.objects.count()} acts, {Person.objects.count()} people"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
