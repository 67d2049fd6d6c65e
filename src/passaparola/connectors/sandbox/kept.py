"""The file in which the simulated networks keep what was published on them."""

from __future__ import annotations

import functools
import os
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT = 20.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS networks (
  name TEXT PRIMARY KEY, seed INTEGER NOT NULL, people INTEGER NOT NULL, speed REAL NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (
  network TEXT NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL, followers INTEGER NOT NULL,
  PRIMARY KEY (network, handle));
CREATE TABLE IF NOT EXISTS posts (
  number INTEGER PRIMARY KEY, network TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
  at INTEGER NOT NULL, key TEXT, more TEXT NOT NULL DEFAULT '', UNIQUE (network, author, key));
"""


def widen(database: sqlite3.Connection) -> None:
    """Add what a network's file made by an older version lacks."""
    columns = {row[1] for row in database.execute("PRAGMA table_info(posts)")}
    if "more" not in columns:
        database.execute("ALTER TABLE posts ADD COLUMN more TEXT NOT NULL DEFAULT ''")


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Use the file at `path`, commit at the end, undo on an error."""
    with _open(path, os.getpid(), threading.get_ident()) as database:
        yield database


@functools.lru_cache(maxsize=16)
def _open(path: Path, _process: int, _thread: int) -> sqlite3.Connection:
    """Return this thread's own connection; opening one for each post would take longer than the post."""
    database = sqlite3.connect(path, timeout=TIMEOUT)
    database.execute("PRAGMA synchronous=NORMAL")
    return database
