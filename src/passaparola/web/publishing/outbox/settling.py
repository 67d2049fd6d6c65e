"""What becomes of a delivery after a try or a look: pure, so that every case can be read and tested.

Unknown is never sent again before it was looked for. Where the platform has no way to look, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.web.publishing.models.delivery import (
    PUBLISHED,
    REFUSED,
    SCHEDULED,
    UNDECIDED,
    UNKNOWN,
    Verb,
    What,
)

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.connectors.contract import Receipt
    from passaparola.connectors.row import Platform
    from passaparola.web.publishing.models.delivery import Delivery

GIVE_UP = timedelta(hours=24)
"""How long what certainly was not sent is tried again."""

LOOK_FIRST = timedelta(seconds=15)
LOOKS = 12
"""How often something that could not be told is looked for, ever more rarely, before a person is asked."""

TRIED_ENOUGH = "It was tried for a day: see to it, then try again."
NOT_THERE = "It is certainly not on the platform."
HANDED_OVER = "It is handed over: its platform publishes it by itself at that time."
LOOK_YOURSELF = "look there yourself, and say here whether it is there."

UNSPOKEN = "This installation no longer speaks to its platform: install what did, then try again."


@dataclass(frozen=True, slots=True)
class Done:
    """What a try or a look gave: `until` is when to come back, where the platform says so.

    `kept_back` says that it was us who did not let it leave: that tells nothing of the channel. `barred` says
    that the platform lets this account not look, so that no further look would tell more.
    """

    what: What
    said: str = ""
    receipt: Receipt | None = None
    until: datetime | None = None
    locked_out: bool = False
    kept_back: bool = False
    barred: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a delivery goes from here: its state, when it is due, and what is said to people.

    `lines` are added to its history; `receipt` is kept with the piece in hand, which is then done.
    """

    state: str
    due_at: datetime | None
    said: str = ""
    lines: tuple[tuple[What, str], ...] = ()
    receipt: Receipt | None = None
    looks: int = 0
    fresh: bool = False
    """Whether the next piece begins: its tries are counted anew."""


def after(delivery: Delivery, pieces: int, done: Done, row: Platform, now: datetime) -> Settled:
    """Return where `delivery` of so many `pieces` goes after `done`."""
    match done.what:
        case What.PUBLISHED | What.FOUND:
            return _went_well(delivery, pieces, done, now)
        case What.REFUSED:
            return Settled(REFUSED, None, done.said, _line(done))
        case What.LATER:
            return _later(delivery, done, now)
        case What.UNKNOWN:
            return _unknown(delivery, done, row, now)
        case What.MISSING:
            return _missing(delivery, done, row, now)
        case _:
            return _unclear(delivery, done, now)


def unspoken(delivery: Delivery) -> Settled:
    """Return where `delivery` goes whose platform has no connector here any more."""
    if delivery.state == SCHEDULED or delivery.verb != Verb.PUBLISH:
        return Settled(REFUSED, None, UNSPOKEN, ((What.REFUSED, UNSPOKEN),))
    said = f"This installation no longer speaks to its platform: {LOOK_YOURSELF}"
    return Settled(UNDECIDED, None, said, ((What.UNCLEAR, said),))


def _line(done: Done) -> tuple[tuple[What, str], ...]:
    return ((done.what, done.said),)


def _went_well(delivery: Delivery, pieces: int, done: Done, now: datetime) -> Settled:
    state, due_at = (PUBLISHED, None) if delivery.sent + 1 >= pieces else (SCHEDULED, now)
    said = HANDED_OVER if delivery.planned_at > now else ""
    return Settled(state, due_at, said, _line(done), receipt=done.receipt, fresh=True)


def _later(delivery: Delivery, done: Done, now: datetime) -> Settled:
    """Nothing was sent: try again when the platform says, or after a growing pause, for a day."""
    if now - max(delivery.planned_at, delivery.created_at) >= GIVE_UP and done.until is None:
        return Settled(REFUSED, None, f"{done.said} {TRIED_ENOUGH}", _line(done))
    at = max(done.until or now, now + _pause(delivery.tried))
    return Settled(SCHEDULED, at, done.said, _line(done))


def _unknown(delivery: Delivery, done: Done, row: Platform, now: datetime) -> Settled:
    if delivery.verb != Verb.PUBLISH:
        # Changing or deleting twice is doing it once.
        return _later(delivery, done, now)
    if "finder" in row.capabilities:
        return Settled(UNKNOWN, now + min(LOOK_FIRST, row.settles_after), done.said, _line(done))
    said = f"{done.said} {row.name} cannot be asked for it: {LOOK_YOURSELF}"
    return Settled(UNDECIDED, None, said, _line(done))


def _missing(delivery: Delivery, done: Done, row: Platform, now: datetime) -> Settled:
    """Send again what is not there, once nothing can be under way any more."""
    settled = (delivery.intent_at or now) + row.settles_after
    if now < settled:
        said = "Not there yet; looked for again before anything is sent."
        return Settled(UNKNOWN, settled, said, ((What.MISSING, said),))
    if now - (delivery.first_tried_at or now) >= GIVE_UP:
        return Settled(REFUSED, None, f"{NOT_THERE} {TRIED_ENOUGH}", ((What.MISSING, NOT_THERE),))
    return Settled(SCHEDULED, now + _pause(delivery.tried - 1), "", _line(done))


def _unclear(delivery: Delivery, done: Done, now: datetime) -> Settled:
    looks = delivery.looks + 1
    if done.barred:
        return Settled(UNDECIDED, None, done.said, _line(done), looks=looks)
    if looks >= LOOKS:
        said = f"{done.said} It could not be told in {looks} looks: {LOOK_YOURSELF}"
        return Settled(UNDECIDED, None, said, _line(done), looks=looks)
    at = max(done.until or now, now + LOOK_FIRST * 2 ** (looks - 1))
    return Settled(UNKNOWN, at, done.said, _line(done), looks=looks)


def _pause(tries: int) -> timedelta:
    """Return the pause after so many tries: none at first, then doubling from 5 s to half an hour."""
    if tries < 1:
        return timedelta(0)
    return timedelta(seconds=min(1800, 5 * 2 ** min(tries - 1, 10)))
