"""Words can be looked for: SQLite keeps an index of its own beside the table, PostgreSQL one on it.

SQLite rebuilds a table that is altered and forgets its triggers: a migration that alters this one puts them
back, by running `index` of this file once more.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "conversations_interaction"
INDEX = f"{TABLE}_fts"
SECURE_SINCE = (3, 42, 0)
GONE = f"INSERT INTO {INDEX}({INDEX}, rowid, brand_id, text) VALUES('delete', old.id, old.brand_id, old.text);"
THERE = f"INSERT INTO {INDEX}(rowid, brand_id, text) VALUES(new.id, new.brand_id, new.text);"
DROPPED = [
    *(f"DROP TRIGGER IF EXISTS {INDEX}_{each}" for each in ("there", "gone", "changed")),
    f"DROP TABLE IF EXISTS {INDEX}",
]
SQLITE = [
    f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(
        brand_id, text, content='{TABLE}', content_rowid='id', tokenize="unicode61 remove_diacritics 2")""",
    f"INSERT INTO {INDEX}({INDEX}) VALUES('rebuild')",
    f"CREATE TRIGGER {INDEX}_there AFTER INSERT ON {TABLE} BEGIN {THERE} END",
    f"CREATE TRIGGER {INDEX}_gone AFTER DELETE ON {TABLE} BEGIN {GONE} END",
    f"CREATE TRIGGER {INDEX}_changed AFTER UPDATE OF text, brand_id ON {TABLE} BEGIN {GONE} {THERE} END",
]
# From this version on words that are deleted leave the index at once, and not with the next tidying.
SECURE = f"INSERT INTO {INDEX}({INDEX}, rank) VALUES('secure-delete', 1)"

ACCENTED = "àáâãäåāăąçćčďèéêëēėęěìíîïīįłñńňòóôõöøōőřśšşťùúûüūůűųýÿźžż"
BARE = "aaaaaaaaacccdeeeeeeeeiiiiiilnnnoooooooorssstuuuuuuuuyyzzz"
POSTGRESQL = [
    f"""CREATE INDEX {INDEX} ON {TABLE} USING gin (
        to_tsvector('simple', translate(lower(left(text, 100000)), '{ACCENTED}', '{BARE}')))""",
]


def index(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _run(schema_editor, POSTGRESQL)
        return
    _run(schema_editor, DROPPED + SQLITE)
    if sqlite3.sqlite_version_info >= SECURE_SINCE:
        _run(schema_editor, [SECURE])


def forget(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = schema_editor.connection.vendor == "sqlite"
    _run(schema_editor, DROPPED if sqlite else [f"DROP INDEX {INDEX}"])


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_at_the_desk")]
    operations = [migrations.RunPython(index, forget)]
