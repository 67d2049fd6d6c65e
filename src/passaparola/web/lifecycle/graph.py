"""The life of a noun as data: its states, where each may time out to, and who handles it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CheckConstraint, Q

LONGEST_BACK_OFF = timedelta(hours=1)


class LifeError(ValueError):
    """A life is declared wrongly; the message names the state and what to mend."""


@dataclass(frozen=True, slots=True)
class Next:
    """The handler's answer "go on to `state`"; `because` is kept on the row for people to read."""

    state: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """The handler's answer "again `at` this time" (None: after `try_every`), with the reason for people."""

    at: datetime | None = None
    because: str = ""


Outcome = Next | Later | str | None
"""What a handler returns: a state's name, a `Next`, a `Later`, or None for "later"."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a life.

    `try_every` is the time between two tries; a state without it is final or waits for someone to push the
    row. `times_out_to` names the state a row goes to when, `times_out_after` its arrival here, one more try
    has not moved it on: a worker that was off for a week still tries once.
    """

    name: str
    try_every: timedelta | None = None
    times_out_to: str | None = None
    times_out_after: timedelta | None = None
    final: bool = False

    @property
    def automatic(self) -> bool:
        """Say whether the worker handles rows in this state."""
        return self.try_every is not None

    def back_off(self, failures: int) -> timedelta:
        """Return how long to wait after the `failures`-th failure in a row: doubling, an hour at most."""
        every = self.try_every or timedelta(0)
        start = max(every, timedelta(seconds=1))
        doubled: timedelta = start * 2 ** min(failures - 1, 20)
        return max(every, min(LONGEST_BACK_OFF, doubled))


class Graph:
    """The states of a life, the initial one first; raises `LifeError` where they do not fit."""

    def __init__(self, *states: State) -> None:
        self.states = {state.name: state for state in states}
        if not states or len(self.states) != len(states):
            raise LifeError("A life needs at least one state, and each name once.")
        self.initial = states[0]
        for state in states:
            self._check(state)

    def __getitem__(self, name: str) -> State:
        """Return the state called `name`; raises `LifeError`."""
        try:
            return self.states[name]
        except KeyError:
            raise LifeError(f"There is no state {name!r}; this life has {', '.join(self.states)}.") from None

    def _check(self, state: State) -> None:
        if state.final and (state.automatic or state.times_out_to):
            raise LifeError(f"The state {state.name!r} is final: it cannot be tried or time out.")
        if (state.times_out_to is None) != (state.times_out_after is None):
            raise LifeError(f"The state {state.name!r} needs both times_out_to and times_out_after or none.")
        if state.times_out_to is not None:
            if not state.automatic:
                raise LifeError(
                    f"The state {state.name!r} is never tried, so cannot time out: give try_every."
                )
            self[state.times_out_to]
        if self.initial.final:
            raise LifeError(f"The initial state {self.initial.name!r} cannot be final.")

    def constraint(self, name: str) -> CheckConstraint:
        """Return the database's own check that a row is in one of these states."""
        return CheckConstraint(condition=Q(state__in=list(self.states)), name=name)
