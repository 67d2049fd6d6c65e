"""said: one thing somebody said, as a search sees it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from passaparola.voices import words

_TAG = re.compile(r"(?<!\w)#(\w+)")
_MENTION = re.compile(r"(?<![\w@])@(\w[\w.-]*(?:@\w[\w.-]*)?)")


class Said(NamedTuple):
    """What was said: `text`, the `author`'s handle, a BCP 47 `language`, tags, links, a `place`, if known."""

    text: str
    author: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    place: str = ""


class Heard:
    """A `Said` made ready to be searched: once for all searches, each part when it is first asked for."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.folded = words.fold(said.text)
        self.words = spaced(self.folded)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags given and those in the text, folded, without their sign."""
        given = (words.fold(tag).removeprefix("#") for tag in self.said.tags)
        return frozenset((*given, *_TAG.findall(self.folded)))

    @cached_property
    def mentions(self) -> frozenset[str]:
        """The names in the text, folded, without their sign; with and without their server."""
        return frozenset(name for found in _MENTION.findall(self.folded) for name in names(found))

    @cached_property
    def author(self) -> frozenset[str]:
        """The author's handle, with and without its server."""
        return frozenset(names(words.fold(self.said.author)))

    @cached_property
    def language(self) -> frozenset[str]:
        """The language with its regions and without: pt-br is also pt."""
        code = self.said.language.lower()
        return frozenset((code, code.partition("-")[0])) if code else frozenset()

    @cached_property
    def links(self) -> str:
        """The links, in the text and beside it, as words."""
        return spaced(words.fold(" | ".join(self.said.links)))

    @cached_property
    def place(self) -> str:
        """The place, as words."""
        return spaced(words.fold(self.said.place))


def spaced(folded: str) -> str:
    """Give the words of a folded text with one blank around each, so that " a b " is in it or is not."""
    return f" {' '.join(words.tokens(folded))} "


def names(handle: str) -> tuple[str, ...]:
    """Give a handle without its sign, and also without its server: @anna@mastodon.example is anna as well."""
    whole = handle.strip().removeprefix("@").rstrip(".-")
    return (whole, whole.partition("@")[0])
