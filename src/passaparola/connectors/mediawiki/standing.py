"""Changes and takes back our words as they stand on a page, and touches nobody else's.

The page is saved whole, with the revision it was read in: the wiki refuses where somebody was faster.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.mediawiki import api, section, talk, wire

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft, Receipt

CONTENT = {"rvprop": "ids|content", "rvslots": "main"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A page, where our words are on it, and the token to change it."""

    page: wire.Words
    span: section.Span
    token: str


async def changed(wiki: api.Api, receipt: Receipt, draft: Draft) -> Receipt:
    """Put the words of `draft` in the place of ours; raises `Gone` where ours are not there."""
    doing = f"change what was said on {wiki.host}"
    now = await _found(wiki, receipt, doing=doing)
    if now is None:
        raise errors.Gone(f"Our words no longer stand on that page of {wiki.host}; see its history.")
    wanted = section.rewritten(now.span, draft, _reference(receipt))
    if now.span.words == wanted:
        return _later(receipt, now.page.revision)
    await _refuse_others_words(wiki, receipt, now.span, doing=doing)
    text = now.page.text[: now.span.start] + wanted + now.page.text[now.span.end :]
    return _later(receipt, await _saved(wiki, receipt, now, text, section.changed(draft), doing=doing))


async def taken_back(wiki: api.Api, receipt: Receipt) -> None:
    """Take our section off the page, where it stands; raises `Forbidden` where somebody has answered it."""
    doing = f"take back what was said on {wiki.host}"
    now = await _found(wiki, receipt, doing=doing)
    if now is None:
        return
    await _refuse_others_words(wiki, receipt, now.span, doing=doing)
    if section.answered(now.page.text, now.span):
        raise errors.Forbidden(
            f"Could not {doing}: somebody has answered there, and answers are not left hanging; strike the"
            " words out by hand."
        )
    text = section.without(now.page.text, now.span)
    await _saved(wiki, receipt, now, text, "Own words taken back", doing=doing)


def _reference(receipt: Receipt) -> str:
    return receipt.extra.get("mark", "")


def _later(receipt: Receipt, revision: str) -> Receipt:
    return replace(receipt, extra={**receipt.extra, "revision": revision})


async def _found(wiki: api.Api, receipt: Receipt, *, doing: str) -> Standing | None:
    """Return where our words stand now, None where they do not; raises `Invalid` where none may talk."""
    page = {"pageids": receipt.extra.get("page", ""), "prop": "info|revisions"}
    answer = await wiki.query(doing=doing, **page, **CONTENT, **api.EDITING)
    words = tamed(answer, wire.words, about=wiki.host)
    span = None if words is None else section.located(words.text, _reference(receipt))
    if words is None or span is None:
        return None
    what = tamed(answer, wire.page, about=wiki.host)
    talk.refuse_others(what, tamed(answer, wire.wiki, about=wiki.host), wanted=what.title if what else "")
    return Standing(words, span, tamed(answer, wire.csrf, about=wiki.host))


async def _refuse_others_words(wiki: api.Api, receipt: Receipt, span: section.Span, *, doing: str) -> None:
    """Raise `Forbidden` where the section is no longer as we left it: others have written in it."""
    revision = receipt.extra.get("revision", receipt.native_id)
    answer = await wiki.query(doing=doing, revids=revision, prop="revisions", **CONTENT)
    then = tamed(answer, wire.words, about=wiki.host)
    left = None if then is None else section.located(then.text, _reference(receipt))
    if left is None or left.words != span.words:
        raise errors.Forbidden(
            f"Could not {doing}: others have written among our words; change them by hand on the wiki."
        )


async def _saved(  # noqa: PLR0913 - what is changed, into what, and why
    wiki: api.Api, receipt: Receipt, now: Standing, text: str, summary: str, *, doing: str
) -> str:
    """Save the page with `text`, unless somebody changed it since it was read; return its revision."""
    edit = {
        "pageid": receipt.extra.get("page", ""),
        "baserevid": now.page.revision,
        "text": text,
        "summary": summary,
        "watchlist": "nochange",
        "nocreate": "1",
        "token": now.token,
    }
    answer = await wiki.edit(edit, doing=doing, harmless=True)
    saved = tamed(answer, wire.saved, about=wiki.host)
    return saved.revision if saved else now.page.revision
