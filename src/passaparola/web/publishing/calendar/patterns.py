"""How often something comes again: an RRULE (RFC 5545) by wall time, with an end, and in a person's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, cast

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from passaparola.web.brands.refusals import Refused
from passaparola.web.publishing.calendar import planning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dateutil.rrule import rrule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
KNOWN = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
)
INTERVALS = frozenset(map(str, range(1, 100)))
MOST_TIMES = 1_000
LONGEST_SPAN = timedelta(days=3 * 366)
ALWAYS_THERE = 28
"""The last day that every month has."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for: every so many (`interval`) days, weeks, months or years, and an end."""

    every: str
    interval: int = 1
    weekdays: Sequence[int] = ()
    nth: bool = False
    count: int = 0
    until: str = ""


def written(asked: Asked, starts: str) -> str:
    """Return the RRULE for what was asked for, from the wall time `starts`; raises `Refused`."""
    begins = planning.parsed(starts)
    if asked.every not in EVERY:
        raise Refused(_("Choose how often it comes again."))
    parts = [f"FREQ={EVERY[asked.every]}"]
    if asked.interval > 1:
        parts.append(f"INTERVAL={asked.interval}")
    if asked.every == "week":
        days = sorted(set(asked.weekdays)) or [begins.weekday()]
        parts.append(f"BYDAY={','.join(DAYS[day] for day in days)}")
    if asked.every == "month":
        parts.append(_in_month(begins, nth=asked.nth))
    rule = ";".join([*parts, _end(asked)])
    check(rule, starts)
    return rule


def _in_month(begins: datetime, *, nth: bool) -> str:
    """Return which day of the month: the second Tuesday, or the 31st and where there is none the last."""
    if nth:
        week = (begins.day - 1) // 7 + 1
        return f"BYDAY={week if week <= 4 else -1}{DAYS[begins.weekday()]}"  # noqa: PLR2004 - every month has four
    if begins.day <= ALWAYS_THERE:
        return f"BYMONTHDAY={begins.day}"
    days = range(ALWAYS_THERE, begins.day + 1)
    return f"BYMONTHDAY={','.join(map(str, days))};BYSETPOS=-1"


def _end(asked: Asked) -> str:
    if asked.until:
        try:
            last = date.fromisoformat(asked.until)
        except ValueError as error:
            raise Refused(_("Write the last day like 2026-12-31.")) from error
        return f"UNTIL={last:%Y%m%d}T235959"
    if asked.count > 0:
        return f"COUNT={asked.count}"
    raise Refused(_("Say when it ends: after how many times, or on which day."))


def check(rule: str, starts: str) -> None:
    """Raise `Refused` unless `rule` is one with an end that comes at most once a day and not for ever.

    Raises `planning.Unplannable` where it leads beyond the calendar.
    """
    parts = parts_of(rule)
    if unknown := sorted(set(parts) - KNOWN):
        raise Refused(_("%(part)s is not understood in a rule here.") % {"part": unknown[0][:40]})
    if parts.get("FREQ") not in EVERY.values():
        raise Refused(_("A rule says FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."))
    if parts.get("INTERVAL", "1") not in INTERVALS:
        raise Refused(_("INTERVAL is a number from 1 to 99."))
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise Refused(_("A rule needs an end: COUNT or UNTIL, and not both."))
    walls = list(occurrences(rule, starts))
    if not walls:
        raise Refused(_("By this rule it never comes: choose another end."))
    planning.parsed(walls[-1])
    last = _last(parts)
    too_long = last is not None and last > planning.parsed(starts) + LONGEST_SPAN
    if too_long or _count(parts) > min(len(walls), MOST_TIMES):
        raise Refused(_("A rule may run for three years and %(most)s times at most.") % {"most": MOST_TIMES})


