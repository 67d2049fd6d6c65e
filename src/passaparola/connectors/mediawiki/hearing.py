"""Hears what is written to the account on the pages where it spoke, and on its own talk page.

A wiki keeps every revision of a page: what came after the last one told is asked for, page by page, and what
is new in each is what somebody wrote.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Batch
from passaparola.connectors.mediawiki import api, place, revisions, section, towards, wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from passaparola.connectors.contract import Event
    from passaparola.connectors.mediawiki.place import Place, Read
    from passaparola.connectors.mediawiki.revisions import Revision, Subject

PAST = timedelta(days=365)  # for which answers to what we said are heard
PAGES = 50  # pages that are looked at, which is what a wiki tells of at once
AT_ONCE = 5  # pages whose revisions are read in one batch
REVISIONS = "20"


async def heard(wiki: api.Api, account: str, cursor: str, *, now: datetime) -> Batch:
    """Return what was written to `account` after `cursor`."""
    there = place.read(cursor)
    doing = f"hear what was written on {wiki.host}"
    spoken = await _spoken(wiki, account, now, doing=doing)
    us, pages = await _us(wiki, account, spoken, doing=doing)
    begun = place.Place({page.page: _begun(page, there, spoken, us) for page in pages})
    waiting = [page for page in pages if page.newest > begun.pages[page.page].revision]
    events: list[Event] = []
    more = len(waiting) > AT_ONCE
    for page in waiting[:AT_ONCE]:
        found, onward = await _revisions(wiki, page, begun.pages[page.page], doing=doing)
        events += _told(wiki, us, page, found, begun.pages[page.page])
        begun, advanced = _after(begun, page, found, onward=onward)
        more = more or (onward and advanced)
    return Batch(tuple(events), begun.written(), more=more, up_to=None if more else now)


async def _spoken(wiki: api.Api, account: str, now: datetime, *, doing: str) -> list[wire.Contribution]:
    """Return our edits that added a section, newest first."""
    answer = await wiki.query(
        doing=doing,
        list="usercontribs",
        ucuserids=account,
        ucprop="ids|timestamp|comment",
        uclimit="max",
        ucend=f"{now - PAST:%Y-%m-%dT%H:%M:%SZ}",
    )
    found, _ = tamed(answer, wire.contributions, about=wiki.host)
    return [entry for entry in found if section.marks(entry.comment or "")]


async def _us(
    wiki: api.Api, account: str, spoken: list[wire.Contribution], *, doing: str
) -> tuple[towards.Us, list[Subject]]:
    """Return who we are, and the pages to look at: the talk page that is ours first."""
    answer = await wiki.query(doing=doing, **api.KNOWING)
    name = tamed(answer, wire.person, about=wiki.host).name
    answer = await wiki.query(doing=doing, titles=f"User_talk:{name}", prop="info")
    own = tamed(answer, revisions.subjects, about=wiki.host)
    others = list(dict.fromkeys(entry.page for entry in spoken))[:PAGES]
    pages = {page.page: page for page in own}
    if others:
        answer = await wiki.query(doing=doing, pageids="|".join(others), prop="info")
        pages |= {page.page: page for page in tamed(answer, revisions.subjects, about=wiki.host)}
    sections = {mark: entry.revision for entry in spoken for mark in section.marks(entry.comment or "")}
    return towards.Us(name, account, own[0].page if own else "", sections), list(pages.values())


def _begun(page: Subject, there: Place, spoken: Iterable[wire.Contribution], us: towards.Us) -> Read:
    """Return how far a page was read: where we never looked, up to what we said first; our own not at all."""
    ours = [place.Read(int(entry.revision), entry.at) for entry in spoken if entry.page == page.page]
    first = place.Read() if page.page == us.talk or not ours else ours[-1]
    return there.pages.get(page.page, first)


async def _revisions(wiki: api.Api, page: Subject, read: Read, *, doing: str) -> tuple[list[Revision], bool]:
    """Return the last revision that was told, and those after it, and whether there are more."""
    answer = await wiki.query(
        doing=doing,
        pageids=page.page,
        prop="revisions",
        rvprop="ids|timestamp|user|userid|content",
        rvslots="main",
        rvdir="newer",
        rvstart=f"{read.at:%Y-%m-%dT%H:%M:%SZ}",
        rvlimit=REVISIONS,
    )
    return tamed(answer, revisions.revisions, about=wiki.host)


def _told(wiki: api.Api, us: towards.Us, page: Subject, found: list[Revision], read: Read) -> Iterator[Event]:
    """Yield what each revision after `read` says to us beyond the one before; what is hidden says nothing."""
    before = None if read.revision else ""
    for now in found:
        event = None
        if now.id > read.revision and before is not None and now.text is not None:
            event = towards.told(wiki, us, page, before, now)
        if event is not None:
            yield event
        before = now.text if now.text is not None else before


def _after(begun: Place, page: Subject, found: list[Revision], *, onward: bool) -> tuple[Place, bool]:
    """Return the place once these are told, and whether that is further than before."""
    read = begun.pages[page.page]
    last = max(chain(((one.id, one.at) for one in found), [(read.revision, read.at)]))
    # what is the newest may have been deleted since: without more to come, the page was read whole
    after = place.Read(last[0] if onward else max(last[0], page.newest), last[1])
    return replace(begun, pages={**begun.pages, page.page: after}), after.revision > read.revision
