"""Pages that speak of an entry of ours, well meant and not."""

from __future__ import annotations

TARGET = "https://word.example/feed/aurora/v-1/"


def h_entry(inside: str, *, author: str = "") -> str:
    who = author or '<a class="p-author h-card" href="https://bea.example/">Bea</a>'
    return (
        f'<!doctype html><html lang="it"><body><article class="h-entry">{who}{inside}</article></body></html>'
    )


REPLY = h_entry(
    f'<a class="u-in-reply-to" href="{TARGET}">re</a><div class="e-content"><p>Che <b>buono</b>!</p></div>'
    '<time class="dt-published" datetime="2026-03-02T10:00:00+01:00">2 March</time>'
)
RESHARE = h_entry(f'<a class="u-repost-of" href="{TARGET}">again</a>')
LIKE = h_entry(f'<a class="u-like-of" href="{TARGET}">♥</a>')
MENTION = h_entry(f'<div class="e-content">Read <a href="{TARGET}?from=bea#top">this</a>.</div>')
PLAIN = f'<title>A list of links</title><p><a href="{TARGET}">one</a>'
SILENT = h_entry('<div class="e-content">Nothing here.</div>')
