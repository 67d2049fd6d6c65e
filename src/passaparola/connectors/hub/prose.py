"""What an entry says, as HTML that any reader shows: paragraphs, links, media with their words."""

from __future__ import annotations

from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

import regex

from passaparola.connectors import links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from passaparola.connectors.hub.entry import Attachment, Entry, Link

HEADING = 80  # graphemes of the first line that stand for a title where there is none

_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "paid": {"en": "Advertisement", "it": "Pubblicità"},
        "gifted": {"en": "Gifted product", "it": "Prodotto ricevuto in omaggio"},
        "employed": {"en": "By an employee of the brand", "it": "Di chi lavora per il marchio"},
    }
)


def heading(entry: Entry) -> str:
    """Return the title, or the beginning of the first line where there is none."""
    if entry.title:
        return entry.title
    line = next(iter(entry.text.strip().splitlines()), "") or (entry.media[0].alt if entry.media else "")
    letters = regex.findall(r"\X", line)
    return line if len(letters) <= HEADING else "".join(letters[: HEADING - 1]).rstrip() + "…"


def label(entry: Entry) -> str:
    """Return what the law wants said, in the language of the entry."""
    words = _LABELS.get(entry.disclosure, {})
    return words.get(entry.language[:2], words.get("en", entry.disclosure))


def content(entry: Entry, page: str) -> str:
    """Return all of an entry; `page` is its own address, beside which its files lie."""
    parts = [f"<p><strong>{escape(label(entry))}</strong></p>" if entry.disclosure else ""]
    parts += [
        _about("In reply to", entry.replies_to),
        paragraphs(entry.text),
        _about("Quoting", entry.quotes),
    ]
    parts += [_card(entry.link, page)] if entry.link else []
    parts += [_shown(medium, page) for medium in entry.media]
    return "".join(parts)


def paragraphs(text: str) -> str:
    """Return text as HTML: blank lines part paragraphs, web addresses are links."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return "".join(f"<p>{_linked(part)}</p>" for part in regex.split(r"\n\s*\n", plain) if part.strip())


def _linked(text: str) -> str:
    pieces, done = [], 0
    for start, end, _ in links.addresses(text, "mastodon", counted=""):
        address = text[start:end]
        if address.lower().startswith(("http://", "https://")):
            pieces += [escape(text[done:start]), _anchor(address, address)]
            done = end
    return "".join([*pieces, escape(text[done:])]).replace("\n", "<br>")


def _anchor(address: str, words: str) -> str:
    safe = address.lower().startswith(("http://", "https://"))
    return f'<a href="{escape(address)}">{escape(words)}</a>' if safe else escape(words)


def _about(words: str, address: str) -> str:
    return f"<p>{words} {_anchor(address, address)}</p>" if address else ""


def _card(link: Link, page: str) -> str:
    image = _shown(link.image, page) if link.image else ""
    words = f"<br>{escape(link.description)}" if link.description else ""
    return f"<blockquote>{image}<p>{_anchor(link.url, link.title or link.url)}{words}</p></blockquote>"


def _shown(medium: Attachment, page: str) -> str:
    address, alt = escape(page + medium.file), escape(medium.alt)
    if medium.kind == "video":
        return f'<p><video src="{address}" controls preload="metadata" title="{alt}"></video></p>'
    if medium.kind == "document":
        return f'<p><a href="{address}">{alt or escape(medium.name)}</a></p>'
    size = f' width="{medium.width}" height="{medium.height}"' if medium.width and medium.height else ""
    return f'<p><img src="{address}" alt="{alt}"{size}></p>'
