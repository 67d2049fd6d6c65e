"""The page of words a brand uses again: templates, sets of hashtags, and the people it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.models import Brand, Role
from passaparola.web.brands.refusals import Refused
from passaparola.web.channels import queries as channels
from passaparola.web.publishing.models import Snippet
from passaparola.web.publishing.pages import queries
from passaparola.web.publishing.words import mentions, snippets

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

NAME, TEXT = 100, 20_000
LONGEST_HANDLE = 100
# `@name`, `@name@host`, `name.host`, `@name:host`, `<@1>`: nothing in it that ends a word or is not seen
HANDLE = regex.compile(rf"[^\s\p{{C}}\p{{Z}}]{{1,{LONGEST_HANDLE}}}")


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member()
def words(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the words a brand uses again; keep what is handed in."""
    if request.method == "POST":
        if not member_of(request).may(Role.EDITOR):
            raise PermissionDenied
        return _keep(request, brand)
    own = {each.platform for each in channels.channels_of(brand)}
    people = list(queries.mentions_of(brand))
    shown = {
        "brand": brand,
        "here": "words",
        "snippets": list(queries.snippets_of(brand)),
        "people": people,
        "platforms": [PLATFORMS[key] for key in sorted(own) if key in PLATFORMS],
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "publishing/words.html", shown)


def _keep(request: HttpRequest, brand: Brand) -> HttpResponse:
    person = request.POST.get("kind") == "person"
    try:
        said = _keep_person(request, brand) if person else _keep_snippet(request, brand)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("words", slug=brand.slug)


def _keep_person(request: HttpRequest, brand: Brand) -> str:
    given = request.POST
    handles = {key: _handle(given.get(f"on-{key}", "")) for key in PLATFORMS}
    mention = mentions.keep(brand, given.get("name", "").strip()[:NAME], handles)
    return _("Write @{%(key)s} to name them.") % {"key": mention.key}


def _handle(text: str) -> str:
    """Return the handle that was typed, empty where none was; what is no handle is refused, not cut."""
    handle = text.strip()
    if handle and not HANDLE.fullmatch(handle):
        raise Refused(
            _("%(handle)s is no handle: give one word without spaces, of at most %(most)s characters.")
            % {"handle": Truncator(handle).chars(40), "most": LONGEST_HANDLE}
        )
    return handle


def _keep_snippet(request: HttpRequest, brand: Brand) -> str:
    given = request.POST
    if given.get("kind") not in Snippet.Kind.values:
        raise Refused(_("Choose a template or a set of hashtags."))
    name, text = given.get("name", "").strip()[:NAME], given.get("text", "")[:TEXT]
    kept = snippets.keep(brand, given["kind"], name, text)
    return _("%(name)s is kept.") % {"name": kept.name}


@require_POST
@brand_member(Role.EDITOR)
def drop_words(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Delete words or a person; posts that have them keep them."""
    kind, _dash, number = request.POST.get("which", "").partition("-")
    rows = queries.mentions_of(brand) if kind == "person" else queries.snippets_of(brand)
    if rows.filter(pk=digits.number(number) or 0).delete()[0]:
        messages.success(request, _("Deleted; posts that have it keep it."))
    return redirect("words", slug=brand.slug)
