"""A platform in memory that fails on command, and a worker that works in the open, for tests of the outbox.

Square().script("cut") accepts the next post and cuts the line; "lose" cuts it before it is accepted; any
exception is raised before anything is accepted. What stands on it is in `posts`, by key and in order.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.connectors.contract import Account, Receipt
from passaparola.connectors.errors import Gone, UnknownOutcome
from passaparola.web.lifecycle import queue
from passaparola.web.publishing.models import Delivery
from passaparola.web.publishing.outbox import outbox

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
NOBODY_KNOWS = "Nobody knows yet whether it was published."


@dataclass
class Square:
    """The platform: `sent` lists every key that was sent to it, accepted or not."""

    posts: list[tuple[str, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    asked: int = 0
    answers: list[object] = field(default_factory=list)
    looks: list[object] = field(default_factory=list)
    places: list[Receipt | Exception] = field(default_factory=list)
    replied_to: dict[str, str] = field(default_factory=dict)

    def script(self, *answers: object) -> None:
        self.answers += answers

    async def publish(self, draft: Draft) -> Receipt:
        self.sent.append(draft.key)
        answer = self.answers.pop(0) if self.answers else "take"
        if isinstance(answer, Exception) and not getattr(answer, "after", False):
            raise answer
        if answer == "lose":
            raise UnknownOutcome(NOBODY_KNOWS)
        self.posts.append((draft.key, draft.text))
        self.replied_to[draft.key] = draft.replies_to.native_id if draft.replies_to else ""
        if answer == "cut":
            raise UnknownOutcome(NOBODY_KNOWS)
        if isinstance(answer, Exception):
            raise answer
        return self._receipt(draft.key)

    async def locate(self, address: str) -> Receipt:
        answer = self.places.pop(0) if self.places else Receipt(address, address)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def find(self, draft: Draft) -> Receipt | None:
        self.asked += 1
        answer = self.looks.pop(0) if self.looks else None
        if isinstance(answer, Exception):
            raise answer
        return self._receipt(draft.key) if draft.key in dict(self.posts) else None

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        answer = self.answers.pop(0) if self.answers else "take"
        if isinstance(answer, Exception):
            raise answer
        keys = [key for key, _ in self.posts]
        if receipt.native_id not in keys:
            raise Gone("It is no longer there.")
        self.posts[keys.index(receipt.native_id)] = (receipt.native_id, draft.text)
        if answer == "cut":
            raise UnknownOutcome(NOBODY_KNOWS)
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        answer = self.answers.pop(0) if self.answers else "take"
        self.posts = [each for each in self.posts if each[0] != receipt.native_id]
        if answer == "cut":
            raise UnknownOutcome(NOBODY_KNOWS)

    async def check(self) -> Account:
        return Account("square", "square")

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.posts]

    def _receipt(self, key: str) -> Receipt:
        return Receipt(key, f"https://square.example/{key}")


def round_at(now: datetime, most: int = 64) -> int:
    """Do what a worker does in one round at `now`; return how many deliveries it moved."""
    with transaction.atomic():
        rows = queue.claim_many(queue.due(Delivery, now), now, most)
        jobs = outbox.take(rows, now)
    ended = [(row, asyncio.run(work)) for row, work in jobs]
    outbox.keep(ended, now)
    return len(rows)


def begin_at(now: datetime) -> int:
    """Claim what is due and write the intents, then die; return how many deliveries that was."""
    with transaction.atomic():
        jobs = outbox.take(queue.claim_many(queue.due(Delivery, now), now, 64), now)
    for _, work in jobs:
        work.close()
    return len(jobs)
