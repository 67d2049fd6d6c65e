"""The simulated network's server: accounts and posts, kept in an SQLite file of its own.

Like a real server it remembers only what was published there; what people did with it follows from the
network's seed (see `wave.py`), so that nothing has to run for it to go on.
"""

from __future__ import annotations

import functools
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Gone, Unrecognised
from passaparola.connectors.sandbox import kept, population, wave, words

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

SCHEME = "sandbox://"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PEOPLE = 3000
FOLLOWERS = 640
WAVES = 512  # kept in memory, some 10 kB each: the posts of which something may still become


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its number, its author's handle, its words, and when it was published (µs since 1970 UTC).

    `more` is what else goes with it, as JSON.
    """

    number: int
    author: str
    text: str
    at: int
    more: str = ""

    def address(self, network: str) -> str:
        """Return where it is on `network`."""
        return f"{SCHEME}{network}/{self.author}/{self.number}"


@dataclass(frozen=True, slots=True)
class Span:
    """What is new `until` then (µs), among posts up to the number `top`, to whom knows the rest.

    Of the posts up to `known` that is what was done after `since`, of those that have come since, everything.
    """

    since: int
    known: int
    until: int
    top: int


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
        with kept.opened(path) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.executescript(kept.SCHEMA)
            kept.widen(database)
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
        with kept.opened(self.path) as database:
            database.execute(
                "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?)", (self.name, handle, label, followers)
            )
        return self.account(handle)

    def account(self, handle: str) -> Account:
        """Return the account of `handle`; raises `Gone`."""
        with kept.opened(self.path) as database:
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
        with kept.opened(self.path) as database:
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
        with kept.opened(self.path) as database:
            row = database.execute(
                "SELECT number FROM posts WHERE network = ? AND author = ? AND key = ?",
                (self.name, author, key),
            ).fetchone()
        return f"{SCHEME}{self.name}/{author}/{row[0]}" if row else ""

    def rewrite(self, author: str, number: str, text: str, more: str) -> bool:
        """Change what a post says; False where it is not there."""
        with kept.opened(self.path) as database:
            changed = database.execute(
                "UPDATE posts SET text = ?, more = ? WHERE network = ? AND author = ? AND number = ?",
                (text, more, self.name, author, number),
            )
            return changed.rowcount == 1

    def delete(self, author: str, number: str) -> None:
        """Delete a post; one that is not there is deleted."""
        with kept.opened(self.path) as database:
            database.execute(
                "DELETE FROM posts WHERE network = ? AND author = ? AND number = ?",
                (self.name, author, number),
            )

    def published(self, author: str) -> list[datetime]:
        """Return when `author` published, the oldest first."""
        with kept.opened(self.path) as database:
            rows = database.execute(
                "SELECT at FROM posts WHERE network = ? AND author = ? ORDER BY at", (self.name, author)
            ).fetchall()
        return [EPOCH + at * MICROSECOND for (at,) in rows]

    def post(self, author: str, number: str) -> Post:
        """Return the post `number` of `author`; raises `Gone`."""
        with kept.opened(self.path) as database:
            row = database.execute(
                "SELECT number, author, text, at, more FROM posts"
                " WHERE network = ? AND author = ? AND number = ?",
                (self.name, author, number),
            ).fetchone()
        if row is None:
            raise Gone(
                f"There is no post {SCHEME}{self.name}/{author}/{number}: it was deleted or never there."
            )
        return Post(*row)

    def posts(self, since: datetime, until: datetime) -> list[Post]:
        """Return what anybody published after `since`, up to `until`, the oldest first."""
        with kept.opened(self.path) as database:
            rows = database.execute(
                "SELECT number, author, text, at, more FROM posts"
                " WHERE network = ? AND at > ? AND at <= ? ORDER BY at, number",
                (self.name, microseconds(since), microseconds(until)),
            ).fetchall()
        return [Post(*row) for row in rows]

    def own_since(self, author: str, span: Span) -> list[Post]:
        """Return the posts of `author` of which something new may have become in `span`."""
        with kept.opened(self.path) as database:
            rows = database.execute(
                "SELECT number, author, text, at, more FROM posts WHERE network = ? AND author = ?"
                " AND number <= ? AND at <= ? AND (number > ? OR at > ?)",
                (self.name, author, span.top, span.until, span.known, span.since - wave.HORIZON),
            ).fetchall()
        return [Post(*row) for row in rows]

    def words_to(self, author: str, span: Span) -> list[Post]:
        """Return what others published in `span` that answers, quotes or names `author`."""
        place = f"{SCHEME}{self.name}/{author}/"
        with kept.opened(self.path) as database:
            rows = database.execute(
                "SELECT number, author, text, at, more FROM posts WHERE network = ? AND author <> ?"
                " AND number <= ? AND at <= ? AND (number > ? OR at > ?)"
                " AND (instr(more, ?) > 0 OR instr(text, ?) > 0)",
                (
                    *(self.name, author, span.top, span.until, span.known, span.since),
                    *(place, f"@{author}"),
                ),
            ).fetchall()
        return [Post(*row) for row in rows]

    def newest(self) -> int:
        """Return the number of the post that was published last, 0 where there is none."""
        with kept.opened(self.path) as database:
            return int(database.execute("SELECT coalesce(max(number), 0) FROM posts").fetchone()[0])

    def wave(self, post: Post) -> wave.Wave:
        """Return everything that will ever become of `post`."""
        return _wave(self, replace(post, text="", more=""))

    def followers_of(self, handle: str) -> npt.NDArray[np.int64]:
        """Return the numbers of the people who follow `handle`; raises `Gone`."""
        people = self.population
        if (number := people.numbers.get(handle)) is not None:
            return people.followers_of(number)
        size = self.account(handle).followers
        return population.audience(people, seed=self.seed, handle=handle, size=size)


@functools.lru_cache(maxsize=WAVES)
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
            with kept.opened(path) as database:
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
