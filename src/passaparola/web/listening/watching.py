"""What a worker does with a search: see whether more is said than usual, and raise one alarm an episode."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from passaparola.voices import spikes
from passaparola.web.lifecycle.actions import begin, hold
from passaparola.web.listening.hours import hour_of
from passaparola.web.listening.models import PAST, Episode, SavedSearch
from passaparola.web.listening.models.alarms import ALARM

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.voices.spikes import Watched
    from passaparola.web.lifecycle.graph import Outcome

KNOWN = timedelta(days=56)
"""So much of the past makes the baseline: what is older weighs little."""

FRESH = 3
"""Hours since the last loud one, from which on an episode is history: nobody is told any more."""


def watch(search: SavedSearch, now: datetime) -> Outcome:
    """Look at the counts of `search` where there is anything new in them."""
    mark = f"{hour_of(now)} {search.matches.count()}"
    if mark == search.watched:
        return None
    found = watched(search, now)
    with transaction.atomic():
        hold(search)
        for episode in found.episodes if found else ():
            _note(search, episode, now)
        SavedSearch.objects.filter(pk=search.pk).update(watched=mark)
    return None


def watched(search: SavedSearch, now: datetime) -> Watched | None:
    """Return what the counts of `search` show, None while nothing is known."""
    span = known(search, now)
    if span is None:
        return None
    first, after = span
    counts = hourly(search, first, after)
    return spikes.watch(counts, first, float(search.false_alarm_days))


def known(search: SavedSearch, now: datetime) -> tuple[int, int] | None:
    """Return the first hour from which everything was told, and the one after the last that was listened to.

    The hour that runs is among them: it is counted as far as it has come.
    """
    ears = [ear for ear in search.ears.all() if ear.heard_at is not None and ear.reaches is not None]
    if not ears:
        return None
    from_hour = max(hour_of(ear.reaches) for ear in ears if ear.reaches)
    until = max(hour_of(ear.heard_at) for ear in ears if ear.heard_at)
    first = max(from_hour, hour_of(now - KNOWN))
    return (first, until + 1) if first <= until else None


def hourly(search: SavedSearch, first: int, after: int) -> list[int]:
    """Return how much was said in each hour from `first` on, up to `after`; one query."""
    rows = search.matches.filter(hour__gte=first, hour__lt=after).order_by()
    counted = dict(rows.values_list("hour").annotate(n=Count("pk")))
    return [counted.get(hour, 0) for hour in range(first, after)]


def _note(search: SavedSearch, found: spikes.Episode, now: datetime) -> None:
    """Write `found` on the episode it is, or begin one: an episode that is known is never told twice."""
    stored = _same(search, found)
    fields = {
        "last": found.last,
        "ends": found.ends,
        "said": found.said,
        "usual": found.usual,
        "peak": found.peak,
        "settled": found.settled,
    }
    if stored:
        Episode.objects.filter(pk=stored.pk).update(**fields)
        return
    _close_others(search)
    life = begin(ALARM, now)
    if found.last < hour_of(now) - FRESH:
        life |= {"state": PAST, "due_at": None}
    Episode.objects.create(search=search, begins=found.begins, raised_at=now, **fields, **life)


def _same(search: SavedSearch, found: spikes.Episode) -> Episode | None:
    """Return the stored episode that `found` is: what was told late may move where it begins and ends.

    None begins within the quiet hours that would have ended the one before, unless that had become usual.
    """
    near = search.episodes.filter(
        begins__lte=found.last + spikes.QUIET, last__gte=found.begins - spikes.QUIET
    ).order_by("-begins")
    for row in near:
        overlaps = row.begins <= found.last and row.last >= found.begins
        if overlaps or not (row.settled or found.settled):
            return row
    return None


def _close_others(search: SavedSearch) -> None:
    """End what is still open though another one begins: it is seen no more since its counts have changed."""
    for row in search.episodes.filter(ends=None):
        Episode.objects.filter(pk=row.pk).update(ends=row.last + 1)
