"""What is wrong with a post for a platform, each in one sentence that says what to do about it.

The sentences are templates, so that the site can translate them and the browser can fill them in as well.
Each stands in the singular and the plural of the number it is about; those about none are the same in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Say = Callable[[str, str, int], str]
"""Chooses between singular and plural in the reader's language, as `ngettext` does."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a post must not have there.

    `field` is the part of the post ("text", "media", "options" ...), `key` that of the row's limit or the
    name of the rule, `value` how much there is where `limit` is allowed, in `unit`.
    """

    field: str
    key: str
    limit: int
    value: int
    unit: str
    message: str


def _counted(one: str, many: str, rest: str) -> tuple[str, str]:
    return f"{one} {rest}", f"{many} {rest}"


def _plain(sentence: str) -> tuple[str, str]:
    return sentence, sentence


WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "text": _counted(
            "{over} character", "{over} characters", "too many for {name}: at most {limit} {unit}."
        ),
        "text byte": _counted("{over} byte", "{over} bytes", "too many for {name}: at most {limit} bytes."),
        "title": _counted(
            "The title is {over} character",
            "The title is {over} characters",
            "too long for {name}: at most {limit}.",
        ),
        "alt": _counted(
            "The description of {what} is {over} character",
            "The description of {what} is {over} characters",
            "too long for {name}: at most {limit}.",
        ),
        "poll choice": _counted(
            "The choice “{what}” is {over} character",
            "The choice “{what}” is {over} characters",
            "too long for {name}: at most {limit}.",
        ),
        "images": _counted("{over} image", "{over} images", "too many for {name}: at most {limit}."),
        "media": _counted("{over} file", "{over} files", "too many for {name}: at most {limit}."),
        "poll choices": _counted("{over} choice", "{over} choices", "too many for {name}: at most {limit}."),
        "bytes": _plain("{what} has {value}, {name} takes at most {limit}: make it smaller."),
        "pixels": _plain("{what} has {value} pixels, {name} takes at most {limit}: make it smaller."),
        "seconds": _plain("{what} plays for {value} seconds, {name} takes at most {limit}: cut it."),
        "poll seconds": _plain("{name} keeps a poll open for at most {limit} seconds: end it sooner."),
        "poll few": _plain("A poll needs at least two choices: add one, or leave the poll out."),
        "empty": _plain("There is nothing to publish yet: write something, or add a file."),
        "text halves": _plain("Half a character is left in the text, which cannot be sent: delete it."),
        "title halves": _plain("Half a character is left in the title, which cannot be sent: delete it."),
        "alt halves": _plain(
            "Half a character is left in the description of {what}, which cannot be sent: delete it."
        ),
        "media type": _plain("{name} takes no files like {what}: leave it out, or convert it."),
        "option unknown": _plain("{name} knows no option “{what}”: leave it out."),
        "option missing": _plain("{name} asks for “{what}”: fill it in."),
        "option choice": _plain("{name} does not offer this choice for “{what}”: choose another."),
        "title taken": _plain("{name} takes no title: leave it out."),
        "alt taken": _plain("{name} takes no description of {what}: leave it out."),
        "card taken": _plain("{name} makes the preview of a link itself: leave yours out."),
        "poll taken": _plain("{name} takes no polls: leave it out."),
        "answer taken": _plain(
            "{name} takes no answers to others: leave the address out, or name them instead."
        ),
        "quote taken": _plain("{name} takes no quotes of other posts: link to the post instead."),
        "reply taken": _plain("{name} takes no replies: publish it as a post of its own."),
        "thread taken": _plain("{name} takes no threads: make it one post."),
        "language taken": _plain("{name} takes no language: leave it out."),
        "disclosure taken": _plain("{name} has no label for paid posts: say it in the text."),
        "gif taken": _plain("{name} takes no animations: leave {what} out."),
        "video taken": _plain("{name} takes no videos: leave {what} out."),
        "document taken": _plain("{name} takes no documents: leave {what} out."),
    }
)
"""The sentences by their rule: "{over}" is how much is too much, "{what}" which file, choice or option."""

UNITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "grapheme": ("grapheme", "graphemes"),
        "character": ("character", "characters"),
        "utf-16 unit": ("UTF-16 unit", "UTF-16 units"),
        "byte": ("byte", "bytes"),
        "weighted": ("weighted character", "weighted characters"),
    }
)
"""What a text is counted in."""

_MEGA = 1_000_000
_TENTH = 100_000


def filled(template: str, **words: str) -> str:
    """Return `template` with its words, whatever braces these hold."""
    parts = template.split("{")
    return parts[0] + "".join(words[name] + rest for name, rest in (part.split("}", 1) for part in parts[1:]))


def size(count: int, *, up: bool) -> str:
    """Return so many bytes in words, to a tenth of a megabyte, rounded up or down."""
    if count < _MEGA:
        return f"{count} B"
    tenths = -(-count // _TENTH) if up else count // _TENTH
    return f"{tenths // 10}.{tenths % 10} MB"
