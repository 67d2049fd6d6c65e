"""In which language and how something is said, what that rests on, and what corrections teach about it.

What a person said stands above all; then what the author or platform says of the language, and what was
recognised. Tone is judged for what is talk, by the lexicon and by what the brand's own corrections taught.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from passaparola.voices import language, sentiment
from passaparola.voices.errors import VoicesError
from passaparola.voices.learning import Model
from passaparola.web.conversations.models import TALK, Labelled, Taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.conversations.models import Interaction, Voiced

log = logging.getLogger(__name__)

BY = {"lexicon": Labelled.LEXICON, "learned": Labelled.LEARNED, "": ""}


def label(brand: Brand, rows: Iterable[Interaction]) -> None:
    """Say on `rows`, unsaved, in which language and how they are said; what a person said is kept."""
    judge(brand, [row for row in rows if row.kind in TALK])


def judge(brand: Brand, said: Sequence[Voiced]) -> None:
    """Say on `said`, unsaved, in which language and how it is said; what a person said is kept."""
    taught = model_of(brand) if said else None
    for row in said:
        _name(row)
        if row.tone_by != Labelled.PERSON:
            judged = sentiment.of(row.text, row.language, taught)
            row.tone, row.tone_score, row.tone_by = judged.label, judged.score, BY[judged.source]
            if not judged.source:
                # Nothing in it is known: that is no judgement, and is not counted as one.
                row.tone, row.tone_score = None, None


def _name(row: Voiced) -> None:
    """Say in which language `row` is."""
    if row.language_by == Labelled.PERSON:
        return
    if row.language and row.language_by in {"", Labelled.PLATFORM}:
        row.language_by = Labelled.PLATFORM
        return
    found = language.recognise(row.text)
    row.language, row.language_by = found.code, Labelled.RECOGNISED if found.code else ""


def model_of(brand: Brand) -> Model | None:
    """Return what the brand's corrections taught, None where there were none."""
    kept = Taught.objects.filter(brand=brand).values_list("model", flat=True).first()
    try:
        return Model.from_bytes(bytes(kept)) if kept else None
    except VoicesError:
        log.exception("What brand %s taught cannot be read: tones rest on the lexicon", brand.pk)
        return None


def learn(brand: Brand, row: Voiced, now: datetime) -> None:
    """Take in that a person judged `row`; call it in a transaction, after the row says so."""
    if row.tone is None or not row.text:
        return
    Taught.objects.get_or_create(brand=brand, defaults={"model": Model().to_bytes(), "at": now})
    # Held: two corrections at once are both learned.
    taught = Taught.objects.select_for_update(no_key=True).get(brand=brand)
    model = model_of(brand) or Model()
    model.learn(row.text, row.tone, row.language)
    taught.model, taught.corrections, taught.at = model.to_bytes(), model.corrections, now
    taught.save(update_fields=["model", "corrections", "at"])
