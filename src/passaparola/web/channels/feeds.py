"""The brands' own feeds, for anybody: as pages, in the forms feed readers know, and each file of an entry."""

from __future__ import annotations

import hashlib
import secrets
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, ParamSpec

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from passaparola.connectors.errors import Gone
from passaparola.connectors.hub import feeds, installation, prose
from passaparola.connectors.hub.installation import page as page_of
from passaparola.connectors.hub.shelf import Shelf
from passaparola.web.channels import ranges

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from passaparola.connectors.hub.entry import Entry

P = ParamSpec("P")

SOON = 300  # seconds a reader may go by what it has
STARTED = secrets.token_hex(4)
"""Another program may draw the same entries otherwise: what a browser kept counts for this run of it."""


def _gone_is_404(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let `view` answer 404 where there is no such feed or entry."""

    @wraps(view)
    def answering(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except Gone as error:
            raise Http404 from error

    return answering


def _etag(_request: HttpRequest, account: str, form: str = "") -> str:
    state, _ = Shelf(account).state()
    drawn = [state, page_of(account), form, "" if form else STARTED, "" if form else get_language()]
    return f'"{hashlib.sha256(repr(drawn).encode()).hexdigest()[:32]}"'


def _changed(_request: HttpRequest, account: str, **_: str) -> datetime:
    return Shelf(account).state()[1]


def _feed(account: str) -> feeds.Feed:
    shelf = Shelf(account)
    return feeds.Feed(shelf.about(), tuple(shelf.all()), page_of(account))


@require_safe
@_gone_is_404
@cache_control(public=True, max_age=SOON)
@condition(etag_func=_etag, last_modified_func=_changed)
def form(_request: HttpRequest, account: str, form: str) -> HttpResponse:
    """Give the feed of `account` in one of its forms."""
    feed = _feed(account)
    written, kind = feeds.ALL[form]
    response = HttpResponse(written(feed), content_type=f"{kind}; charset=utf-8")
    hub = [f'<{feed.about.hub}>; rel="hub"'] if feed.about.hub else []
    response["Link"] = ", ".join([*hub, f'<{feed.page}{form}>; rel="self"'])
    # Readers in a browser are on other sites, and there is nothing here that is not for everybody.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@_gone_is_404
@csp_update({"media-src": [SELF]})  # type: ignore[arg-type]  # it knows of views without arguments only
@cache_control(public=True, max_age=SOON)
@condition(etag_func=_etag)
def feed(request: HttpRequest, account: str) -> HttpResponse:
    """Show the newest entries of `account`."""
    found = _feed(account)
    return render(
        request, "channels/feed.html", {"feed": found, "entries": [_shown(e, found) for e in found.newest]}
    )


@require_safe
@_gone_is_404
@csp_update({"media-src": [SELF]})  # type: ignore[arg-type]  # it knows of views without arguments only
@cache_control(public=True, max_age=SOON)
def entry(request: HttpRequest, account: str, name: str) -> HttpResponse:
    """Show one entry; one that was taken back is gone for good."""
    shelf = Shelf(account)
    found = feeds.Feed(shelf.about(), (shelf.entry(name),), page_of(account))
    (one,) = found.entries
    if one.deleted:
        return render(request, "channels/gone.html", {"feed": found}, status=HTTPStatus.GONE)
    doors = {name: f"{installation.address()}{reverse(name)}" for name in ("webmention", "pingback")}
    shown = {"feed": found, "shown": _shown(one, found), "doors": doors}
    response = render(request, "channels/entry.html", shown)
    # Whose page speaks of this entry finds here where to say so: conversations/pages/ping_pages.py
    response["Link"] = f'<{doors["webmention"]}>; rel="webmention"'
    response["X-Pingback"] = doors["pingback"]
    return response


@require_safe
@_gone_is_404
@cache_control(public=True, max_age=SOON)
def file(request: HttpRequest, account: str, name: str, file: str) -> HttpResponseBase:
    """Give a file that an entry shows now; its name is made of its content."""
    shelf = Shelf(account)
    one = shelf.entry(name)
    if one.deleted:
        return HttpResponse(status=HTTPStatus.GONE)
    known = {attachment.file: attachment for attachment in one.files}
    if file not in known:
        raise Http404
    response = ranges.given(shelf.file(name, file), known[file].mime, request.headers.get("Range", ""))
    # A video or a document is embedded where the entry is read, also on other sites.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _shown(entry: Entry, feed: feeds.Feed) -> dict[str, object]:
    """Return an entry as the templates show it."""
    pictures = [medium for medium in entry.media if medium.kind in {"image", "gif"}]
    return {
        "entry": entry,
        "page": feed.of(entry),
        "heading": prose.heading(entry),
        "content": prose.content(entry, feed.of(entry)),
        "picture": pictures[0] if pictures else None,
    }
