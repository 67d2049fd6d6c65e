"""How acts come to be known: each once, never lost, their parents linked as soon as both are known.

A parent that was told is never replaced; one that was inferred gives way to the first that is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from passaparola.web.cascades import circles
from passaparola.web.cascades.models import ARRIVING, Act, Evidence, Kind, Message
from passaparola.web.lifecycle.actions import in_turns, move, move_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.lifecycle.models import Living

BATCH = 2000
ROOM = 900


@dataclass(frozen=True, slots=True)
class Heard:
    """An act as it was told; ids are those of its platform or file.

    `first` says that it came from no other act. Otherwise `parent` is the id of the act it came from, or
    empty where nobody said. `evidence` is what the parent rests on.
    """

    native_id: str
    who: str
    at: datetime
    kind: Kind
    channel: str
    first: bool = False
    parent: str = ""
    evidence: Evidence = Evidence.OBSERVED
    probability: float = 1.0
    at_known: bool = True
    url: str = ""
    text: str = ""

    @property
    def inferred(self) -> bool:
        """Say whether its parent was worked out and not told."""
        return self.evidence == Evidence.INFERRED


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording changed: acts never heard before, acts brought up to date, acts no longer found."""

    new: int
    mended: int
    unseen: int

    @property
    def anything(self) -> bool:
        """Say whether anything the figures rest on has changed."""
        return bool(self.new or self.mended)


class _Stored(NamedTuple):
    pk: int
    native_id: str
    heard_parent: str
    parent_known: bool
    parent_id: int | None
    at_known: bool
    unseen_since: datetime | None


class _Link(NamedTuple):
    """The parent of an act, in the order of the statement that writes it."""

    heard_parent: str
    parent_id: int | None
    parent_known: bool
    evidence: int
    probability: float
    pk: int


def add(heard: Mapping[Message, Sequence[Heard]], handles: Mapping[str, int], now: datetime) -> int:
    """Store some acts on several messages, as `record` does with all acts on one; others stay as they are.

    A fixed number of queries for 900 acts, however many messages. Return how many acts were new.
    """
    messages = sorted(heard, key=lambda message: message.pk)
    # In the order of keys: two that hear at once never wait for each other in a circle.
    rows = Message.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in messages])
    list(rows.order_by("pk").values_list("pk"))
    told = {message: {act.native_id: act for act in heard[message]} for message in messages}
    stored = _near(told)
    new = [
        _row(message, act, handles)
        for message in messages
        for native_id, act in told[message].items()
        if native_id not in stored[message]
    ]
    created: dict[int, dict[str, int]] = {message.pk: {} for message in messages}
    for row in Act.objects.bulk_create(new, batch_size=BATCH):
        created[row.message_id][row.native_id] = row.pk
    links = {each: _fresh_links(told[each], stored[each], created[each.pk]) for each in messages}
    write_links([link for some in links.values() for link in some])
    timed = {each: _mend_times(told[each], stored[each]) for each in messages}
    changed = [each for each in messages if created[each.pk] or links[each] or timed[each]]
    _refresh(changed, told, now)
    return len(new)


def _refresh(changed: Sequence[Message], told: Mapping[Message, Mapping[str, Heard]], now: datetime) -> None:
    """Say on the messages that have changed how late their last act was, and have them worked out again."""
    move_many(Message, [message.pk for message in changed], "changed", now)
    latest = [(max(act.at for act in told[message].values()), message.pk) for message in changed]
    stored = [(connection.ops.adapt_datetimefield_value(at), pk) for at, pk in latest]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE cascades_message SET last_act_at = %s WHERE id = %s"
            " AND (last_act_at IS NULL OR last_act_at < %s)",
            [(at, pk, at) for at, pk in stored],
        )


