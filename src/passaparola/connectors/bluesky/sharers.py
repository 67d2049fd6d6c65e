"""Finds who reposted and liked each post of a cascade, and reads when and through whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from passaparola.connectors.asking import together
from passaparola.connectors.bluesky import wire
from passaparola.connectors.bluesky.acts import NO_REPO, Mark
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.bluesky.appview import AppView
    from passaparola.connectors.bluesky.bounds import Bounds
    from passaparola.connectors.bluesky.repos import Read, Repos
    from passaparola.connectors.bluesky.wire import Post
    from passaparola.connectors.contract import Progress
    from passaparola.connectors.gathered import Entry

LISTING = "who passed it on"
ASKING = "when, and through whom"
COLLECTIONS = {"reshare": wire.REPOST, "like": wire.LIKE}


@dataclass(slots=True)
class Listed:
    """Reposts and likes as the AppView lists them, and what it would not list."""

    marks: list[Mark] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


async def listed(
    view: AppView, entries: Mapping[str, Entry[Post]], bounds: Bounds, progress: Progress
) -> Listed:
    """Return everybody who reposted or liked a post of `entries`; raises what stops the root's own lists."""
    root = next(iter(entries))
    done = 0

    async def one(entry: Entry[Post]) -> Listed:
        nonlocal done
        part = await _of_post(view, entry, root, bounds)
        done += 1
        progress(LISTING, done, len(entries))
        return part

    parts = await together([one(entry) for entry in entries.values()])
    return Listed(
        [mark for part in parts for mark in part.marks], [gap for part in parts for gap in part.gaps]
    )


async def _of_post(view: AppView, entry: Entry[Post], root: str, bounds: Bounds) -> Listed:
    post, part = entry.post, Listed()
    first = post.uri == root
    try:
        if first or post.reposts:  # counts lag behind; the root is asked whatever they say
            people, whole = await view.reposted_by(post.uri, most=bounds.listed)
            part.marks += [Mark("reshare", person, post.uri) for person in people]
            part.gaps += _beyond("reposts", post.uri, post.reposts - len(people), whole=whole)
        if first or post.likes:
            likes, whole = await view.likes(post.uri, most=bounds.listed)
            part.marks += [Mark("like", like.person, post.uri, like.at) for like in likes]
            part.gaps += _beyond("likes", post.uri, post.likes - len(likes), whole=whole)
    except ConnectorError as error:
        if first:
            raise
        part.gaps.append(Gap(f"reposts and likes of {post.uri}", str(error)))
    return part


def _beyond(what: str, uri: str, count: int, *, whole: bool) -> list[Gap]:
    if not whole:
        return [Gap(f"{what} of {uri}", "there are more than one trace reads", max(count, 1))]
    if count > 0:
        return [Gap(f"{what} of {uri}", "Bluesky counts them but does not list them", count)]
    return []


async def told(
    repos: Repos, marks: list[Mark], entries: Mapping[str, Entry[Post]], bounds: Bounds, progress: Progress
) -> Listed:
    """Return `marks` with the records of their authors' repositories, each repository read once."""
    likes = sum(mark.kind == "like" for mark in marks)
    wanted: dict[tuple[str, str], dict[str, datetime]] = {}
    for mark in marks:
        if mark.kind == "reshare" or likes <= bounds.likes:
            about = wanted.setdefault((mark.person.did, mark.kind), {})
            about[mark.subject] = entries[mark.subject].post.at
    asked = list(wanted.items())[: bounds.repos]
    done = 0

    async def one(did: str, kind: str, subjects: dict[str, datetime]) -> tuple[tuple[str, str], Read]:
        nonlocal done
        read = await repos.read(
            did, COLLECTIONS[kind], set(subjects), since=min(map(_made, subjects, subjects.values()))
        )
        done += 1
        progress(ASKING, done, len(asked))
        return (did, kind), read

    reads = dict(await together([one(did, kind, subjects) for (did, kind), subjects in asked]))
    gaps = _untold(likes, len(wanted) - len(asked), bounds)
    return Listed([_with(mark, reads.get((mark.person.did, mark.kind))) for mark in marks], gaps)


def _made(uri: str, written: datetime) -> datetime:
    """Return when a post was made at the earliest: its key's time where that lies before the written one."""
    keyed = wire.time_of(uri.rpartition("/")[2])
    return written if keyed is None else min(written, keyed)


def _untold(likes: int, left: int, bounds: Bounds) -> list[Gap]:
    gaps = []
    if likes > bounds.likes:
        why = f"with more than {bounds.likes} likes their repositories are not read"
        gaps.append(Gap("through whom likes came", why, likes))
    if left:
        why = f"one trace reads {bounds.repos} repositories"
        gaps.append(Gap("times of reposts, and through whom they came", why, left))
    return gaps


def _with(mark: Mark, read: Read | None) -> Mark:
    if read is None:
        return mark
    return replace(mark, record=read.records.get(mark.subject), trouble=NO_REPO if read.trouble else "")
