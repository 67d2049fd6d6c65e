"""The simulated network's server: accounts and posts, kept in an SQLite file of its own.

Like a real server it remembers only what was published there; what people did with it follows from the
network's seed (see `wave.py`), so that nothing has to run for it to go on.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Gone, Unrecognised
from passaparola.connectors.sandbox import population, wave, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

SCHEME = "sandbox://"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PEOPLE = 3000
FOLLOWERS = 640
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


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its number, its author's handle, its words, and when it was published (µs since 1970 UTC)."""

    number: int
    author: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Account:
    """An account from outside the population, such as a brand's."""

    handle: str
    name: str
    followers: int


def microseconds(moment: datetime) -> int:
    """Return the microseconds from 1970 to the aware `moment`."""
    return (moment - EPOCH) // MICROSECOND


@dataclass(frozen=True, slots=True)
class Network:
    """A simulated network in the file at `path`; `speed` divides everybody's delays, the clock stays real."""

    path: Path
    name: str
    seed: int
    people: int
    speed: float

    @classmethod
    def open(
        cls, path: Path, name: str, *, seed: int = 1, people: int = PEOPLE, speed: float = 1.0
    ) -> Network:
        """Return the network `name` in the file at `path`, made there if it is new (else as it was made)."""
        with _connected(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(SCHEMA)
            _widen(database)
            database.execute(
                "INSERT OR IGNORE INTO networks VALUES (?, ?, ?, ?)", (name, seed, people, speed)
            )
        return find(path, name)

    @property
    def population(self) -> population.Population:
        """Return its people."""
        return population.generate(self.seed, self.people)

    def join(self, handle: str, name: str, *, followers: int = FOLLOWERS) -> Account:
        """Give `handle` an account with so many followers; an account that is there stays as it is."""
        label = name if words.MARK in name else f"{name} ({words.MARK})"
        with _connected(self.path) as database:
            database.execute(
                "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?)", (self.name, handle, label, followers)
            )
        return self.account(handle)

    def account(self, handle: str) -> Account:
        """Return the account of `handle`; raises `Gone`."""
        with _connected(self.path) as database:
            row = database.execute(
                "SELECT handle, name, followers FROM accounts WHERE network = ? AND handle = ?",
                (self.name, handle),
            ).fetchone()
        if row is None:
            raise Gone(f"The simulated network {self.name} has no account {handle}: check the address.")
        return Account(*row)

    def publish(self, author: str, text: str, at: datetime, *, key: str | None = None, more: str = "") -> str:
        """Publish `text` as `author` at the aware time `at` and return its address.

        The same `key` by the same author is the same post, however often it is asked for. `more` is what
        else goes with it, as JSON.
        """
        with _connected(self.path) as database:
            self._let_in(database, author)
            database.execute(
                "INSERT OR IGNORE INTO posts (network, author, text, at, key, more)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self.name, author, text, microseconds(at), key, more),
            )
            number = (
                database.execute("SELECT last_insert_rowid()").fetchone()[0]
                if key is None
                else database.execute(
                    "SELECT number FROM posts WHERE network = ? AND author = ? AND key = ?",
                    (self.name, author, key),
                ).fetchone()[0]
            )
        return f"{SCHEME}{self.name}/{author}/{number}"

    def _let_in(self, database: sqlite3.Connection, author: str) -> None:
        """Give `author` an account where they have none and are not of the population."""
        known = "SELECT 1 FROM accounts WHERE network = ? AND handle = ?"
        if database.execute(known, (self.name, author)).fetchone() or author in self.population.numbers:
            return
        database.execute(
            "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?)",
            (self.name, author, f"{author} ({words.MARK})", FOLLOWERS),
        )

    def under(self, author: str, key: str) -> str:
        """Return the address of what `author` published under `key`, nothing where there is none."""
        with _connected(self.path) as database:
            row = database.execute(
                "SELECT number FROM posts WHERE network = ? AND author = ? AND key = ?",
                (self.name, author, key),
            ).fetchone()
        return f"{SCHEME}{self.name}/{author}/{row[0]}" if row else ""

    def rewrite(self, author: str, number: str, text: str, more: str) -> bool:
        """Change what a post says; False where it is not there."""
        with _connected(self.path) as database:
            changed = database.execute(
                "UPDATE posts SET text = ?, more = ? WHERE network = ? AND author = ? AND number = ?",
                (text, more, self.name, author, number),
            )
            return changed.rowcount == 1

    def delete(self, author: str, number: str) -> None:
        """Delete a post; one that is not there is deleted."""
        with _connected(self.path) as database:
            database.execute(
                "DELETE FROM posts WHERE network = ? AND author = ? AND number = ?",
                (self.name, author, number),
            )

    def published(self, author: str) -> list[datetime]:
        """Return when `author` published, the oldest first."""
        with _connected(self.path) as database:
            rows = database.execute(
                "SELECT at FROM posts WHERE network = ? AND author = ? ORDER BY at", (self.name, author)
            ).fetchall()
        return [EPOCH + at * MICROSECOND for (at,) in rows]

    def post(self, author: str, number: str) -> Post:
        """Return the post `number` of `author`; raises `Gone`."""
        with _connected(self.path) as database:
            row = database.execute(
                "SELECT number, author, text, at FROM posts WHERE network = ? AND author = ? AND number = ?",
                (self.name, author, number),
            ).fetchone()
        if row is None:
            raise Gone(
                f"There is no post {SCHEME}{self.name}/{author}/{number}: it was deleted or never there."
            )
        return Post(*row)

    def wave(self, post: Post) -> wave.Wave:
        """Return everything that will ever become of `post`."""
        return _wave(self, post)

    def followers_of(self, handle: str) -> npt.NDArray[np.int64]:
        """Return the numbers of the people who follow `handle`; raises `Gone`."""
        people = self.population
        if (number := people.numbers.get(handle)) is not None:
            return people.followers_of(number)
        size = self.account(handle).followers
        return population.audience(people, seed=self.seed, handle=handle, size=size)


@functools.lru_cache(maxsize=64)
def _wave(network: Network, post: Post) -> wave.Wave:
    return wave.roll(
        network.population,
        seed=network.seed,
        post=post.number,
        followers=network.followers_of(post.author),
        published=post.at,
        speed=network.speed,
    )


def find(path: Path, name: str) -> Network:
    """Return the network `name` that is in the file at `path`; raises `Gone`, and never makes one."""
    row = None
    if path.is_file():
        try:
            with _connected(path) as database:
                row = database.execute(
                    "SELECT name, seed, people, speed FROM networks WHERE name = ?", (name,)
                ).fetchone()
        except sqlite3.DatabaseError:
            raise Gone(f"{path} is not the file of a simulated network: give the right one.") from None
    if row is None:
        raise Gone(f"There is no simulated network called {name} here: start the demo, or check the address.")
    return Network(path, *row)


def parts(address: str) -> tuple[str, str, str]:
    """Return the network, handle and post number in `address`; raises `Unrecognised`."""
    pieces = address.removeprefix(SCHEME).split("/")
    if not address.startswith(SCHEME) or len(pieces) != 3 or not all(pieces):  # noqa: PLR2004 - named in the line below
        raise Unrecognised(f"{address} is no post here: addresses are {SCHEME}network/handle/number.")
    return pieces[0], pieces[1], pieces[2]


def _widen(database: sqlite3.Connection) -> None:
    """Add what a network's file made by an older version lacks."""
    columns = {row[1] for row in database.execute("PRAGMA table_info(posts)")}
    if "more" not in columns:
        database.execute("ALTER TABLE posts ADD COLUMN more TEXT NOT NULL DEFAULT ''")


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Use the file at `path`, commit at the end, undo on an error."""
    with _open(path, os.getpid(), threading.get_ident()) as database:
        yield database


@functools.lru_cache(maxsize=16)
def _open(path: Path, _process: int, _thread: int) -> sqlite3.Connection:
    """Return this thread's own connection; opening one for each post would take longer than the post."""
    database = sqlite3.connect(path, timeout=TIMEOUT)
    database.execute("PRAGMA synchronous=NORMAL")
    return database
