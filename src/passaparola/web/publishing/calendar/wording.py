"""What a file says in a channel's own words, held to what the composer takes: its shape and its lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from passaparola.web.publishing.calendar.exchange import texts_in
from passaparola.web.publishing.models.limits import LINE, LONG, PARTS, TEXT
from passaparola.web.publishing.words.content import OF_A_VARIANT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

MOST = {"title": LINE, "options": LONG, "quotes": LONG, "answers": LONG}
"""Characters that a text of a field may have; any other as many as a post."""

POLL = {"choices", "seconds"}
LONGEST_POLL = 10**18
"""Seconds: what the composer takes fits a row's number."""


def faults(said: Mapping[str, Any], options: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield where and why the composer would not take what is `said` for a channel with these `options`."""
    for name, value in said.items():
        if name not in OF_A_VARIANT:
            yield "own", _("%(name)s is not known.") % {"name": name[:40]}
        elif not SHAPES[name](value):
            yield f"own.{name}", _("this does not have the form of an export.")
        elif long := too_long(value, MOST.get(name, TEXT)):
            yield f"own.{name}", long
        elif name == "options" and (strange := sorted(value.keys() - options)):
            yield "own.options", _("%(name)s is not known.") % {"name": strange[0][:40]}


def too_long(value: Any, most: int) -> str:
    """Say in a sentence that a text in `value` has more than `most` characters; empty where none has."""
    if all(len(each) <= most for each in texts_in(value)):
        return ""
    return _("A field holds more than %(most)s characters: shorten it.") % {"most": most}


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_thread(value: Any) -> bool:
    return _are_texts(value) and len(value) <= PARTS


def _are_options(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _are_files(value: Any) -> bool:
    return value is None or _are_texts(value)


def _is_poll(value: Any) -> bool:
    if value is None:
        return True
    if not (isinstance(value, dict) and POLL <= value.keys() <= POLL | {"multiple"}):
        return False
    seconds = value["seconds"]
    lasts = isinstance(seconds, int) and not _is_flag(seconds) and 0 < seconds < LONGEST_POLL
    return lasts and _is_flag(value.get("multiple", False)) and _are_choices(value["choices"])


def _are_choices(value: Any) -> bool:
    """Say whether these are lines with words, as they are typed one below the other."""
    return _are_texts(value) and bool(value) and all(each.strip() and "\n" not in each for each in value)


SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "own": _is_flag,
    "text": _is_text,
    "title": _is_text,
    "thread": _is_thread,
    "comment": _is_text,
    "media": _are_files,
    "options": _are_options,
    "poll": _is_poll,
    "quotes": _is_text,
    "answers": _is_text,
}
