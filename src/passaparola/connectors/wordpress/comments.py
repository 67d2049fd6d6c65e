"""Answers on a site: comments in the account's name, published, found, changed and deleted.

WordPress keeps no key of ours with a comment, but takes the same words of the same person under the same post
once only (wp_allow_comment, 6.1): so what was sent is looked for by its words, and by when.
"""

from __future__ import annotations

import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from passaparola.connectors import errors
from passaparola.connectors.asking import tamed
from passaparola.connectors.contract import Receipt
from passaparola.connectors.wordpress import said

if TYPE_CHECKING:
    from passaparola.connectors.contract import Draft
    from passaparola.connectors.wordpress.said import Comment, Page
    from passaparola.connectors.wordpress.site import Site
    from passaparola.http import Answer

FIELDS = {"_fields": said.fields("comment")}
SLACK = timedelta(minutes=2)  # between the site's clock and ours
SAME, CONFLICT = "comment_duplicate", 409
_FRAGMENT = re.compile(r"comment-(\d{1,18})")
_LETTERS = re.compile(r"\w+")


def is_one(receipt: Receipt) -> bool:
    """Say whether a receipt is a comment's."""
    return receipt.native_id.startswith(said.MARK)


async def located(site: Site, place: str, address: str) -> Receipt:
    """Return the comment or post at `address` on the site at `place`, as `replies_to` wants it."""
    parts = urlsplit(address)
    if parts.netloc in {site.host, urlsplit(place).netloc}:
        if found := _FRAGMENT.fullmatch(parts.fragment):
            return _receipt(await _single(site, found[1]))
        if page := await _page(site, address):
            return Receipt(str(page.id), page.link)
    raise errors.Invalid(
        f"{site.host} has no post and no comment at {address[:200]}: check the address of what is answered.",
        field="answers",
    )


async def publish(site: Site, account: str, draft: Draft) -> Receipt:
    """Comment as `draft` says, unless that stands there already."""
    _refuse(draft)
    if there := await find(site, account, draft):
        return there
    if draft.replies_to is None:
        raise errors.Invalid("What this answers is not known: give its address.", field="answers")
    order = {**_hangs_on(draft.replies_to), "content": escape(draft.text, quote=False)}
    doing = f"comment on {site.host}"
    answer = await site.send("POST", "comments", doing=doing, query=FIELDS, but=frozenset({SAME}), json=order)
    return _taken(site, answer, draft)


def _taken(site: Site, answer: Answer, draft: Draft) -> Receipt:
    """Read the comment that was made; an answer that does not show it may still mean that it was."""
    try:
        return _receipt(tamed(answer, said.comment, about=site.host), draft)
    except errors.Garbled as error:
        if answer.status == CONFLICT:
            raise errors.Duplicate(
                f"{site.host} has these very words of yours there already: say it otherwise."
            ) from error
        raise errors.UnknownOutcome(
            f"Nobody knows yet whether the post was published: {error} It is looked for on the site."
        ) from error


async def find(site: Site, account: str, draft: Draft) -> Receipt | None:
    """Return the receipt of the comment that is `draft` where it stands among the account's latest."""
    query = {"author": account, "status": "all", "orderby": "date_gmt", "order": "desc", "per_page": "100"}
    answer = await site.get("comments", doing=f"look for the comment on {site.host}", **query, **FIELDS)
    mine = tamed(answer, said.comments, about=site.host)
    found = (one for one in mine if one.at >= draft.at - SLACK and _is(one, draft))
    return next((_receipt(one, draft) for one in found), None)


async def edit(site: Site, receipt: Receipt, draft: Draft) -> Receipt:
    """Make the comment say what `draft` says."""
    _refuse(draft)
    order = {"content": escape(draft.text, quote=False)}
    doing = f"change the comment on {site.host}"
    await site.send("POST", path(receipt), doing=doing, harmless=True, query=FIELDS, json=order)
    return receipt


def path(receipt: Receipt) -> str:
    """Return where a comment is, in the site's API."""
    return f"comments/{receipt.native_id.removeprefix(said.MARK)}"


def _refuse(draft: Draft) -> None:
    if draft.media:
        raise errors.Invalid("A comment holds no files: leave them out, or link to them.", field="media")
    if draft.title:
        raise errors.Invalid("A comment has no title: leave it out.", field="title")


def _hangs_on(answered: Receipt) -> dict[str, int]:
    """Return where a comment goes: under a post, or under a comment of it."""
    if not is_one(answered):
        return {"post": int(answered.native_id)}
    return {"post": int(answered.extra["post"]), "parent": int(answered.native_id.removeprefix(said.MARK))}


def _is(one: Comment, draft: Draft) -> bool:
    """Say whether a comment is `draft`: sites change quotes, dashes and smileys when they show it."""
    if draft.replies_to is not None:
        place = {"parent": 0, **_hangs_on(draft.replies_to)}
        if (one.post, one.parent) != (place["post"], place["parent"]):
            return False
    return _LETTERS.findall(one.text) == _LETTERS.findall(draft.text)


def _receipt(one: Comment, draft: Draft | None = None) -> Receipt:
    deletion = draft.options.get("deletion", "") if draft else ""
    extra = {"post": str(one.post)} | ({"deletion": deletion} if deletion else {})
    return Receipt(f"{said.MARK}{one.id}", one.link, one.at, extra)


async def _single(site: Site, number: str) -> Comment:
    answer = await site.get(f"comments/{number}", doing="find the post to answer", **FIELDS)
    return tamed(answer, said.comment, about=site.host)


async def _page(site: Site, address: str) -> Page | None:
    """Return the post at `address`, by its number or the last part of its path."""
    parts = urlsplit(address)
    told = parse_qs(parts.query).get("p", [""])[0]
    number = told if told.isascii() and told.isdigit() else ""
    way = unquote(parts.path)
    slug = way.rstrip("/").rpartition("/")[2]
    if not number and not slug:
        return None
    query = {"include": number} if number else {"slug": slug}
    answer = await site.get("posts", doing="find the post to answer", _fields=said.fields("page"), **query)
    found = tamed(answer, said.pages, about=site.host).values()
    return next((page for page in found if number or unquote(urlsplit(page.link).path) == way), None)