def parts_of(rule: str) -> Mapping[str, str]:
    """Return the parts of a rule by their name."""
    pairs = [part.split("=", 1) for part in rule.strip().upper().removeprefix("RRULE:").split(";") if part]
    if any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - a name and a value
        raise Refused(_("A rule is written like FREQ=WEEKLY;BYDAY=MO;COUNT=10."))
    return {pair[0]: pair[1] for pair in pairs}


def occurrences(rule: str, starts: str) -> Iterator[str]:
    """Yield the wall times of `rule` from `starts` on, in order; raises `Refused` for what is no rule."""
    parts, begins = parts_of(rule), planning.parsed(starts)
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name not in {"COUNT", "UNTIL"})
    # The clocks of the zone are looked up for each occurrence afterwards: the rule itself knows no zone. Its
    # end is bounded here, so that a rule that never comes does not look for it until the year 9999.
    bound = begins + LONGEST_SPAN
    last = min(_last(parts) or bound, bound)
    try:
        found = cast("rrule", rrulestr(text, dtstart=begins)).replace(until=last)
        for at in islice(found, _count(parts) or MOST_TIMES):
            yield at.isoformat(timespec="minutes")
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Refused(_("A rule is written like FREQ=WEEKLY;BYDAY=MO;COUNT=10.")) from error


def _count(parts: Mapping[str, str]) -> int:
    text = parts.get("COUNT", "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):  # noqa: PLR2004 - a thousand at most
        raise Refused(_("A rule is written like FREQ=WEEKLY;BYDAY=MO;COUNT=10."))
    return min(int(text), MOST_TIMES + 1)


def _last(parts: Mapping[str, str]) -> datetime | None:
    """Return the last wall time a rule allows; a day alone means its whole length.

    Raises `Refused` for one with an offset as well: a rule knows the clocks of its zone and no others.
    """
    if (text := parts.get("UNTIL", "").removesuffix("Z")) == "":
        return None
    said = _("Write the last day like UNTIL=20261231.")
    try:
        last = datetime.fromisoformat(text if "T" in text else f"{text}T235959")
    except ValueError as error:
        raise Refused(said) from error
    if last.tzinfo is not None:
        raise Refused(said)
    return last


def in_words(rule: str) -> str:
    """Say a rule as people do; one that no form makes stands as it is, with its end."""
    parts = parts_of(rule)
    return f"{_how_often(parts)}, {_until(parts)}"


def _how_often(parts: Mapping[str, str]) -> str:
    n = int(parts.get("INTERVAL", "1"))
    often = {
        "DAILY": ngettext("every day", "every %(n)s days", n),
        "WEEKLY": ngettext("every week", "every %(n)s weeks", n),
        "MONTHLY": ngettext("every month", "every %(n)s months", n),
        "YEARLY": ngettext("every year", "every %(n)s years", n),
    }[parts["FREQ"]] % {"n": n}
    days = parts.get("BYDAY", "")
    if parts["FREQ"] == "WEEKLY" and days:
        names = ", ".join(
            planning.weekday_in_words(DAYS.index(day)) for day in days.split(",") if day in DAYS
        )
        return _("%(often)s on %(days)s") % {"often": often, "days": names}
    if parts["FREQ"] == "MONTHLY" and days[:-2] in {"1", "2", "3", "4", "-1"}:
        shown = {"often": often, "day": planning.weekday_in_words(DAYS.index(days[-2:])), "nth": days[:-2]}
        if days[:-2] == "-1":
            return _("%(often)s on the last %(day)s") % shown
        return _("%(often)s on %(day)s number %(nth)s of the month") % shown
    if parts["FREQ"] == "MONTHLY" and "BYMONTHDAY" in parts:
        return _("%(often)s on day %(day)s") % {"often": often, "day": parts["BYMONTHDAY"].split(",")[-1]}
    return often


def _until(parts: Mapping[str, str]) -> str:
    if "COUNT" in parts:
        n = int(parts["COUNT"])
        return ngettext("%(n)s time", "%(n)s times", n) % {"n": n}
    last = _last(parts)
    return _("until %(day)s") % {"day": planning.day_in_words(last, "j F Y") if last else ""}
