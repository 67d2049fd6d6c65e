"""What the pages show: messages with their hops, one message's figures, its map, the brand's home.

Every query takes the brand first and sees nothing of another's; a message of another brand does not exist
(`Message.DoesNotExist`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Prefetch

from passaparola.web.cascades import queries as cascades
from passaparola.web.channels import queries as channels
from passaparola.web.conversations.models import AT_WORK, Reading
from passaparola.web.insights import relation
from passaparola.web.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand
    from passaparola.web.cascades.models import Message
    from passaparola.web.people.models import Handle

PER_PAGE = 20
RECENT = timedelta(days=30)
TOP = 10
RECENT_MESSAGES = 200
RUNNING_ON_HOME = 5


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message of a list; the figures are None until it has been summarised.

    `hops` are the dicts of the summary (hop, acts, people, passed_on), `reach` the people from hop 1 on.
    `heard_at` says how fresh all of it is.
    """

    message: Message
    hops: list[dict[str, Any]]
    reach: int | None
    multiplier: float | None
    depth: int | None
    running: bool
    simulated: bool
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page of a brand's messages, the newest first; `number` counts from 1."""

    rows: list[MessageRow]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class PromoterRow:
    """A promoter with the name their platform knows them by; `handle` is None where they are not stored."""

    who: str
    handle: Handle | None
    direct: int
    subtree: int
    credit: float


@dataclass(frozen=True, slots=True)
class News:
    """How much of a message has been heard: `acts` in its figures (None before them), `heard` in seconds."""

    row: MessageRow
    acts: int | None
    heard: int


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Everything one message's page says; `summary` is None until it has been summarised the first time."""

    message: Message
    summary: dict[str, Any] | None
    row: MessageRow
    news: News
    promoters: list[PromoterRow]
    reading: Reading | None
    platform_name: str


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """Someone who carried the brand's messages lately: over how many, and how many people hang on them."""

    handle: Handle
    messages: int
    subtree: int
    credit: float


@dataclass(frozen=True, slots=True)
class Home:
    """The brand's home: what is being passed on right now, who carries it, and what to do next.

    `next_steps` are words for the templates: "trace" (nothing heard yet), "wait" (a first reading is under
    way), "trouble" (a running message cannot be heard), "thank" (there are promoters to thank), "campaign"
    (the brand has none).
    """

    running: list[MessageRow]
    running_total: int
    recent: list[MessageRow]
    carriers: list[CarrierRow]
    readings: list[Reading]
    next_steps: list[str]


def messages_of(brand: Brand, page: int = 1, *, per_page: int = PER_PAGE) -> MessageList:
    """Return page `page` of the brand's messages; the same number of queries however many there are."""
    shown = Paginator(_newest(brand), per_page).get_page(page)
    rows = [_row(message) for message in shown.object_list]
    return MessageList(rows, shown.number, shown.paginator.num_pages, shown.paginator.count)


def message_page(brand: Brand, message_id: int) -> MessagePage:
    """Return what the page of message `message_id` shows; raises Message.DoesNotExist."""
    readings = Reading.objects.order_by("-asked_at")
    found = (
        cascades.messages_of(brand)
        .select_related("author", "campaign")
        .prefetch_related(Prefetch("readings", queryset=readings))
    )
    message = found.get(pk=message_id)
    row = _row(message)
    promoters = message.summary["promoters"] if message.summary else []
    return MessagePage(
        message=message,
        summary=message.summary,
        row=row,
        news=_news(row),
        promoters=_named(message, promoters),
        reading=next(iter(message.readings.all()), None),
        platform_name=channels.platform_name(message.platform),
    )


def news_of(brand: Brand, message_id: int) -> News:
    """Return how much of message `message_id` has been heard, in one query; raises Message.DoesNotExist."""
    return _news(_row(_newest(brand).get(pk=message_id)))


