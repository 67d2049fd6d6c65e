"""Its row."""

from __future__ import annotations

from datetime import timedelta

from passaparola.connectors.row import Limit, Platform

ROW = Platform(
    key="hackernews",
    name="Hacker News",
    colour="#d2500e",
    sight="none",
    seen="Nothing about who passes a story on: votes are not named.",
    capabilities=frozenset({"searcher"}),
    example="https://news.ycombinator.com/item?id=ID",
    login="none",
    docs="https://hn.algolia.com/api",
    limits=(Limit("text", "what is read of a text", 20_000, "character", "our own rule", "2026-11"),),
    # 10,000 requests an hour for each address (hn.algolia.com/api, 2026-10)
    searches_every=timedelta(minutes=3),
    found="Stories, comments, polls and job offers with the words, some minutes after they are written.",
    search_place="https://hn.algolia.com",
)
