"""Finds links, mentions and hashtags in a text, and says where they are: in bytes of UTF-8.

Only addresses written out with https:// or http:// are links: what is counted is what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import regex

from passaparola.connectors.bluesky.wire import HANDLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FACET = "app.bsky.richtext.facet"
TAG_GRAPHEMES = 64  # app.bsky.richtext.facet#tag, 2026-08
TAG_BYTES = 640

_LINK = regex.compile(r"(?<!\w)https?://[^\s<>\"“”«»]+", regex.IGNORECASE)
_MENTION = regex.compile(rf"(?<![\w@./-])@({HANDLE.pattern})(?![\w-])")
# U+FE0F after it makes the sign part of an emoji, U+00AD and the zero-width ones end a word unseen
_TAG = regex.compile(r"(?:^|(?<=[\s(]))[#＃](?!\ufe0f)([^\s#＃\u00ad\u2060\u200b]+)", regex.MULTILINE)
_SAYING = regex.compile(r"[^\d\p{P}]")
_END = regex.compile(r"\p{P}+$")
_CLOSING = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, in characters: `value` is the address, the handle or the tag without its sign."""

    start: int
    end: int
    kind: Literal["link", "mention", "tag"]
    value: str


def graphemes(text: str) -> int:
    """Return how many characters, as people count them, `text` has (UAX #29)."""
    return len(regex.findall(r"\X", text))


def spans(text: str) -> list[Span]:
    """Return the links, mentions and hashtags of `text` in order; none lies within another."""
    found: list[Span] = []
    taken = 0
    for span in sorted((*_links(text), *_mentions(text), *_tags(text)), key=lambda span: span.start):
        if span.start >= taken:
            found.append(span)
            taken = span.end
    return found


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the facets of `text`; a handle that is not among `dids` stays plain text."""
    return [
        {
            "index": {
                "byteStart": len(text[: span.start].encode()),
                "byteEnd": len(text[: span.end].encode()),
            },
            "features": [feature],
        }
        for span in spans(text)
        if (feature := _feature(span, dids)) is not None
    ]


def _feature(span: Span, dids: Mapping[str, str]) -> dict[str, str] | None:
    if span.kind == "link":
        return {"$type": f"{FACET}#link", "uri": span.value}
    if span.kind == "tag":
        return {"$type": f"{FACET}#tag", "tag": span.value}
    did = dids.get(span.value)
    return {"$type": f"{FACET}#mention", "did": did} if did else None


def _links(text: str) -> Iterator[Span]:
    for match in _LINK.finditer(text):
        address = _trimmed(match[0])
        if address.partition("://")[2]:
            yield Span(match.start(), match.start() + len(address), "link", address)


def _trimmed(address: str) -> str:
    """Leave out the punctuation of the sentence around; a bracket stays where it was opened within."""
    while address:
        last = address[-1]
        opened = _CLOSING.get(last)
        if opened is not None and address.count(opened) >= address.count(last):
            return address
        if opened is None and last not in ".,;:!?'’…*_":
            return address
        address = address[:-1]
    return address


def _mentions(text: str) -> Iterator[Span]:
    for match in _MENTION.finditer(text):
        yield Span(match.start(), match.end(), "mention", match[1].lower())


def _tags(text: str) -> Iterator[Span]:
    for match in _TAG.finditer(text):
        tag = _END.sub("", match[1])
        short = graphemes(tag) <= TAG_GRAPHEMES and len(tag.encode()) <= TAG_BYTES
        if short and _SAYING.search(tag):
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)
