"""trace: read a source, complete it, and say what became of the message."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from passaparola.connectors.errors import ConnectorError
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from passaparola.cli.request import Request
    from passaparola.cli.traced import Traced

BAD_INPUT = 2
INTERRUPTED = 130


def run(request: Request) -> int:
    """Trace and print; gives the exit status. What is wrong is one sentence on stderr and nothing else."""
    try:
        _trace(request)
    except (SpreadError, ConnectorError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"{error.filename or 'standard output'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _refuse(sentence: str) -> int:
    print(f"passaparola: {sentence}", file=sys.stderr)  # noqa: T201 (this is the command's answer)
    return BAD_INPUT


def _trace(request: Request) -> None:
    from passaparola.cli import sources  # noqa: PLC0415 (`--help` does without Arrow)
    from passaparola.cli.waiting import Waiting, loading  # noqa: PLC0415

    with loading(request.source), Waiting() as waiting:
        traced = sources.read(request, progress=waiting.progress)
        from passaparola.spread.summary import summary  # noqa: PLC0415 (its compiler is being loaded meanwhile)

        waiting.progress("figures", 0, None)
        figures = summary(traced.cascade, top=request.top)
        page = _page(traced, figures) if request.map_file else None
    if request.map_file and page is not None:
        from passaparola.cli.page import write  # noqa: PLC0415

        write(request.map_file, page)
    _print(request, traced, figures)


def _page(traced: Traced, figures: dict[str, Any]) -> str:
    from passaparola.cli.page import page  # noqa: PLC0415 (only --map draws)

    return page(traced, figures)


def _print(request: Request, traced: Traced, figures: dict[str, Any]) -> None:
    if request.as_json:
        json.dump(_object(traced, figures), sys.stdout, ensure_ascii=False, allow_nan=False, indent=2)
        sys.stdout.write("\n")
        sys.stdout.flush()
        return
    from passaparola.cli.table import show  # noqa: PLC0415 (rich loads only for the table)

    show(traced, figures)


def _object(traced: Traced, figures: dict[str, Any]) -> dict[str, Any]:
    """Give the summary with what only the source knows: promoters' names, notes, whether it is simulated."""
    for row in figures["promoters"]:
        row["name"] = traced.name(row["who"])
    return {**figures, "simulated": traced.simulated, "notes": list(traced.notes)}