def _near(told: Mapping[Message, Mapping[str, Heard]]) -> dict[Message, dict[str, _Stored]]:
    """Return of each message the stored acts that are told again, or named as parents by what is told.

    Where something stored waits for one that is new, all acts of its message: whether linking them closes a
    circle only the whole can tell.
    """
    by_pk = {message.pk: message for message in told}
    acts = Act.objects.filter(message_id__in=list(by_pk))
    ids = sorted(
        {each for some in told.values() for act in some.values() for each in (act.native_id, act.parent)}
    )
    found: dict[Message, dict[str, _Stored]] = {message: {} for message in told}
    new = {native_id for some in told.values() for native_id in some}
    waited: set[int] = set()
    for start in range(0, len(ids), ROOM):
        some = ids[start : start + ROOM]
        for pk, *row in acts.filter(native_id__in=some).values_list("message_id", *_Stored._fields):
            found[by_pk[pk]][row[1]] = _Stored(*row)
        waiting = acts.filter(parent_known=False, heard_parent__in=new.intersection(some))
        waited.update(waiting.values_list("message_id", flat=True))
    for pk in waited:
        found[by_pk[pk]] = {row.native_id: row for row in _stored(by_pk[pk])}
    return found


def record(message: Message, heard: Iterable[Heard], handles: Mapping[str, int], now: datetime) -> Recorded:
    """Store the acts `heard` on `message` by the people whose keys are `handles`; call it in a transaction.

    Repeating it changes nothing. Acts stored earlier that are not among `heard` stay, and are marked as no
    longer seen. Where anything changed, the message is *changed*: its figures are worked out again.
    """
    # Two readings of one message take turns (SQLite has one writer anyway).
    Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    told = {act.native_id: act for act in heard}
    stored = {row.native_id: row for row in _stored(message)}
    new = [act for native_id, act in told.items() if native_id not in stored]
    created = Act.objects.bulk_create([_row(message, act, handles) for act in new], batch_size=BATCH)
    linked = _link(told, stored, {act.native_id: act.pk for act in created})
    mended = _mend_times(told, stored) + linked
    unseen = _mark_unseen(told, stored, now)
    if created or mended:
        move(message, "changed", now)
    return Recorded(len(created), mended, unseen)


def record_in_turns(message: Message, heard: Iterable[Heard], handles: Mapping[str, int], by: Living) -> bool:
    """Store the acts `heard` on `message` as `record` does, some at a time, as long as `by` is held.

    Repeating it, even after a crash half-way, ends in the same rows. Returns whether anything was new; the
    message is left in its state. Raises `LeaseLost`.
    """
    told = {act.native_id: act for act in heard}
    stored = {row.native_id: row for row in _stored(message)}
    created: dict[str, int] = {}

    def create(some: Sequence[Heard]) -> None:
        rows = Act.objects.bulk_create([_row(message, act, handles) for act in some], batch_size=BATCH)
        created.update((row.native_id, row.pk) for row in rows)

    in_turns(by, (act for native_id, act in told.items() if native_id not in stored), create)
    links = _fresh_links(told, stored, created)
    in_turns(by, links, write_links)
    return bool(created or links)


def _stored(message: Message) -> list[_Stored]:
    return [_Stored(*row) for row in Act.objects.filter(message=message).values_list(*_Stored._fields)]


def _row(message: Message, act: Heard, handles: Mapping[str, int]) -> Act:
    return Act(
        message=message,
        native_id=act.native_id,
        handle_id=handles[act.who],
        at=act.at,
        at_known=act.at_known,
        kind=act.kind,
        channel=act.channel,
        url=act.url,
        text=act.text,
        heard_parent="" if act.inferred else act.parent,
        parent_known=act.first,
        evidence=act.evidence if act.first or act.parent else Evidence.OBSERVED,
        probability=act.probability,
    )


def _link(told: Mapping[str, Heard], stored: Mapping[str, _Stored], created: Mapping[str, int]) -> int:
    """Write the parents that are told and known by now; return how many acts changed by it."""
    links = _fresh_links(told, stored, created)
    write_links(links)
    return len(links)


