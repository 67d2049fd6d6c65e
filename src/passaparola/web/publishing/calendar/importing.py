"""Taking in a file of posts: all of it or nothing, after showing line by line what will happen.

The preview is the import itself, undone at its end: what it says is what happens. A file whose every line is
good is taken in as one; with a single fault nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.calendar import exchange, planning, scheduling, wording
from passaparola.web.publishing.calendar.exporting import key_of
from passaparola.web.publishing.models import Asset, Post
from passaparola.web.publishing.models.limits import LINE, LINK, TEXT
from passaparola.web.publishing.models.post import Disclosure
from passaparola.web.publishing.outbox import deliveries
from passaparola.web.publishing.words.content import Content, Picked, Words
from passaparola.web.publishing.writing import writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User
    from passaparola.web.campaigns.models import Campaign
    from passaparola.web.channels.models import Channel
    from passaparola.web.publishing.calendar.exchange import Record

IMPORTED = audit.verb("posts.imported", gettext_lazy("took in a file of posts"))
YES = frozenset({"", "yes", "true", "1", "sì", "si"})
NO = frozenset({"no", "false", "0"})
SMALL = ("campaign", "disclosure", "tagged", "link", "language")
"""Cells in which spaces at the ends say nothing."""

MOST = {"text": TEXT, "title": LINE, "link": LINK}
"""Characters that a cell may have."""


@dataclass(slots=True)
class Line:
    """What becomes of one line: its words, when it goes and where, and what is wrong or worth knowing."""

    number: int
    words: str = ""
    wall: str = ""
    zone: str = ""
    channels: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file will do: a line for each post, and how many of them cannot be taken in."""

    lines: list[Line]
    faulty: int
    planned: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What a line of a file may name."""

    channels: Mapping[str, list[Channel]]
    campaigns: Mapping[str, Campaign]
    assets: Mapping[str, int]


def preview(brand: Brand, content: bytes, *, schedule: bool, by: User, now: datetime) -> Preview:
    """Return what taking in the file would do; nothing is kept. Raises `Refused` where it cannot be read."""
    with transaction.atomic():
        lines = _all(brand, exchange.read(content), schedule=schedule, by=by, now=now)
        transaction.set_rollback(True)
    return Preview(lines, sum(bool(line.faults) for line in lines), sum(bool(line.wall) for line in lines))


@transaction.atomic
def take_in(brand: Brand, content: bytes, *, schedule: bool, by: User, now: datetime) -> int:
    """Take in every post of the file, planned where `schedule`; return how many.

    Raises `Refused` where a single line is not good: then nothing is kept.
    """
    lines = _all(brand, exchange.read(content), schedule=schedule, by=by, now=now)
    if faults := [fault for line in lines for fault in line.faults]:
        raise Refused(_("Nothing was taken in. %(fault)s") % {"fault": faults[0]})
    audit.record(brand, by, IMPORTED, brand.name, now, posts=len(lines), planned=schedule)
    return len(lines)


def _all(brand: Brand, records: list[Record], *, schedule: bool, by: User, now: datetime) -> list[Line]:
    known = _known(brand)
    said = set(Post.objects.filter(brand=brand).exclude(planned="").values_list("planned", "text"))
    lines = []
    for record in records:
        line = _line(brand, record, now)
        content = _content(record, known, line)
        if (line.wall, content.text) in said and line.wall:
            line.notes.append(_("The same words are planned for this time already."))
        said.add((line.wall, content.text))
        if not line.faults:
            _make(brand, content, line, schedule=schedule, by=by, now=now)
        lines.append(line)
    return lines


def _make(brand: Brand, content: Content, line: Line, *, schedule: bool, by: User, now: datetime) -> None:  # noqa: PLR0913
    """Make the post of a line, and plan it where it has a time and that is asked for."""
    post = writing.begin(brand, by=by, now=now, content=content)
    if not line.wall:
        return
    Post.objects.filter(pk=post.pk).update(planned=line.wall, zone=line.zone)
    if not schedule:
        return
    at = planning.moment(line.wall, line.zone)
    try:
        scheduling.put_in(post, at, by=by, now=now, wall=line.wall, zone=line.zone)
    except deliveries.Unfit as unfit:
        line.faults += [exchange.at(line.number, "text", sentence) for sentence in unfit.sentences]
    except Refused as refusal:
        line.faults.append(exchange.at(line.number, "planned", str(refusal)))


def _known(brand: Brand) -> _Known:
    named: dict[str, list[Channel]] = {}
    for channel in channels.channels_of(brand):
        for name in {
            key_of(channel),
            f"{channel.platform}:{channel.native_id}",
            channel.handle,
            channel.name,
        }:
            if name:
                named.setdefault(name.lower(), []).append(channel)
    return _Known(
        channels=named,
        campaigns={campaign.name.lower(): campaign for campaign in campaigns.campaigns_of(brand)},
        assets=dict(Asset.objects.filter(brand=brand).values_list("digest", "pk")),
    )


def _line(brand: Brand, record: Record, now: datetime) -> Line:
    """Read when a line goes."""
    cells = record.cells
    words = " ".join((cells.get("title") or cells.get("text", "")).split())
    line = Line(record.line, words=words[:120], faults=list(record.faults))
    wall = cells.get("planned", "").strip().replace(" ", "T")
    if not wall or record.faults:
        return line
    zone = cells.get("zone", "").strip() or brand.zone
    try:
        at = planning.moment(wall, zone)
    except planning.Unplannable as error:
        line.faults.append(exchange.at(record.line, "planned", str(error)))
        return line
    line.wall, line.zone = wall, zone
    if at <= now:
        line.faults.append(
            exchange.at(
                record.line, "planned", _("%(wall)s has passed: choose a time to come.") % {"wall": wall}
            )
        )
    if oddity := planning.oddity(wall, zone):
        line.notes.append(oddity)
    return line


def _content(record: Record, known: _Known, line: Line) -> Content:
    """Read what a line says; what is wrong with it is added to the line."""
    cells = {name: record.cells.get(name, "").strip() for name in SMALL}
    _check(record, cells, known, line)
    found = known.campaigns.get(cells["campaign"].lower())
    media = _media(record, known, line)
    return Content(
        text=record.cells.get("text", ""),
        title=record.cells.get("title", ""),
        link=cells["link"],
        tagged=cells["tagged"].lower() in YES,
        language=cells["language"][:10],
        disclosure=cells["disclosure"] if cells["disclosure"] in Disclosure.values else "",
        campaign=found.pk if found else None,
        media=media,
        variants=[
            _words(channel, record, known, media, line)
            for channel in _channels(record.cells.get("channels", ""), known, line)
        ],
    )


def _check(record: Record, cells: Mapping[str, str], known: _Known, line: Line) -> None:
    campaign, disclosure, tagged = cells["campaign"], cells["disclosure"], cells["tagged"].lower()
    if campaign and campaign.lower() not in known.campaigns:
        _fault(line, "campaign", _("there is no campaign called %(name)s here."), campaign)
    if disclosure not in Disclosure.values:
        said = _("%(name)s is not known: write paid, gifted, employed or nothing.")
        _fault(line, "disclosure", said, disclosure)
    if tagged not in YES | NO:
        _fault(line, "tagged", _("write yes or no, not %(name)s."), tagged)
    words = any(record.cells.get(name, "").strip() for name in ("text", "title"))
    if record.cells and not (words or record.media or record.own):
        _fault(line, "text", _("it says nothing."), "")
    for name, most in MOST.items():
        if long := wording.too_long(record.cells.get(name, ""), most):
            _fault(line, name, long, "")


def _channels(cell: str, known: _Known, line: Line) -> list[Channel]:
    chosen: list[Channel] = []
    for name in filter(None, (each.strip() for each in cell.split(","))):
        found = known.channels.get(name.lower(), [])
        if not found:
            _fault(line, "channels", _("there is no channel called %(name)s here."), name)
        elif len(found) > 1:
            _fault(line, "channels", _("several channels are called %(name)s: write platform:name."), name)
        elif found[0] not in chosen:
            chosen.append(found[0])
    line.channels = [str(channel) for channel in chosen]
    return chosen


def _media(record: Record, known: _Known, line: Line) -> list[Picked]:
    picked: dict[int, Picked] = {}
    for each in record.media:
        name, alt = each.get("name") or each["digest"][:12], each.get("alt", "")
        asset = known.assets.get(each["digest"])
        if asset is None:
            _fault(line, "media", _("%(name)s is not in the library: add it there first."), name)
        elif asset in picked:
            _fault(line, "media", _("It is named twice: name it once."), name)
        elif long := wording.too_long(alt, TEXT):
            _fault(line, "media", long, name)
        else:
            picked[asset] = Picked(asset, alt)
    return list(picked.values())


def _words(channel: Channel, record: Record, known: _Known, media: list[Picked], line: Line) -> Words:
    """Read what a channel says in words of its own."""
    own = record.own.get(key_of(channel), {})
    options = {option.key for option in channels.row_of(channel.platform).options}
    if wrong := list(wording.faults(own, options)):
        line.faults += [exchange.at(line.number, column, said) for column, said in wrong]
        return Words(channel.pk)
    if own.get("media") is not None:
        own = {**own, "media": _own_media(own["media"], known, media, line)}
    return Words(channel=channel.pk, **own)


def _own_media(digests: list[str], known: _Known, media: list[Picked], line: Line) -> list[int]:
    """Read which of the post's files go to one channel."""
    for digest in digests:
        if digest not in known.assets:
            _fault(line, "own.media", _("%(name)s is not in the library: add it there first."), digest[:12])
    chosen = [known.assets[digest] for digest in digests if digest in known.assets]
    if len(set(chosen)) < len(chosen) or set(chosen) - {each.asset for each in media}:
        _fault(line, "own.media", _("Name here only files of the post, each once."), "")
    return chosen


def _fault(line: Line, column: str, said: str, name: str) -> None:
    line.faults.append(
        exchange.at(line.number, column, said % {"name": name} if "%(name)s" in said else said)
    )
