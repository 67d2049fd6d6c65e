"""Every text column of every table of a brand, looked through for somebody and freed of them.

No table is named here: a column that is added later is swept too. Left out are the team's own rows and the
log, which names people by number only, and which the database lets nobody change.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from passaparola.web.brands.models import Brand
from passaparola.web.channels.models import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from passaparola.web.conversations.persons.marks import Marks

TEAM = frozenset({"brands", "auth", "account", "mfa", "sessions", "contenttypes"})
"""Apps whose rows are about those who work here."""

IDS = frozenset({"native_id", "heard_parent", "about", "key", "address"})
"""Columns that hold an id: one of theirs becomes another, so that what hangs on it still hangs together."""

LINKS = frozenset({"url", "link", "answers", "quotes", "cursor", "source"})
"""Columns that lead somewhere: what leads to them leads nowhere."""

FARTHEST = 4
BATCH = 500


@dataclass(frozen=True, slots=True)
class Table:
    """A table of brands: how it leads to its brand, and its columns of words."""

    model: type[models.Model]
    brand: str
    texts: tuple[str, ...]
    json: tuple[str, ...]


Found = dict[Table, list[int]]
"""The rows that name somebody, by table."""


@cache
def tables() -> tuple[Table, ...]:
    """Return every table that belongs to brands and has words in it."""
    found = []
    for model in apps.get_models():
        way = None if model._meta.app_label in TEAM or model is Channel else way_to_brand(model)  # noqa: SLF001
        texts, jsons = columns(model)
        if way and (texts or jsons):
            found.append(Table(model, way, texts, jsons))
    return tuple(found)


def columns(model: type[models.Model]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns of `model` that hold free text, and those that hold JSON."""
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]  # noqa: SLF001
    texts = [
        field.name
        for field in fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    return tuple(texts), tuple(field.name for field in fields if isinstance(field, models.JSONField))


def way_to_brand(model: type[models.Model]) -> str | None:
    """Return how a query leads from `model` to its brand by the shortest way, None where none does."""
    queue: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    while queue:
        here, way = queue.popleft()
        for field in here._meta.concrete_fields:  # noqa: SLF001
            target = field.related_model
            if not isinstance(target, type) or not issubclass(target, models.Model):
                continue
            if target is Brand:
                return "__".join((*way, field.name))
            if len(way) + 1 < FARTHEST and target is not here:
                queue.append((target, (*way, field.name)))
    return None


def look(marks: Marks) -> Found:
    """Return where `marks` tell of somebody; reads only, and so holds nobody up."""
    found = {table: list(_rows(table, marks)) for table in tables()} if marks.telling else {}
    return {table: keys for table, keys in found.items() if keys}


def sweep(marks: Marks, found: Mapping[Table, Sequence[int]]) -> None:
    """Take `marks` out of the rows `found`; call it in a transaction."""
    for table, keys in found.items():
        for start in range(0, len(keys), BATCH):
            rows = table.model._default_manager.filter(pk__in=keys[start : start + BATCH])  # noqa: SLF001
            clean(table.model, rows, marks)


def clean(
    model: type[models.Model], rows: Iterable[models.Model], marks: Marks, *, names: bool = False
) -> None:
    """Take `marks` out of every column of words of `rows`; `names` also what they are called."""
    texts, jsons = columns(model)
    for row in rows:
        changed = [name for name in (*texts, *jsons) if _cleaned(row, name, marks, names=names)]
        if changed:
            model._default_manager.filter(pk=row.pk).update(  # noqa: SLF001
                **{name: getattr(row, name) for name in changed}
            )


def _cleaned(row: models.Model, name: str, marks: Marks, *, names: bool) -> bool:
    before = getattr(row, name)
    if isinstance(before, str) and name in IDS | LINKS:
        after: Any = before
        if before in marks.ids or marks.tells(before):
            after = "" if name in LINKS else marks.in_place_of(before)
    else:
        after = marks.out_of(before, names=names)
    setattr(row, name, after)
    return bool(after != before)


def _rows(table: Table, marks: Marks) -> Iterator[int]:
    rows = table.model._default_manager.filter(**{table.brand: marks.brand_id})  # noqa: SLF001
    rows = rows.alias(**{f"words_of_{name}": Cast(name, TextField()) for name in table.json})
    names = [*table.texts, *(f"words_of_{name}" for name in table.json)]
    named = Q()
    for mark in marks.telling:
        for written in {mark, json.dumps(mark)[1:-1]}:
            for name in names:
                named |= Q(**{f"{name}__icontains": written})
    yield from rows.filter(named).values_list("pk", flat=True).iterator()
