"""What every request and every answer passes: not too much comes in, nothing private is kept outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.csrf import csrf_failure

from passaparola.web.api import access, problems
from passaparola.web.api.access import ROOT
from passaparola.web.brands import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Answering = Callable[[HttpRequest], HttpResponseBase]

FORM = 256 * 1024
"""Bytes a form without a file may have; more is read from nobody who has not signed in."""


def kept_by_nobody(get_response: Answering) -> Answering:
    """Let no cache keep what does not say otherwise: no proxy, and no back button after a logout."""

    def answering(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return answering


def light_enough(get_response: Answering) -> Answering:
    """Refuse a body before it is read where it is larger than anything this person may hand in.

    Whoever looks for the token in a form reads the form first, files and all, onto the disk.
    """

    def answering(request: HttpRequest) -> HttpResponseBase:
        size = _declared(request)
        if size > FORM and size > _most(request):
            if request.path.startswith(ROOT):
                return problems.too_large()
            return HttpResponse(
                gettext("This is larger than what is read here."),
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return answering


def parts_stay_parts(get_response: Answering) -> Answering:
    """Answer a page that asks for a part of itself with a status where the answer would be another page.

    A browser follows a redirect by itself, and the page to sign in would stand in the middle of the one that
    asked: 401 where nobody is signed in, 403 where something else is wanted first.
    """

    def answering(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if _of_a_part(request) and response.has_header("Location"):
            return HttpResponse(status=403 if request.user.is_authenticated else 401)
        return response

    return answering


def forged(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Refuse a form whose token is not, or no longer, that of the browser: a part is told to sign in anew."""
    return HttpResponse(status=401) if _of_a_part(request) else csrf_failure(request, reason=reason)


def _of_a_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


class Typed:
    """Read every form and every address without the null; its bytes in a file stay.

    As late as the token of a form is looked for: before that nobody has said who sends it. The bodies of the
    API are read by `api.asked`.
    """

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request pass; it is read where its view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Clean what the view will read."""
        request.GET = typed.fields(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and not request.path.startswith(ROOT):
            request.POST = typed.fields(request.POST)  # type: ignore[assignment]


def _declared(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    if request.path.startswith(ROOT):
        # One file for the library. Who sends it has no session, and needs no cookie to be known.
        return settings.UPLOAD_LIMIT + FORM if access.brings_files(request) else FORM
    # A file of acts, one of who follows whom, and the form around them.
    return 2 * settings.UPLOAD_LIMIT + FORM if request.user.is_authenticated else FORM
