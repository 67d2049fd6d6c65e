"""read: one door to every format, which is guessed where it is not given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from passaparola.spread.errors import SpreadError
from passaparola.spread.formats import source
from passaparola.spread.formats.casflow import read_casflow
from passaparola.spread.formats.timed import entries, read_timed
from passaparola.spread.formats.transmissions import read_csv, read_jsonl, read_parquet

if TYPE_CHECKING:
    from passaparola.spread.cascade import Cascade
    from passaparola.spread.formats.source import Note, Progress

FORMATS: Final = ("transmissions", "casflow", "timed")
"""The formats one can ask for; transmissions are CSV, JSONL or Parquet, told apart by name and content."""

_ENDINGS = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_TABS = 4


def read(
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 (the word users of the command know)
    repair: bool = False,
    progress: Progress | None = None,
    note: Note | None = None,
) -> Cascade:
    """Read a file of acts.

    With `repair` an act whose parent is missing becomes a root; `progress` hears how far the reading is and
    `note` what the reader had to decide. Parents that a `timed` file does not know are UNKNOWN: complete them
    with `infer.complete`. Raises `SpreadError`: one sentence that names the file, line or row and what to do.
    """
    path = Path(path)
    source.refuse_no_file(path)
    chosen = _chosen(path, format)
    if chosen == "casflow":
        return read_casflow(path, repair=repair, progress=progress, note=note)
    if chosen == "timed":
        return read_timed(path, progress=progress)
    if chosen == "parquet":
        return read_parquet(path, repair=repair, progress=progress)
    if chosen == "jsonl":
        return read_jsonl(path, repair=repair, progress=progress)
    return read_csv(path, repair=repair, progress=progress)


def _chosen(path: Path, wanted: str | None) -> str:
    if wanted not in (None, *FORMATS):
        raise SpreadError(f"There is no format {wanted!r}; take one of: {', '.join(FORMATS)}.")
    if wanted in {"casflow", "timed"}:
        return str(wanted)
    by_name = _ENDINGS.get(path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix.lower())
    if by_name:
        return by_name
    by_content = _guessed(path)
    if wanted == "transmissions" and by_content not in _ENDINGS.values():
        return "csv"
    if by_content is None:
        raise SpreadError(f"The format of {path} cannot be told; name one of: {', '.join(FORMATS)}.")
    return by_content


def _guessed(path: Path) -> str | None:
    data = source.content(path)
    if data.startswith(b"PAR1"):
        return "parquet"
    opening = data.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0].decode(errors="replace")
    if opening.startswith(("{", "[")):
        return "jsonl"
    if opening.count("\t") == _TABS and ":" in opening.rpartition("\t")[2]:
        return "casflow"
    if "who" in opening and "id" in opening:
        return "csv"
    return "timed" if _is_timed(opening) else None


def _is_timed(opening: str) -> bool:
    try:
        return bool(entries(1, opening))
    except (SpreadError, IndexError):
        return False
