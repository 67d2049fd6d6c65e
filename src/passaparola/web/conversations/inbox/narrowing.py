"""Which of a brand's conversations are looked at: a tab of the inbox, narrowed down, as its address says."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from passaparola.web.brands import digits
from passaparola.web.conversations.models import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django_stubs_ext import StrPromise

TABS: Mapping[str, StrPromise] = {
    "open": _("open"),
    "unread": _("unread"),
    "mine": _("mine"),
    "waiting": _("waiting"),
    "done": _("done"),
    "snoozed": _("put off"),
    "all": _("all"),
}
"""The tabs in their order; the first is where one begins."""

FAILED = "failed"
"""A tab that is there only where something is in it: our answers that did not go out."""

TONES = frozenset(str(each) for each in Tone.values)
WORDS = 200
CODE = 12
PLACE = 80


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A tab, and what of it: 0 and empty mean all. `after` is where the page before ended."""

    tab: str = "open"
    channel: int = 0
    label: int = 0
    person: int = 0
    language: str = ""
    tone: str = ""
    words: str = ""
    after: str = ""

    @property
    def query(self) -> str:
        """Return it as the part of an address after the question mark, the page left out."""
        return self._written(replace(self, after=""))

    @property
    def whole(self) -> str:
        """Return the same with the page."""
        return self._written(self)

    @property
    def narrow(self) -> bool:
        """Say whether anything but the tab is chosen."""
        return replace(self, after="", tab="open") != Narrowed()

    def at(self, tab: str) -> str:
        """Return the address of another tab, narrowed down alike."""
        return self._written(replace(self, tab=tab, after=""))

    @staticmethod
    def _written(one: Narrowed) -> str:
        usual = asdict(Narrowed())
        said = {name: value for name, value in asdict(one).items() if value != usual[name]}
        if "words" in said:
            said["q"] = said.pop("words")
            said["tab"] = one.tab
        return urlencode(said)


def narrowed(given: QueryDict) -> Narrowed:
    """Return what an address asks for; what makes no sense narrows nothing. Words are looked for in all."""
    words = " ".join(given.get("q", "").split())[:WORDS]
    tab = given.get("tab", "")
    numbers: dict[str, Any] = {
        name: digits.number(given.get(name, "")) or 0 for name in ("channel", "label", "person")
    }
    return Narrowed(
        tab=tab if tab in TABS or tab == FAILED else ("all" if words else "open"),
        **numbers,
        language=given.get("language", "")[:CODE],
        tone=tone if (tone := given.get("tone", "")) in TONES else "",
        words=words,
        after=given.get("after", "")[:PLACE],
    )
