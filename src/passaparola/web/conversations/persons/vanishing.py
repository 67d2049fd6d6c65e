"""What was deleted is gone from the file as well: not left in free pages, in indexes or in the journal.

SQLite overwrites what is deleted where `secure_delete` is on (it is, on every connection of ours), keeps old
pages in its write-ahead log until a checkpoint, and deleted words in full-text indexes until they are merged.
PostgreSQL keeps dead rows until its next vacuum: that is the operator's, and in the docs.
"""

from __future__ import annotations

import mmap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import OperationalError, connection

if TYPE_CHECKING:
    from collections.abc import Iterable

JOURNAL = "-wal"


def merge_indexes() -> None:
    """Have full-text indexes forget words that are deleted; call it in the transaction that deletes them."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%%using fts5%%'")
        for (name,) in cursor.fetchall():
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {quoted} ({quoted}) VALUES ('optimize')")  # noqa: S608 - our own names


def vanish(words: Iterable[str]) -> bool:
    """Leave nothing of `words` in the files of the database; False where somebody still reads old pages.

    Where a copy is found in a page that is no longer used, the whole file is written anew.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    sought = [form for word in words for form in forms(word)]
    try:
        done = _checkpoint()
        if any(holds(path, sought) for path in files()):
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
            done = _checkpoint()
    except OperationalError:  # somebody is writing for longer than we wait
        return False
    return done


def files() -> list[Path]:
    """Return the files the database consists of."""
    name = str(connection.settings_dict["NAME"])
    return [path for path in (Path(name), Path(name + JOURNAL)) if path.is_file()]


def holds(path: Path, sought: Iterable[bytes]) -> bool:
    """Say whether the file at `path` holds any of `sought`."""
    with path.open("rb") as file:
        if not path.stat().st_size:
            return False
        with closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as content:
            return any(content.find(one) >= 0 for one in sought)


def forms(word: str) -> set[bytes]:
    """Return how `word` may stand in a file: as it is, and as JSON writes it."""
    return {word.encode(), word.encode("ascii", "backslashreplace")}


def _checkpoint() -> bool:
    """Bring the journal into the file and empty it; False where somebody still needs it."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    return not busy
