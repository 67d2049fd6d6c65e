"""Looking for words in all that was said to a brand, by the index of whichever database it is.

    found = searching.found(brand, "sunday open")     # conversation number > number of the word in it

Every word has to be there, the last one may go on. Nothing a person types is an operator.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand

MOST = 500
"""Words that are found at most, the newest; a page says so where there may be more."""

WORD = re.compile(r"[^\W_]+")
WORDS = 12

SQLITE = """
SELECT COALESCE(c.merged_into_id, c.id), i.id
FROM conversations_interaction_fts AS f
JOIN conversations_interaction AS i ON i.id = f.rowid
JOIN conversations_conversation AS c ON c.id = i.conversation_id
WHERE f.conversations_interaction_fts MATCH %s AND i.brand_id = %s AND i.gone_at IS NULL
ORDER BY f.rowid DESC LIMIT %s
"""
ACCENTED = "àáâãäåāăąçćčďèéêëēėęěìíîïīįłñńňòóôõöøōőřśšşťùúûüūůűųýÿźžż"
BARE = "aaaaaaaaacccdeeeeeeeeiiiiiilnnnoooooooorssstuuuuuuuuyyzzz"
INDEXED = f"to_tsvector('simple', translate(lower(left(i.text, 100000)), '{ACCENTED}', '{BARE}'))"
"""What PostgreSQL indexes: migration 0004 has the same expression."""

POSTGRESQL = f"""
SELECT COALESCE(c.merged_into_id, c.id), i.id
FROM conversations_interaction AS i
JOIN conversations_conversation AS c ON c.id = i.conversation_id
WHERE {INDEXED}
  @@ to_tsquery('simple', translate(lower(%s), '{ACCENTED}', '{BARE}'))
  AND i.brand_id = %s AND i.gone_at IS NULL
ORDER BY i.id DESC LIMIT %s
"""  # noqa: S608 - put together of our own words


def words_of(text: str) -> list[str]:
    """Return the words in what a person typed."""
    return WORD.findall(text)[:WORDS]


def found(brand: Brand, text: str) -> dict[int, int]:
    """Return the brand's conversations in which all words of `text` were said together: the newest first.

    Each with the number of the newest word that has them. One query.
    """
    words = words_of(text)
    if not words:
        return {}
    sql, asked = _asked(brand, words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, brand.pk, MOST])
        hits = cursor.fetchall()
    newest: dict[int, int] = {}
    for conversation, word in hits:
        newest.setdefault(conversation, word)
    return newest


def _asked(brand: Brand, words: list[str]) -> tuple[str, str]:
    if connection.vendor == "sqlite":
        said = " ".join(f'"{word}"' for word in words)
        return SQLITE, f'brand_id : "{brand.pk}" AND text : ({said}*)'
    return POSTGRESQL, " & ".join(words) + ":*"
