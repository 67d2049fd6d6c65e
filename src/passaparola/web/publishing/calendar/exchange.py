"""Posts as a file: taken along as CSV or JSON, and what such a file says. Nothing is written here.

Both forms hold the same: a row for each post, with the names of `COLUMNS`. A channel is `platform:handle`,
a campaign its name, an asset the digest of its bytes (it has to be in the library). `planned` is wall time in
`zone`. `own` is what a channel says in words of its own, `media` the assets: JSON in a cell of CSV.

A spreadsheet takes a cell that begins with =, +, - or @ for a formula. Such a cell is written with an
apostrophe before it, which reading takes away again.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from passaparola.connectors import measure
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = (
    "planned",
    "zone",
    "channels",
    "campaign",
    "title",
    "text",
    "link",
    "tagged",
    "language",
    "disclosure",
    "media",
    "own",
)
SAID_BESIDE = frozenset({"state", "id"})
"""Columns of an export for people to read, which an import knows and passes over."""

FORM = 1
MOST_ROWS = 1_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a file: its line there (from 1, the head counted), its cells, and what is wrong with it."""

    line: int
    cells: Mapping[str, str]
    own: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    media: list[dict[str, str]] = field(default_factory=list)
    faults: tuple[str, ...] = ()


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return `rows`, as `exporting.rows_of` gives them, as CSV with a head."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "state", *COLUMNS], lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: guarded(_cell(name, value)) for name, value in row.items()})
    return out.getvalue()


def as_json(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return `rows`, as `exporting.rows_of` gives them, as JSON."""
    return json.dumps({"passaparola": FORM, "posts": list(rows)}, ensure_ascii=False, indent=1)


def _cell(name: str, value: Any) -> str:
    if name == "channels":
        return ", ".join(value)
    if name in {"own", "media"}:
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """Take the apostrophe away that `guarded` put there."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def read(content: bytes) -> list[Record]:
    """Return the rows of a file of either form; raises `Refused` where it is neither, or too long."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The file is not UTF-8: save it again as CSV UTF-8, or as JSON.")) from error
    rows = _json(text) if text.lstrip().startswith("{") else _csv(text) if text.strip() else []
    if not rows:
        raise Refused(_("There is no post in the file."))
    if len(rows) > MOST_ROWS:
        raise Refused(
            _("The file has %(n)s posts; %(most)s at a time can be taken in.")
            % {"n": len(rows), "most": MOST_ROWS}
        )
    return rows


def _csv(text: str) -> list[Record]:
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        _know(names)
        rows: list[Record] = []
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append(_of_cells(line, names, cells))
    except csv.Error as error:
        said = _("Line %(line)s cannot be read as CSV: look for a quotation mark that is not closed.")
        raise Refused(said % {"line": reader.line_num}) from error
    return rows


def _of_cells(line: int, names: list[str], cells: list[str]) -> Record:
    if len(cells) > len(names):
        said = _(
            "Line %(line)s has %(n)s cells and the head only %(of)s: put text with commas in quotation marks."
        )
        return Record(line, {}, faults=(said % {"line": line, "n": len(cells), "of": len(names)},))
    given = {name: unguarded(cell) for name, cell in zip(names, cells, strict=False)}
    faults: list[str] = []
    own = _inner(line, "own", given.pop("own", ""), dict, faults)
    media = _inner(line, "media", given.pop("media", ""), list, faults)
    if odd := _odd(line, {**given, "own": own, "media": media}):
        return Record(line, {}, faults=(odd,))
    return Record(line, given, own or {}, media or [], tuple(faults))


def _inner(line: int, name: str, cell: str, kind: type, faults: list[str]) -> Any:
    if not cell.strip():
        return None
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, kind) or not _plain(value):
        faults.append(
            at(line, name, _("this cell holds JSON as an export writes it; leave it empty otherwise."))
        )
        return None
    return value


def _plain(value: Any) -> bool:
    """Say whether what JSON gave has the form of an export: words by channel, or assets by digest."""
    if isinstance(value, dict):
        return all(isinstance(each, dict) for each in value.values())
    return all(isinstance(each, dict) and "digest" in each and _written(each) for each in value)


def _written(asset: Mapping[str, Any]) -> bool:
    return all(isinstance(asset.get(name, ""), str) for name in ("digest", "name", "alt"))


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in what JSON gave, names of fields as well; however deep it lies."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            left += [*each, *each.values()]
        elif isinstance(each, list):
            left += each


def _odd(line: int, given: Mapping[str, Any]) -> str:
    """Say which part of a row holds what no table keeps and no page can show; empty where none does."""
    for name, value in given.items():
        if any("\x00" in each or not measure.writable(each) for each in texts_in([name, value])):
            said = _("it holds a character that no text can have: write it anew.")
            return at(line, name if name in COLUMNS else "", said)
    return ""


def _json(text: str) -> list[Record]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The file is no JSON: %(why)s.") % {"why": error}) from error
    posts = whole.get("posts") if isinstance(whole, dict) else None
    if not isinstance(posts, list) or whole.get("passaparola") != FORM:
        raise Refused(_("The file is JSON, but not one that Passaparola wrote: it has no posts."))
    return [_of_object(n + 1, each) for n, each in enumerate(posts)]


def _of_object(line: int, given: Any) -> Record:
    if not isinstance(given, dict):
        return Record(line, {}, faults=(at(line, "", _("this is no post.")),))
    if odd := _odd(line, given):
        return Record(line, {}, faults=(odd,))
    unknown = [name for name in given if name not in COLUMNS and name not in SAID_BESIDE]
    faults = [at(line, str(name)[:40], _("is not known.")) for name in unknown]
    cells = {}
    for name in set(COLUMNS) - {"own", "media"}:
        value = given.get(name, "")
        if name == "channels" and isinstance(value, list) and all(isinstance(each, str) for each in value):
            value = ", ".join(value)
        cells[name] = (YES if value else NO) if isinstance(value, bool) else value
        if not isinstance(cells[name], str):
            faults.append(at(line, name, _("this has to be text.")))
            cells[name] = ""
    own, media = given.get("own") or {}, given.get("media") or []
    if not (isinstance(own, dict) and isinstance(media, list) and _plain(own) and _plain(media)):
        faults.append(at(line, "own", _("this does not have the form of an export.")))
        own, media = {}, []
    return Record(line, cells, own, media, tuple(faults))


def _know(names: list[str]) -> None:
    """Raise `Refused` unless the head of a file has only columns that are known, and one with words."""
    if unknown := [name for name in names if name not in COLUMNS and name not in SAID_BESIDE]:
        said = _("Line 1: the column %(name)s is not known. Known are %(known)s.")
        raise Refused(said % {"name": unknown[0][:40] or "(…)", "known": ", ".join(COLUMNS)})
    if len(set(names)) < len(names):
        raise Refused(_("Line 1: a column stands there twice."))
    if "text" not in names and "title" not in names:
        raise Refused(_("Line 1: there is no column text."))


def at(line: int, column: str, said: str) -> str:
    """Return a sentence with where in the file it belongs."""
    if not column:
        return _("Line %(line)s: %(said)s") % {"line": line, "said": said}
    return _("Line %(line)s, %(column)s: %(said)s") % {"line": line, "column": column, "said": said}
