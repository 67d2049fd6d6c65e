"""How posts are answered: a line of a list, or whole, with what keeps it from being sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from passaparola.web.api import delivered
from passaparola.web.publishing.models.delivery import CANCELLED, QUEUED
from passaparola.web.publishing.outbox import preflight
from passaparola.web.publishing.pages import standing
from passaparola.web.publishing.writing import locks

if TYPE_CHECKING:
    from passaparola.web.publishing import models
    from passaparola.web.publishing.pages.queries import Posts as Page
    from passaparola.web.publishing.pages.queries import Row


class MediumTold(BaseModel):
    """A file of the library that goes with the post."""

    asset: int
    alt: str


class PollTold(BaseModel):
    """A question with answers to choose from."""

    choices: list[str]
    seconds: int
    multiple: bool = False


class VariantTold(BaseModel):
    """The post on one channel."""

    channel: int
    text: str | None
    title: str | None
    thread: list[str]
    comment: str
    media: list[int] | None
    options: dict[str, str]
    poll: PollTold | None
    quotes: str
    answers: str


class PostLine(BaseModel):
    """A post in a list."""

    id: int
    says: str = Field(description="Its first words.")
    standing: str = Field(description="trouble, draft, waiting, planned or published.")
    stage: str = Field(description="draft, review, changes or approved.")
    version: int
    planned: str = Field(description="The wall time it is meant for, in `zone`; empty while there is none.")
    zone: str
    created_at: datetime
    changed_at: datetime
    deliveries: list[delivered.Delivery]


class PostTold(BaseModel):
    """A post, whole."""

    id: int
    version: int = Field(description="Send it back when you change the post.")
    standing: str = Field(description="trouble, draft, waiting, planned or published.")
    stage: str = Field(description="draft, review, changes or approved.")
    approvals: int = Field(description="How many have approved this version.")
    locked: str = Field(description="Why it may not be changed now; empty where it may.")
    faults: list[str] = Field(description="What keeps it from being sent, a sentence each; empty: it can go.")
    planned: str = Field(description="The wall time it is meant for, in `zone`; empty while there is none.")
    zone: str
    text: str
    title: str
    link: str
    tagged: bool
    language: str
    disclosure: str
    campaign: int | None
    media: list[MediumTold]
    variants: list[VariantTold]
    deliveries: list[delivered.DeliveryInFull]
    created_at: datetime
    changed_at: datetime


class Posts(BaseModel):
    """One page of posts, those in trouble first."""

    items: list[PostLine]
    page: int
    more: bool


OF_A_POST = ("version", "stage", "planned", "zone", "created_at", "changed_at")
SAID = ("text", "title", "link", "tagged", "language", "disclosure")


def page(found: Page) -> Posts:
    """Return one page of posts."""
    return Posts(items=[_line(row) for row in found.rows], page=found.number, more=found.more)


def _line(row: Row) -> PostLine:
    return PostLine(
        id=row.post.pk,
        says=str(row.post),
        standing=row.standing,
        deliveries=[delivered.line(each) for each in row.deliveries],
        **{name: getattr(row.post, name) for name in OF_A_POST},
    )


def post(row: models.Post, now: datetime) -> PostTold:
    """Return a post as it came from `publishing.queries.post_of`."""
    deliveries = list(row.deliveries.all())
    return PostTold(
        id=row.pk,
        standing=standing.of(row, deliveries),
        approvals=row.steps_done,
        locked=locks.reason(deliveries),
        faults=preflight.faults(row, _unsent(row, deliveries), now),
        campaign=row.campaign_id,
        media=[MediumTold(asset=each.asset_id, alt=each.alt) for each in row.attached.all()],
        variants=[_variant(each) for each in row.variants.all()],
        deliveries=[delivered.in_full(each) for each in deliveries],
        **{name: getattr(row, name) for name in (*OF_A_POST, *SAID)},
    )


def _unsent(row: models.Post, deliveries: list[models.Delivery]) -> list[models.Variant]:
    gone = {each.variant_id for each in deliveries if each.state != CANCELLED and each.state not in QUEUED}
    return [each for each in row.variants.all() if each.pk not in gone]


def _variant(row: models.Variant) -> VariantTold:
    return VariantTold(
        channel=row.channel_id,
        text=row.text if row.own else None,
        title=row.title if row.own else None,
        thread=row.thread,
        comment=row.comment,
        media=row.media,
        options=row.options,
        poll=PollTold(**row.poll) if row.poll else None,
        quotes=row.quotes,
        answers=row.answers,
    )
