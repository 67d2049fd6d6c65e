"""Where the entries of one feed lie: a file for each, its media beside it, and what the feed says of itself.

Every file is written whole or not at all: beside its place first, onto the disk, then into its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passaparola.connectors.errors import Garbled, Gone
from passaparola.connectors.hub import entry as entries
from passaparola.connectors.hub.installation import root
from passaparola.connectors.wild import Wild, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from passaparola.connectors.contract import Medium
    from passaparola.connectors.hub.entry import Attachment, Entry

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class About:
    """What a feed says of itself: the brand's name, and the WebSub hub that is told of news, if any."""

    account: str
    name: str
    hub: str = ""


class Shelf:
    """The feed of `account`; raises `Gone` for what is not there."""

    def __init__(self, account: str, folder: Path | None = None) -> None:
        self._account = account
        self._folder = (folder or root()) / account

    def _place(self, *names: str) -> Path:
        """Return a place on the shelf; no name leads out of it."""
        if not all(map(_harmless, (self._account, *names))):
            raise Gone("There is no such thing in this feed.")
        return self._folder.joinpath(*names)

    # ── what it says of itself ───────────────────────────────────────────────

    def about(self) -> About:
        """Return what the feed says of itself."""
        wild = _loaded(self._place("about.json"))
        return About(self._account, wild["name"].text(), text_of(wild.get("hub")))

    def keep_about(self, about: About) -> None:
        """Keep what the feed says of itself; the feed is there from then on."""
        _write(self._place("about.json"), asdict(about))

    def owed(self) -> str:
        """Return why the hub has not been told of the news yet; empty where it has, or there is none."""
        path = self._place("owed.json")
        return text_of(_loaded(path).get("why")) if path.exists() else ""

    def owe(self, why: str) -> None:
        """Remember that the hub is still to be told; an empty `why` forgets it."""
        path = self._place("owed.json")
        if why:
            _write(path, {"why": why})
        else:
            path.unlink(missing_ok=True)

    # ── entries ──────────────────────────────────────────────────────────────

    def entry(self, name: str) -> Entry:
        """Return the entry called `name`, or what is left of it."""
        return entries.read(_loaded(self._place("entries", f"{name}.json")))

    def has(self, name: str) -> bool:
        """Say whether there is, or was, an entry called `name`."""
        return self._place("entries", f"{name}.json").exists()

    def keep(self, entry: Entry) -> None:
        """Put the entry on the shelf, in the place of what it was."""
        _write(self._place("entries", f"{entry.name}.json"), entries.written(entry))
        self._tidy(entry)

    def all(self) -> list[Entry]:
        """Return all entries and what is left of those taken back, the newest first."""
        found = [entries.read(_loaded(path)) for path in self._files()]
        return sorted(found, key=lambda entry: (entry.published, entry.name), reverse=True)

    def state(self) -> tuple[str, datetime]:
        """Return a word that changes whenever anything of the feed does, and when it did last."""
        about = self._place("about.json")
        if not about.exists():
            raise Gone("There is no such feed.")
        stats = [(path.name, path.stat()) for path in (about, *self._files())]
        told = [(name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in stats]
        last = max(stat.st_mtime for _, stat in stats)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32], datetime.fromtimestamp(last, UTC)

    def _files(self) -> Iterator[Path]:
        folder = self._place("entries")
        return iter(sorted(path for path in folder.glob("*.json") if not path.name.startswith(".")))

    # ── media ────────────────────────────────────────────────────────────────

    def take(self, name: str, medium: Medium) -> Attachment:
        """Copy a file to the entry called `name`; the same file twice is kept once."""
        with medium.path.open("rb") as file:
            kept = entries.attachment_of(medium, hashlib.file_digest(file, "sha256").hexdigest())
        place = self._place("media", name, kept.file)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with _whole(place) as new, medium.path.open("rb") as file:
                shutil.copyfileobj(file, new, CHUNK)
        return kept

    def file(self, name: str, file: str) -> Path:
        """Return where a file of the entry called `name` lies."""
        return self._place("media", name, file)

    def _tidy(self, entry: Entry) -> None:
        """Remove the files that the entry no longer shows."""
        folder = self._place("media", entry.name)
        wanted = {attachment.file for attachment in entry.files}
        for path in _listed(folder):
            if path.name not in wanted:
                path.unlink(missing_ok=True)


def _harmless(name: str) -> bool:
    stem = name.removesuffix(".json")
    return bool(entries.NAME.fullmatch(stem) or entries.FILE.fullmatch(name))


def _listed(folder: Path) -> Iterable[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _loaded(path: Path) -> Wild:
    try:
        return Wild(json.loads(path.read_bytes()), path.name)
    except FileNotFoundError as error:
        raise Gone("There is no such thing in this feed.") from error
    except ValueError as error:
        raise Garbled(
            f"{path.name} of this feed is not what was written; restore it from a backup."
        ) from error


def _write(path: Path, what: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _whole(path) as new:
        new.write(json.dumps(what, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


class _whole:  # noqa: N801 - used as a statement: with _whole(path) as new
    """Opens a file that takes the place of `path` when it is whole and on the disk, and never otherwise."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Any:
        self._new = tempfile.NamedTemporaryFile(dir=self._path.parent, prefix=".new-", delete=False)
        return self._new

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._new.flush()
                os.fsync(self._new.fileno())
                Path(self._new.name).replace(self._path)
                _settle(self._path.parent)
        finally:
            self._new.close()
            Path(self._new.name).unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Bring a folder's list of names onto the disk, where the system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
