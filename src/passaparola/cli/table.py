"""table: a trace as a page of text, with bars."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from passaparola.cli.hops import MOST, folded
from passaparola.cli.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from passaparola.cli.traced import Traced

POLARITY = ("the message itself", "bipolar", "tripolar", "multipolar")
"""What hops 0, 1, 2 and beyond are called."""

SMALL = 30
"""A figure that rests on fewer people is marked as small."""

_SMALL_MEANS = f"small: fewer than {SMALL} people stand behind it; read it as a hint."
_BAR = 20
_MUCH = 1000
_BOUNDLESS = 100
"""An upper bound this many times the figure (or 1, where that is more) bounds nothing."""

_LEAST = 0.005  # what is less is written as 0.00
_INTERVAL = "95 % interval"
_HOUR, _DAY = 3600.0, 86400.0


def show(traced: Traced, figures: dict[str, Any]) -> None:
    """Print the whole page to stdout, in one go."""
    console = Console(highlight=False)
    with console.capture() as printed:
        console.print(_page(traced, figures))
    encoding = sys.stdout.encoding
    sys.stdout.write(printed.get().encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def _page(traced: Traced, figures: dict[str, Any]) -> Group:
    parts: list[RenderableType] = [
        _heading(traced, figures),
        _evidence(figures),
        _hops(figures),
        _figures(figures),
    ]
    if figures["reproduction"]:
        parts.append(_reproduction(figures))
    if figures["promoters"]:
        parts.append(_promoters(traced, figures))
    parts.append(_notes((*traced.notes, _SMALL_MEANS)))
    return Group(*(Padding(part, (0, 0, 1, 1)) for part in parts))


def _heading(traced: Traced, figures: dict[str, Any]) -> Text:
    text = Text(plain(traced.title), style="bold")
    if traced.simulated:
        text.append("  simulated", style="yellow")
    several = f", {_count(figures['messages'])} messages" if figures["messages"] != 1 else ""
    text.append(
        f"\n{_count(figures['nodes'])} acts by {_count(figures['people'])} people{several}", style="dim"
    )
    return text


def _evidence(figures: dict[str, Any]) -> Group:
    table = _table(("evidence", "acts", "share", ""))
    whole = sum(figures["evidence"].values())
    for name, acts in figures["evidence"].items():
        table.add_row(name, _count(acts), _percent(acts, whole), bar(acts, whole))
    return _titled("On what evidence", table)


def _hops(figures: dict[str, Any]) -> Group:
    table = _table(("hop", "people", "", "passed it on", "acts"))
    rows = folded(figures["hops"])
    most = max((row["people"] for row in rows), default=0)
    for row in rows:
        name = POLARITY[min(row["hop"], len(POLARITY) - 1)]
        people = _count(row["people"])
        table.add_row(
            f"{row['name']}  {name}",
            people,
            bar(row["people"], most),
            _count(row["passed_on"]),
            _count(row["acts"]),
        )
    return _titled("How far it went", table)


def _figures(figures: dict[str, Any]) -> Group:
    table = _table(("figure", "value", ""))
    n = figures["reach"]
    for name, share in figures["polarity"].items():
        table.add_row(f"share {name}", "-" if share is None else f"{share:.1%}", _n(n))
    table.add_row("multiplier", _number(figures["multiplier"]), _n(n))
    table.add_row("depth", _count(figures["depth"]), "")
    table.add_row("breadth", _count(figures["breadth"]), "")
    table.add_row("structural virality", _number(figures["structural_virality"]), "")
    table.add_row("generation interval", _time(figures["generation_interval_s"]), "")
    table.add_row("half-life", _time(figures["half_life_s"]), "")
    return _titled("Its shape", table)


def _reproduction(figures: dict[str, Any]) -> Group:
    table = _table(("from hop", "value", _INTERVAL, ""))
    for row in figures["reproduction"][:MOST]:
        table.add_row(str(row["generation"]), _number(row["value"]), interval(row), _n(row["n"]))
    left = len(figures["reproduction"]) - MOST
    if left > 0:
        table.add_row("…", "", f"{_count(left)} more with --json", "")
    return _titled("Reproduction: people reached at the next hop, per person", table)


def _promoters(traced: Traced, figures: dict[str, Any]) -> Group:
    table = _table(("promoter", "hangs on them", "", "direct", "credit"))
    most = max(row["subtree"] for row in figures["promoters"])
    for row in figures["promoters"]:
        table.add_row(
            Text(plain(traced.name(row["who"]))),
            _count(row["subtree"]),
            bar(row["subtree"], most),
            _count(row["direct"]),
            f"{row['credit']:.1f}",
        )
    return _titled("Who carried it", table)


def _notes(notes: Iterable[str]) -> Text:
    return Text("\n".join(("What to know", *map(plain, notes))), style="dim")


def _titled(title: str, table: Table) -> Group:
    # rich would break a table's own title at the table's width
    return Group(Text(title, style="bold"), table)


def _table(columns: tuple[str, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for place, name in enumerate(columns):
        numbers = name and place > 0 and name != _INTERVAL
        table.add_column(
            name,
            justify="right" if numbers else "left",
            header_style="dim",
            overflow="fold",
            no_wrap=name in {"", _INTERVAL},
        )
    return table


def interval(row: dict[str, Any]) -> str:
    """Write the interval of a reproduction number; an end that bounds nothing cannot be told."""
    low, high = _number(row["low"]), _number(row["high"])
    if row["high"] <= _BOUNDLESS * max(row["value"], 1):
        return f"{low} to {high}"
    return f"from {low}; the end cannot be told" if float(row["low"]) >= _LEAST else "cannot be told"


def bar(part: float, whole: float) -> Text:
    """Draw `part` of `whole` as a bar to an eighth of a cell; anything above 0 shows."""
    eighths = round(_BAR * 8 * part / whole) if whole else 0
    full, rest = divmod(max(eighths, 1) if part else 0, 8)
    return Text("█" * full + " ▏▎▍▌▋▊▉"[rest].strip(), style="cyan")


def _n(n: float) -> Text:
    small = n < SMALL
    return Text(f"n = {_count(int(n))}{', small' if small else ''}", style="yellow" if small else "dim")


def _count(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if value < _MUCH else _count(round(value))


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    for unit, name in ((_DAY, "days"), (_HOUR, "hours"), (60.0, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.1f} {name}"
    return f"{seconds:.0f} seconds"
