"""Writes on the board: the same notice handed in twice hangs there twice."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passaparola.connectors.contract import Account, Receipt
from passaparola.connectors.errors import Gone

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft, Keys
    from passaparola.http import Client


def speaker(keys: Keys, client: Client) -> Board:
    """Return what writes on the board of `keys`."""
    _ = client
    return Board(Path(keys.place))


class Board:
    """The board in the file at `path`: a line for each notice, struck through where its text is null."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def publish(self, draft: Draft) -> Receipt:
        """Hang a notice, whatever hangs there already."""
        return Receipt(str(hang(self._path, {"key": draft.key, "text": draft.text})))

    async def find(self, draft: Draft) -> Receipt | None:
        """Return the notice with the draft's own words; the board is seen whole."""
        for number, notice in enumerate(notices(self._path)):
            if notice["text"] == draft.text:
                return Receipt(str(number))
        return None

    async def edit(self, receipt: Receipt, draft: Draft) -> Receipt:
        """Write other words on a notice."""
        self._rewrite(int(receipt.native_id), draft.text)
        return receipt

    async def delete(self, receipt: Receipt) -> None:
        """Strike a notice through."""
        self._rewrite(int(receipt.native_id), None)

    async def check(self) -> Account:
        """Return who writes here."""
        return Account("someone", "someone")

    def _rewrite(self, number: int, text: str | None) -> None:
        hanging = notices(self._path)
        if number >= len(hanging):
            raise Gone("There is no such notice: hang it anew.")
        hanging[number]["text"] = text
        draft = self._path.with_suffix(".new")
        draft.write_text("".join(f"{json.dumps(notice)}\n" for notice in hanging))
        draft.replace(self._path)


def hang(path: Path, notice: dict[str, Any]) -> int:
    """Add `notice` at the end and return its number."""
    with path.open("a") as file:
        file.write(f"{json.dumps(notice)}\n")
        file.flush()
        os.fsync(file.fileno())
    return len(notices(path)) - 1


def notices(path: Path) -> list[dict[str, Any]]:
    """Return everything that hangs there, in order."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
