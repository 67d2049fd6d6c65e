"""Says whether a section would be read as it is meant, with who pays for it in plain sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from passaparola.connectors.errors import Invalid
from passaparola.connectors.mediawiki import section

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft

SUMMARY = 500  # code points (MediaWiki 1.39 CommentStore::COMMENT_CHARACTER_LIMIT); what is longer is cut
# what could hide all that follows it, or sign in somebody else's place
_HIDING = re.compile(
    r"~~~|<!--|<\s*/?\s*(?:nowiki|pre|syntaxhighlight|source|noinclude|includeonly|onlyinclude|ref)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^=", re.MULTILINE)


def refuse_unsayable(draft: Draft) -> None:
    """Raise `Invalid` where something is missing, or would hide who speaks and who pays."""
    page, title, disclosure = parts(draft)
    if not page or "|" in page:  # which would be several pages
        raise Invalid("Name one talk page to write on, such as Talk:Example.", field="options")
    if not disclosure:
        raise Invalid(
            "Say who pays: employer, client and affiliation; without it nothing is published.",
            field="options",
        )
    if not title:
        raise Invalid("A section on a talk page needs a heading; give the post a title.", field="title")
    if _HEADING.search(draft.text):
        raise Invalid("A line that begins with = would be another heading; begin it otherwise.")
    _refuse_hiding(draft.text, "text")
    _refuse_hiding(title, "title", lines=False)
    _refuse_hiding(disclosure, "options", lines=False)
    _refuse_long(draft)


def parts(draft: Draft) -> tuple[str, str, str]:
    """Return the page to write on, the heading, and who pays."""
    return (
        draft.options.get("page", "").strip(),
        draft.title.strip(),
        draft.options.get("disclosure", "").strip(),
    )


def _refuse_hiding(words: str, field: str, *, lines: bool = True) -> None:
    found = _HIDING.search(words)
    if found:
        raise Invalid(f"{found[0]} may hide the signature and who pays; take it out.", field=field)
    if not lines and len(words.splitlines()) > 1:
        raise Invalid("The heading and who pays are one line each; take the line breaks out.", field=field)


def _refuse_long(draft: Draft) -> None:
    over = max(len(section.summary(draft)), len(section.changed(draft))) - SUMMARY
    if over > 0:
        raise Invalid(
            f"Who pays is {over} characters too long for the page's history; shorten it.", field="options"
        )
