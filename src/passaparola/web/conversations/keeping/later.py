"""What is told anew of something stored: its words changed, it was taken back, its time became known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.conversations import taming
from passaparola.web.conversations.keeping import crediting, voices, waiting
from passaparola.web.conversations.models import Interaction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.connectors.contract import Event

FIELDS = (
    "text",
    "edited_at",
    "gone_at",
    "at",
    "at_known",
    "language",
    "language_by",
    "tone",
    "tone_score",
    "tone_by",
)


def mend(stored: Mapping[str, Interaction], told: Mapping[str, Event], now: datetime) -> int:
    """Bring `stored` rows up to date with what is `told`; return how many changed.

    Words once taken back stay away: an event told late must not bring them again.
    """
    before = {row.pk: row.at for row in stored.values()}
    changed = [row for key, row in stored.items() if _mended(row, told[key], now)]
    fresh = [row for row in changed if row.text and not row.gone_at]
    if fresh:
        voices.label(fresh[0].brand, fresh)
    Interaction.objects.bulk_update(changed, FIELDS, batch_size=100)
    crediting.moved([(row, before[row.pk]) for row in changed if row.at != before[row.pk]])
    waiting.mend(changed)
    return len(changed)


def _mended(row: Interaction, event: Event, now: datetime) -> bool:
    if row.gone_at is not None:
        return False
    if event.gone:
        row.gone_at, row.text = now, ""
        return True
    timed = event.at_known and not row.at_known
    if timed:
        row.at, row.at_known = event.at, True
    return _edited(row, event) or timed


def _edited(row: Interaction, event: Event) -> bool:
    """Take over changed words, unless they are older than those that are here."""
    words = taming.words(event.text)
    older = row.edited_at is not None and (event.edited_at is None or event.edited_at < row.edited_at)
    if not words or words == row.text or older:
        return False
    row.text, row.edited_at = words, event.edited_at
    return True
