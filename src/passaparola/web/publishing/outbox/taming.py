"""What a platform answered, as there is room for it: no answer, however odd, keeps others from being kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Receipt
from passaparola.web.publishing.models.delivery import What

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.web.publishing.outbox.settling import Done

NAME, ADDRESS = 500, 1000
"""Letters there is room for in a piece's row."""

SENTENCE = 2_000
NAMELESS = (
    "Its platform answered without a name that the post can be found by: nobody knows what became of it."
)


def tamed(done: Done) -> Done:
    """Return `done` as it can be kept; a receipt that names nothing is no proof that anything is there."""
    done = replace(done, said=_plain(done.said)[:SENTENCE], until=_moment(done.until))
    if done.receipt is None:
        return done
    receipt = _receipt(done.receipt)
    if not 0 < len(receipt.native_id) <= NAME:
        what = What.UNKNOWN if done.what == What.PUBLISHED else What.UNCLEAR
        return replace(done, what=what, said=NAMELESS, receipt=None)
    return replace(done, receipt=receipt)


def _receipt(receipt: Receipt) -> Receipt:
    url = _plain(receipt.url)
    return Receipt(
        native_id=_plain(receipt.native_id),
        url=url if len(url) <= ADDRESS else "",
        at=receipt.at,
        extra=_all_plain(receipt.extra),
    )


def _all_plain(extra: Mapping[str, str]) -> dict[str, str]:
    return {_plain(name): _plain(value) for name, value in extra.items()}


def _plain(text: str) -> str:
    """Return `text` without what PostgreSQL (NUL) or any file (half a surrogate pair) has no place for."""
    return str(text).replace("\x00", "").encode("utf-8", "replace").decode()


def _moment(until: datetime | None) -> datetime | None:
    return until.replace(tzinfo=UTC) if until is not None and until.tzinfo is None else until
