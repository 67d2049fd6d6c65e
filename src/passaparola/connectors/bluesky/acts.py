"""Turns what was read into acts: who had it through whom, as far as Bluesky says. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from passaparola.connectors import circles
from passaparola.connectors.bluesky import wire
from passaparola.connectors.contract import Act, Actor, Gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from passaparola.connectors.bluesky.wire import Post
    from passaparola.connectors.gathered import Entry

NO_REPO = "the repository that holds it could not be read"
NO_RECORD = "its record is not in its author's repository, or further back than trace reads"


@dataclass(frozen=True, slots=True)
class Mark:
    """A repost or like as listed, with its record where the author's repository gave one.

    `at` is the time the listing gave (likes only). The id does not depend on the record, so that it stays the
    same when the repository can be read only later.
    """

    kind: Literal["reshare", "like"]
    person: wire.Person
    subject: str
    at: datetime | None = None
    record: wire.Passed | None = None
    trouble: str = ""

    @property
    def id(self) -> str:
        """The act's own id."""
        return f"{self.subject}#{self.kind}:{self.person.did}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is known of the whole cascade.

    `through` gives the act behind a repost's address, `reshares` the ids of all reposts, `untold` counts by
    reason what could not be told.
    """

    root: str
    through: Mapping[str, str]
    reshares: frozenset[str]
    untold: Counter[tuple[str, str]]

    def gap(self, what: str, why: str) -> None:
        self.untold[what, why] += 1


def build(
    root: str, entries: Mapping[str, Entry[Post]], marks: Sequence[Mark]
) -> tuple[tuple[Act, ...], dict[str, Actor], tuple[Gap, ...]]:
    """Return the acts (root first), their actors by id, and what could not be told of them."""
    reposts = [mark for mark in marks if mark.kind == "reshare"]
    through = {f"at://{m.person.did}/{wire.REPOST}/{m.record.rkey}": m.id for m in reposts if m.record}
    reading = _Reading(root, through, frozenset(mark.id for mark in reposts), Counter())
    acts = [_post(entry, reading) for entry in entries.values()]
    acts += [_mark(mark, entries[mark.subject].post.at, reading) for mark in marks]
    acts = _straight(circles.once(acts), reading)
    people = [entry.post.author for entry in entries.values()] + [mark.person for mark in marks]
    gaps = tuple(Gap(what, why, count) for (what, why), count in sorted(reading.untold.items()))
    return tuple(acts), {person.did: actor(person) for person in people}, gaps


def actor(person: wire.Person) -> Actor:
    """Return the person as everybody knows them."""
    return Actor(person.did, person.handle, person.name, f"https://bsky.app/profile/{person.did}")


def _post(entry: Entry[Post], reading: _Reading) -> Act:
    post = entry.post
    if post.author.hidden:
        reading.gap("words of quotes and replies", "their authors show them to signed-in people only")
    return Act(
        id=post.uri,
        kind=entry.kind,
        actor=post.author.did,
        at=post.at,
        parent=entry.parent,
        url=wire.web_address(post.uri),
        text="" if post.author.hidden else post.text,
    )


def _mark(mark: Mark, posted: datetime, reading: _Reading) -> Act:
    at = mark.at if mark.record is None or mark.record.at is None else mark.record.at
    if at is None:
        reading.gap("times of reposts, and through whom they came", mark.trouble or NO_RECORD)
    return Act(
        id=mark.id,
        kind=mark.kind,
        actor=mark.person.did,
        at=posted if at is None else at,
        parent=_parent(mark, reading),
        url=wire.web_address(mark.subject),
        at_known=at is not None,
    )


def _parent(mark: Mark, reading: _Reading) -> str | None:
    """Return the repost it was seen through.

    Without one, an act on a quote or reply at least came from that post: its subject says so. An act on the
    root may have come from anybody who passed the root on, so nothing is said.
    """
    via = None if mark.record is None else mark.record.via
    if via is not None:
        parent = reading.through.get(via) or _same_person(via, mark.subject, reading.reshares)
        if parent is not None and parent != mark.id:
            return parent
        reading.gap("reposts that others came through", "they are undone or were not listed")
    return None if mark.subject == reading.root else mark.subject


def _same_person(via: str, subject: str, reshares: frozenset[str]) -> str | None:
    """Return the act of the person named in `via` on the same post: reposting anew gives it a new address."""
    match = wire.AT_URI.fullmatch(via)
    again = f"{subject}#reshare:{match[1]}" if match else ""
    return again if again in reshares else None


def _straight(acts: list[Act], reading: _Reading) -> list[Act]:
    """Free acts that claim, through one another, to come from themselves: `via` is written by clients."""
    broken = circles.breaks({act.id: act.parent for act in acts})
    for _ in broken:
        reading.gap("where some reposts came from", "they name each other as their source")
    return [replace(act, parent=None) if act.id in broken else act for act in acts]
