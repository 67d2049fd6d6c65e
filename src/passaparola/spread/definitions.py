"""The one place where every number shown is defined; the docs and the screens repeat these words.

The texts are English and marked for translation; whoever shows them passes them through its own `gettext`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number means: `key` as in `trace --json`, its `name` on screen, one or two sentences, and the `source`."""

    key: str
    name: str
    text: str
    source: str = ""


def gettext_noop(text: str) -> str:
    """Mark `text` for translation and return it as it is."""
    return text


_ = gettext_noop

_ALL = (
    Definition(
        "act",
        _("Act"),
        _("Somebody publishing, passing on, answering or liking a message: one node of its spread."),
    ),
    Definition(
        "hop",
        _("Hop"),
        _(
            "How many steps an act is from the first one. The brand's own message is hop 0, those who had it from the brand are hop 1."
        ),
    ),
)

DEFINITIONS: Mapping[str, Definition] = MappingProxyType({row.key: row for row in _ALL})
