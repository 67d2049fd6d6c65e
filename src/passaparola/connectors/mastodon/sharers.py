"""Finds who boosted and favoured each post, and, where a booster's own posts show it, when they boosted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from passaparola.connectors.asking import together
from passaparola.connectors.contract import Gap
from passaparola.connectors.errors import ConnectorError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.contract import Progress
    from passaparola.connectors.gathered import Entry
    from passaparola.connectors.mastodon.bounds import Bounds
    from passaparola.connectors.mastodon.server import Server
    from passaparola.connectors.mastodon.wire import Account, Status

LISTING = "who passed it on"
ASKING = "when they boosted it"


@dataclass(frozen=True, slots=True)
class Mark:
    """A boost or a favourite on the post with the server's id `subject`; `at` where it could be found."""

    kind: Literal["reshare", "like"]
    account: Account
    subject: str
    at: datetime | None = None
    url: str = ""


@dataclass(slots=True)
class Listed:
    """Boosts and favourites as the server lists them, and what it would not list."""

    marks: list[Mark] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


async def listed(
    server: Server, entries: Mapping[str, Entry[Status]], bounds: Bounds, progress: Progress
) -> Listed:
    """Return everybody who boosted or favoured a post; raises what stops the root's own lists."""
    done = 0

    async def one(entry: Entry[Status]) -> Listed:
        nonlocal done
        part = await _of_post(server, entry, bounds)
        done += 1
        progress(LISTING, done, len(entries))
        return part

    parts = await together([one(entry) for entry in entries.values()])
    return Listed(
        [mark for part in parts for mark in part.marks], [gap for part in parts for gap in part.gaps]
    )


async def _of_post(server: Server, entry: Entry[Status], bounds: Bounds) -> Listed:
    post, part, first = entry.post, Listed(), entry.kind == "publish"
    try:
        if first or post.reblogs:
            people, whole = await server.boosters(post.id, most=bounds.listed)
            part.marks += [Mark("reshare", person, post.id) for person in people]
            part.gaps += _beyond("boosts", entry, post.reblogs - len(people), server, whole=whole)
        if first or post.favourites:
            people, whole = await server.admirers(post.id, most=bounds.listed)
            part.marks += [Mark("like", person, post.id) for person in people]
            part.gaps += _beyond("favourites", entry, post.favourites - len(people), server, whole=whole)
    except ConnectorError as error:
        if first:
            raise
        part.gaps.append(Gap(f"boosts and favourites of {post.uri}", str(error)))
    return part


def _beyond(what: str, entry: Entry[Status], count: int, server: Server, *, whole: bool) -> list[Gap]:
    if not whole:
        return [Gap(f"{what} of {entry.post.uri}", "there are more than one trace reads", max(count, 1))]
    if count > 0:
        why = f"{server.host} counts them but does not list them"
        return [Gap(f"{what} of {entry.post.uri}", why, count)]
    return []


async def timed(
    server: Server,
    marks: list[Mark],
    entries: Mapping[str, Entry[Status]],
    bounds: Bounds,
    progress: Progress,
) -> list[Mark]:
    """Return `marks` with the time of each boost that its booster's own list of posts still shows."""
    boosters: dict[str, set[str]] = {}
    for mark in marks:
        if mark.kind == "reshare":
            boosters.setdefault(mark.account.id, set()).add(mark.subject)
    asked = list(boosters.items())[: bounds.times]
    done = 0

    async def one(account: str, subjects: set[str]) -> dict[tuple[str, str], tuple[datetime, str]]:
        nonlocal done
        since = min(entries[subject].post.at for subject in subjects)
        boosts = await _boosts(server, account, subjects, since, bounds.pages)
        done += 1
        progress(ASKING, done, len(asked))
        return {(account, subject): boost for subject, boost in boosts.items()}

    parts = await together([one(account, subjects) for account, subjects in asked])
    times = {key: boost for part in parts for key, boost in part.items()}
    return [_with(mark, times.get((mark.account.id, mark.subject))) for mark in marks]


def _with(mark: Mark, boost: tuple[datetime, str] | None) -> Mark:
    if boost is None or mark.kind == "like":
        return mark
    return replace(mark, at=boost[0], url=boost[1])


async def _boosts(
    server: Server, account: str, subjects: set[str], since: datetime, pages: int
) -> dict[str, tuple[datetime, str]]:
    """Return (time, address) of the boosts of `subjects` that an account's own list shows."""
    found: dict[str, tuple[datetime, str]] = {}
    before: str | None = None
    for _ in range(pages):
        try:
            page, before = await server.posted(account, before=before)
        except ConnectorError:
            return found
        for post in page:
            if post.boosted and post.boosted.id in subjects and post.id != post.boosted.id:
                found[post.boosted.id] = (post.at, post.url or post.boosted.url)
        if before is None or subjects <= found.keys() or (page and page[-1].at < since):
            break
    return found
