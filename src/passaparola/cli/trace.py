"""trace: read a source, complete it, and say what became of the message."""

from __future__ import annotations

import errno
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from passaparola.cli.plain import json_text, sentence
from passaparola.connectors.errors import ConnectorError
from passaparola.spread.errors import SpreadError

if TYPE_CHECKING:
    from passaparola.cli.request import Request
    from passaparola.cli.traced import Traced

BAD_INPUT = 2
INTERRUPTED = 130
NOBODY_READS = 141
"""As a program ends that writes to a pipe nobody reads any more, as after `| head`: 128 and SIGPIPE."""


def run(request: Request) -> int:
    """Trace and print; gives the exit status. What is wrong is one sentence on stderr and nothing else."""
    try:
        _trace(request)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is flushed at the exit
        return NOBODY_READS
    except (SpreadError, ConnectorError, OSError, MemoryError) as error:
        return _refuse(_what_is_wrong(error, request))
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _what_is_wrong(error: Exception, request: Request) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'standard output'}: {error.strerror or error}."
    if isinstance(error, MemoryError):
        return f"{request.source} does not fit into the memory of this machine; trace a part of it."
    return str(error)


def _refuse(told: str) -> int:
    print(f"passaparola: {sentence(told)}", file=sys.stderr)  # noqa: T201 (this is the command's answer)
    return BAD_INPUT


def _trace(request: Request) -> None:
    from passaparola.cli import sources  # noqa: PLC0415 (`--help` does without Arrow)
    from passaparola.cli.waiting import Waiting, loading  # noqa: PLC0415

    if sys.stdout is None:
        raise OSError(errno.EBADF, "is closed; leave it open for the answer")
    if request.map_file:
        from passaparola.cli import page as pages  # noqa: PLC0415 (only --map draws)

        pages.refuse_place(request.map_file, (request.source, request.graph))
    with loading(request.source), Waiting() as waiting:
        traced = sources.read(request, progress=waiting.progress)
        from passaparola.spread.summary import summary  # noqa: PLC0415 (its compiler is being loaded meanwhile)

        waiting.progress("figures", 0, None)
        figures = summary(traced.cascade, top=request.top)
        drawn = pages.page(traced, figures) if request.map_file else None
    if request.map_file and drawn is not None:
        pages.write(request.map_file, drawn)
    _print(request, traced, figures)


def _print(request: Request, traced: Traced, figures: dict[str, Any]) -> None:
    if request.as_json:
        unicode = sys.stdout.encoding.lower().startswith("utf")
        text = json.dumps(_object(traced, figures), ensure_ascii=not unicode, allow_nan=False, indent=2)
        sys.stdout.write(json_text(text) + "\n")
        sys.stdout.flush()
        return
    from passaparola.cli.table import show  # noqa: PLC0415 (rich loads only for the table)

    show(traced, figures)


def _object(traced: Traced, figures: dict[str, Any]) -> dict[str, Any]:
    """Give the summary with what only the source knows: promoters' names, notes, whether it is simulated."""
    for row in figures["promoters"]:
        row["name"] = traced.name(row["who"])
    return {**figures, "simulated": traced.simulated, "notes": list(traced.notes)}
