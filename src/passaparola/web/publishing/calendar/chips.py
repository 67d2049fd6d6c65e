"""A chip of the calendar: a post at one minute, with all channels it goes to then.

Its state is the one a person has to know of first: what failed stands above what is still to come, and that
above what went well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import planning
from passaparola.web.publishing.models import Attached, Delivery, Post, Stage, Variant, Verb
from passaparola.web.publishing.models.delivery import (
    CANCELLED,
    PUBLISHED,
    QUEUED,
    REFUSED,
    SCHEDULED,
    SENDING,
    TROUBLED,
    UNDECIDED,
    UNKNOWN,
    WAITING,
)
from passaparola.web.publishing.outbox import states

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.calendar.narrowing import Narrowed

WORST_FIRST = (UNDECIDED, REFUSED, UNKNOWN, SENDING, WAITING, SCHEDULED, *Stage.values, PUBLISHED, CANCELLED)
RANK = {state: rank for rank, state in enumerate(WORST_FIRST)}
MOVABLE = QUEUED | frozenset(Stage.values)
DRAWN = ("image", "gif")
WORDS = 90
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sign:
    """A channel as a chip shows it: its platform's name and colour, and its own name."""

    platform: str
    colour: str
    name: str

    @property
    def said(self) -> str:
        """Return what is read aloud: where, and as whom."""
        return f"{self.platform}: {self.name}"


@dataclass(slots=True)
class Chip:
    """A post at one minute: `at` in UTC, `wall` by the brand's clocks; `picture` numbers an asset."""

    post_id: int
    at: datetime
    wall: str
    state: str
    channel_ids: list[int] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    words: str = ""
    picture: int | None = None

    @property
    def day(self) -> date:
        """Return the day it is on, by the clocks of the brand's zone."""
        return date.fromisoformat(self.wall[:10])

    @property
    def time(self) -> str:
        """Return the time of day."""
        return self.wall[11:]

    @property
    def hour(self) -> int:
        """Return the hour of the day it is in."""
        return int(self.wall[11:13])

    @property
    def failed(self) -> bool:
        """Say whether somebody has to look after it."""
        return self.state in TROUBLED

    @property
    def movable(self) -> bool:
        """Say whether it can still be given another time."""
        return self.state in MOVABLE

    @property
    def said(self) -> StrPromise | str:
        """Return its state in words."""
        return states.WORDS.get(self.state) or Stage(self.state).label

    @property
    def icon(self) -> str:
        """Return the name of the sign for its state."""
        return states.icon(self.state)

    @property
    def came(self) -> str:
        """Return its minute as the form that moves it names it."""
        return self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")

    @property
    def mark(self) -> str:
        """Return what names it in the page."""
        return f"chip-{self.post_id}-{self.at:%Y%m%d%H%M}"


def between(brand: Brand, first: date, last: date, narrowed: Narrowed) -> Iterator[Chip]:
    """Yield a bare chip for everything planned from `first` to `last`; two queries."""
    since = planning.moment(f"{first}T00:00", brand.zone)
    until = planning.moment(f"{last + DAY}T00:00", brand.zone)
    found: dict[tuple[int, datetime], Chip] = {}
    rows = _deliveries(brand, narrowed).filter(planned_at__gte=since, planned_at__lt=until)
    for post, at, state, channel in rows.values_list("post_id", "planned_at", "state", "channel_id"):
        minute = at.replace(second=0, microsecond=0) if at.second or at.microsecond else at
        if (chip := found.get((post, minute))) is None:
            found[post, minute] = chip = Chip(post, minute, planning.wall(minute, brand.zone), state)
        elif RANK[state] < RANK[chip.state]:
            chip.state = state
        chip.channel_ids.append(channel)
    yield from (chip for chip in found.values() if narrowed.shows(chip.state))
    # A draft's plan may be in another zone than the brand's now: look a day further, then see.
    drafts = _drafts(brand, narrowed).filter(
        planned__gte=(first - DAY).isoformat(), planned__lt=(last + 2 * DAY).isoformat()
    )
    for post, wall, zone, stage in drafts.values_list("pk", "planned", "zone", "stage"):
        at = planning.moment(wall, zone or brand.zone)
        if since <= at < until and narrowed.shows(stage):
            yield Chip(post, at, planning.wall(at, brand.zone), stage)


def in_order(chip: Chip) -> tuple[datetime, int]:
    """Return what chips are sorted by."""
    return chip.at, chip.post_id


def _deliveries(brand: Brand, narrowed: Narrowed) -> QuerySet[Delivery]:
    planned = Delivery.objects.filter(brand=brand, verb=Verb.PUBLISH, post__only_answers=False)
    if narrowed.channel:
        planned = planned.filter(channel=narrowed.channel)
    return planned.filter(post__campaign=narrowed.campaign) if narrowed.campaign else planned


def _drafts(brand: Brand, narrowed: Narrowed) -> QuerySet[Post]:
    live = Delivery.objects.filter(post=OuterRef("pk"), verb=Verb.PUBLISH).exclude(state=CANCELLED)
    drafts = Post.objects.filter(~Q(planned=""), ~Exists(live), brand=brand, only_answers=False)
    if narrowed.channel:
        drafts = drafts.filter(variants__channel=narrowed.channel)
    return drafts.filter(campaign=narrowed.campaign) if narrowed.campaign else drafts


def dress(shown: Collection[Chip], own: Iterable[Channel], *, pictures: bool) -> None:
    """Give the chips that are shown their words and the signs of the brand's channels `own`; two queries.

    With `pictures`, the first picture of each too; one more.
    """
    signs = {channel.pk: _sign(channel) for channel in own}
    said = Post.objects.filter(pk__in={chip.post_id for chip in shown})
    words = {
        pk: _first_words(title or text)
        for pk, title, text in said.values_list("pk", "title", Substr("text", 1, 2 * WORDS))
    }
    meant: dict[int, list[int]] = {}
    drafts = {chip.post_id for chip in shown if not chip.channel_ids}
    for post, channel in Variant.objects.filter(post__in=drafts).values_list("post_id", "channel_id"):
        meant.setdefault(post, []).append(channel)
    for chip in shown:
        chip.words = words.get(chip.post_id, "")
        goes_to = chip.channel_ids or meant.get(chip.post_id, [])
        chip.signs = [signs[channel] for channel in goes_to if channel in signs]
    if pictures:
        _picture(shown)


def _picture(shown: Collection[Chip]) -> None:
    drawn = Attached.objects.filter(post__in={chip.post_id for chip in shown}, asset__kind__in=DRAWN)
    # The first of each post comes last, and stays.
    found = dict(drawn.order_by("-position").values_list("post_id", "asset_id"))
    for chip in shown:
        chip.picture = found.get(chip.post_id)


def _sign(channel: Channel) -> Sign:
    platform = channel.platform
    return Sign(channels.platform_name(platform), channels.platform_colour(platform), str(channel))


def _first_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"