def map_of(brand: Brand, message_id: int) -> dict[str, Any]:
    """Return the picture of message `message_id` (the map's JSON); raises Message.DoesNotExist."""
    return relation.picture_of(cascades.messages_of(brand).get(pk=message_id))


def summarised_at(brand: Brand, message_id: int) -> datetime | None:
    """Return as of when message `message_id` was worked out, None before; raises Message.DoesNotExist."""
    return cascades.messages_of(brand).values_list("summarised_at", flat=True).get(pk=message_id)


def home_of(brand: Brand, now: datetime) -> Home:
    """Return what the brand's home shows at `now`."""
    running = _newest(brand).filter(next_reading_at__isnull=False)
    lately = list(_newest(brand).filter(heard_at__gte=now - RECENT)[:RECENT_MESSAGES])
    at_work = list(Reading.objects.filter(brand=brand, state__in=AT_WORK).order_by("-asked_at")[:TOP])
    carriers = _carriers(brand, lately)
    return Home(
        running=[_row(message) for message in running[:RUNNING_ON_HOME]],
        running_total=running.count(),
        recent=[_row(message) for message in lately[:RUNNING_ON_HOME]],
        carriers=carriers,
        readings=at_work,
        next_steps=_next_steps(brand, lately, at_work, carriers),
    )


def _newest(brand: Brand) -> QuerySet[Message]:
    return cascades.messages_of(brand).select_related("author", "campaign").order_by("-published_at", "-pk")


def _row(message: Message) -> MessageRow:
    summary = message.summary or {}
    hops = summary.get("hops", [])
    return MessageRow(
        message=message,
        hops=hops,
        reach=sum(hop["people"] for hop in hops if hop["hop"] >= 1) if summary else None,
        multiplier=summary.get("multiplier"),
        depth=summary.get("depth"),
        running=message.running,
        simulated=channels.is_simulated(message.platform),
        heard_at=message.heard_at,
    )


def _news(row: MessageRow) -> News:
    summary, heard_at = row.message.summary, row.heard_at
    return News(row, summary["nodes"] if summary else None, int(heard_at.timestamp()) if heard_at else 0)


def _named(message: Message, promoters: list[dict[str, Any]]) -> list[PromoterRow]:
    ids = [promoter["who"] for promoter in promoters]
    handles = people.handles_by_native_id(message.brand_id, message.platform, message.space, ids)
    return [
        PromoterRow(
            who=promoter["who"],
            handle=handles.get(promoter["who"]),
            direct=promoter["direct"],
            subtree=promoter["subtree"],
            credit=promoter["credit"],
        )
        for promoter in promoters
    ]


def _carriers(brand: Brand, messages: Iterable[Message]) -> list[CarrierRow]:
    """Sum what hangs on each promoter over `messages`, the heaviest first."""
    sums: dict[tuple[str, str, str], tuple[int, int, float]] = {}
    for message in messages:
        for promoter in (message.summary or {}).get("promoters", []):
            key = (message.platform, message.space, promoter["who"])
            count, subtree, credit = sums.get(key, (0, 0, 0.0))
            sums[key] = (count + 1, subtree + promoter["subtree"], credit + promoter["credit"])
    heaviest = sorted(sums, key=lambda key: (-sums[key][1], key))[:TOP]
    handles = people.handles_by_keys(brand, heaviest)
    return [CarrierRow(handles[key], *sums[key]) for key in heaviest if key in handles]


def _next_steps(
    brand: Brand, lately: list[Message], at_work: list[Reading], carriers: list[CarrierRow]
) -> list[str]:
    anything = bool(lately) or cascades.messages_of(brand).exists()
    steps = {
        "trace": not anything and not at_work,
        "wait": bool(at_work),
        "trouble": any(message.running and message.unheard_because for message in lately),
        "thank": bool(carriers),
        "campaign": anything and not brand.campaigns.exists(),
    }
    return [step for step, due in steps.items() if due]
