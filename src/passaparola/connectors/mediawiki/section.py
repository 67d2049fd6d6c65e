"""What we say on a talk page: a section of our own, signed, with who pays for it; pure.

"You must disclose your employer, client, and affiliation with respect to any contribution for which you
receive, or expect to receive, compensation" (Wikimedia Terms of Use, section 4, paid contributions without
disclosure; foundation.wikimedia.org/wiki/Resolution:TOU_Amendment_-_Disclosure_of_Paid_Editing, 2026-11).
The edit summary and the talk page are two of the three places it names. Other wikis are told the same.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

SIGNED = "~~~~"
_MARK = re.compile(r"\(Passaparola [0-9a-f]{12}\)")
_HEADING = re.compile(r"^==?(?!=).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Span:
    """Where our words stand on a page: from the heading to the end of the signature."""

    start: int
    end: int
    words: str


def mark(key: str) -> str:
    """Return the reference by which the words called `key` are known, for everybody to see."""
    return f"(Passaparola {hashlib.sha256(key.encode()).hexdigest()[:12]})"


def summary(draft: Draft) -> str:
    """Return the line for the page's history."""
    return f"{_disclosed(draft)} {mark(draft.key)}"


def changed(draft: Draft) -> str:
    """Return the line for the history where our words are changed, without the reference of a new section."""
    return f"Own words changed. {_disclosed(draft)}"


def body(draft: Draft) -> str:
    """Return the words of the section, below its heading; the wiki fills in the signature."""
    return f"{draft.text.strip()}\n\n{_line(draft, mark(draft.key))} {SIGNED}"


def located(text: str, reference: str) -> Span | None:
    """Find the section that ends with the line that holds `reference`; None where it is not there once."""
    if text.count(reference) != 1:
        return None
    place = text.index(reference)
    heading = None
    for heading in _HEADING.finditer(text, 0, place):  # noqa: B007 - the last one is wanted
        pass
    if heading is None:
        return None
    end = text.find("\n", place)
    end = len(text) if end < 0 else end
    return Span(heading.start(), end, text[heading.start() : end])


def rewritten(span: Span, draft: Draft, reference: str) -> str:
    """Return our section with new words under the signature it has."""
    line = span.words.rpartition("\n")[2]
    signature = line.partition(f"{reference}</small>")[2]
    return f"== {draft.title.strip()} ==\n\n{draft.text.strip()}\n\n{_line(draft, reference)}{signature}"


def answered(text: str, span: Span) -> bool:
    """Say whether anything stands below our words before the next section."""
    return bool(text[span.end : ends(text, span)].strip())


def ends(text: str, span: Span) -> int:
    """Return where our section ends, with the answers in it: where the next one begins."""
    following = _HEADING.search(text, span.end)
    return following.start() if following else len(text)


def heading(text: str, place: int) -> str:
    """Return the heading of the section that `place` is in, empty above the first one."""
    found = ""
    for match in _HEADING.finditer(text, 0, text.find("\n", place) + 1 or len(text)):
        found = match[0]
    return found.strip("= ")


def marks(comment: str) -> list[str]:
    """Return the references that stand in a line of the history."""
    return _MARK.findall(comment)


def without(text: str, span: Span) -> str:
    """Return the page without our section."""
    before, after = text[: span.start].rstrip("\n"), text[span.end :].lstrip("\n")
    return f"{before}\n\n{after}" if before and after else before or after


def _disclosed(draft: Draft) -> str:
    return f"Paid contribution: {draft.options.get('disclosure', '').strip()}"


def _line(draft: Draft, reference: str) -> str:
    return f"<small>{_disclosed(draft)} {reference}</small>"