def _fresh_links(
    told: Mapping[str, Heard], stored: Mapping[str, _Stored], created: Mapping[str, int]
) -> list[_Link]:
    """Return the parents that are told, known by now and not written yet; none that closes a circle."""
    pks = {native_id: row.pk for native_id, row in stored.items()} | dict(created)
    fresh = [link for link in _links(told, stored, created, pks) if link is not None]
    kept = {row.pk: row.parent_id for row in stored.values() if row.parent_known}
    on_circle = circles.members(kept | {link.pk: link.parent_id for link in fresh})
    return [link for link in fresh if link.pk not in on_circle]


def _links(
    told: Mapping[str, Heard],
    stored: Mapping[str, _Stored],
    created: Mapping[str, int],
    pks: Mapping[str, int],
) -> Iterator[_Link | None]:
    for native_id, pk in created.items():
        yield _told_link(told[native_id], pk, pks)
    for row in stored.values():
        if not row.parent_known:
            yield _late_link(row, told.get(row.native_id), pks)


def _told_link(act: Heard, pk: int, pks: Mapping[str, int]) -> _Link | None:
    """Return the link of an act just heard, or None while its parent is not known."""
    parent = pks.get(act.parent) if act.parent else None
    if parent is None or parent == pk:
        return None
    heard_parent = "" if act.inferred else act.parent
    return _Link(heard_parent, parent, not act.inferred, act.evidence, act.probability, pk)


def _late_link(row: _Stored, act: Heard | None, pks: Mapping[str, int]) -> _Link | None:
    """Return the link of an act stored without a told parent, once its parent is told and known."""
    if act and act.inferred:
        # What a file says was inferred: missing only where taking it in was cut short.
        return None if row.parent_id else _told_link(act, row.pk, pks)
    named = act.parent if act and act.parent and not act.inferred else row.heard_parent
    parent = pks.get(named) if named else None
    if parent is None or parent == row.pk:
        return None
    evidence = act.evidence if act and act.parent == named else Evidence.OBSERVED
    return _Link(named, parent, True, evidence, 1.0, row.pk)


def write_links(links: Sequence[_Link]) -> None:
    """Write the parents of many acts, one prepared statement for all.

    Django's bulk_update spells every row out in one CASE per column: 100,000 acts take minutes on SQLite.
    """
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE cascades_act SET heard_parent = %s, parent_id = %s, parent_known = %s, evidence = %s,"
            " probability = %s WHERE id = %s",
            links,
        )


def _mend_times(told: Mapping[str, Heard], stored: Mapping[str, _Stored]) -> int:
    """Write the times of acts that had none of their own when they were first heard."""
    late = [
        (row.pk, act.at)
        for native_id, row in stored.items()
        if not row.at_known and (act := told.get(native_id)) and act.at_known
    ]
    for pk, at in late:
        Act.objects.filter(pk=pk).update(at=at, at_known=True)
    return len(late)


def _mark_unseen(told: Mapping[str, Heard], stored: Mapping[str, _Stored], now: datetime) -> int:
    """Mark the acts a reading no longer found, unmark those that are back; return how many went."""
    gone = [r.pk for r in stored.values() if r.native_id not in told and r.unseen_since is None]
    back = [r.pk for r in stored.values() if r.native_id in told and r.unseen_since is not None]
    for pks, since in ((gone, now), (back, None)):
        for start in range(0, len(pks), ROOM):
            Act.objects.filter(pk__in=pks[start : start + ROOM]).update(unseen_since=since)
    return len(gone)


@transaction.atomic
def forget_arriving(brand: Brand, platform: str, space: str) -> None:
    """Delete what never came to be shown of `space`: messages, acts, and those who acted in no other."""
    theirs = Message.objects.filter(brand=brand, platform=platform, space=space)
    arriving = list(theirs.filter(state=ARRIVING).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Django would fetch every act to see to its children first.
        cursor.executemany("DELETE FROM cascades_act WHERE message_id = %s", [(pk,) for pk in arriving])
        cursor.executemany("DELETE FROM cascades_message WHERE id = %s", [(pk,) for pk in arriving])
        if not theirs.exists():
            cursor.execute(
                "DELETE FROM people_handle WHERE brand_id = %s AND platform = %s AND space = %s",
                [brand.pk, platform, space],
            )
