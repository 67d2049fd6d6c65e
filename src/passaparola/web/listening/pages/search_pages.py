"""All searches, one of them with what it found, a new one, one to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import Tone
from passaparola.web.listening import alarms, correcting, forms, queries, searching
from passaparola.web.listening.models import RESTING
from passaparola.web.publishing.words.naming import LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.listening.models import SavedSearch

BEGUN = {"on-own": True}


@require_safe
@brand_member()
def listening(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show the brand's searches, and the share of voice between them."""
    now = timezone.now()
    voice = queries.share_of_voice(brand, now)
    shown = {
        "brand": brand,
        "here": "listening",
        "searches": queries.searches_of(brand, now),
        "voice": voice,
        "voice_n": sum(share.n for _search, share in voice),
        "days": queries.DAYS,
        "resting": RESTING,
        "alarm": alarms.alarm_of(brand),
        "may_edit": member_of(request).may(Role.EDITOR),
        "may_manage": member_of(request).may(Role.ADMIN),
    }
    return render(request, "listening/listening.html", shown)


@require_safe
@brand_member()
@missing_is_404
def search(request: HttpRequest, brand: Brand, search_id: int) -> HttpResponse:
    """Show one search: how much, how it sounds, who says it, and every find with what its labels rest on."""
    found, now = queries.search_of(brand, search_id), timezone.now()
    by_hour = request.GET.get("by") != "day"
    shown = {
        "brand": brand,
        "here": "listening",
        "search": found,
        "page": queries.found_by(found, digits.page(request.GET.get("page", ""))),
        "bars": queries.volume(found, now, by_hour=by_hour),
        "by_hour": by_hour,
        "tones": queries.tones(found, now),
        "authors": queries.authors(found, now),
        "episodes": queries.episodes_of(found),
        "baseline": queries.baseline(found, now),
        "ears": queries.ears_of(found),
        "days": queries.DAYS,
        "resting": found.state == RESTING,
        "languages": LANGUAGES,
        "tone_choices": Tone.choices,
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "listening/search.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
def new_search(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Ask for a new search, try it out, and keep it."""
    return _form(request, brand, None)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
@missing_is_404
def edit_search(request: HttpRequest, brand: Brand, search_id: int) -> HttpResponse:
    """Change a search."""
    return _form(request, brand, queries.search_of(brand, search_id))


def _form(request: HttpRequest, brand: Brand, found: SavedSearch | None) -> HttpResponse:
    begun = forms.initial(found) if found else BEGUN
    form = forms.SearchForm(request.POST or None, initial=begun)
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            if request.POST.get("do") == "try":
                searching.read(form.cleaned_data["query"])
                given = form.cleaned_data
                more["tried"] = queries.tried(brand, given["query"], given["languages"], timezone.now())
            else:
                by, wanted = cast("User", request.user), form.wanted()
                key = found.pk if found else None
                kept = searching.keep(brand, wanted, search_id=key, by=by, now=timezone.now())
                messages.success(request, _("%(name)s is kept.") % {"name": kept.name})
                return redirect("listening-search", slug=brand.slug, search_id=kept.pk)
        except searching.Unreadable as error:
            form.add_error("query", str(error))
            more["wrong"] = _around(form.cleaned_data.get("query") or request.POST.get("query", ""), error.at)
        except Refused as error:
            form.add_error(None, str(error))
    shown = {"brand": brand, "here": "listening", "form": form, "search": found, **more}
    return render(request, "listening/edit.html", shown, status=422 if form.errors else 200)


def _around(text: str, at: int) -> tuple[str, str, str]:
    """Return the search before, at and after the place where it goes wrong."""
    plain = text.strip()
    return plain[:at], plain[at : at + 1] or "…", plain[at + 1 :]


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def rest(request: HttpRequest, brand: Brand, search_id: int) -> HttpResponse:
    """Stop a search, or let it listen again."""
    resting = request.POST.get("do") == "stop"
    by = cast("User", request.user)
    row = searching.rest(brand, search_id, resting=resting, by=by, now=timezone.now())
    said = _("%(name)s rests; what was found stays.") if resting else _("%(name)s listens again.")
    messages.success(request, said % {"name": row.name})
    return redirect("listening-search", slug=brand.slug, search_id=row.pk)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def remove(request: HttpRequest, brand: Brand, search_id: int) -> HttpResponse:
    """Take a search off, with what only it found."""
    name = searching.remove(brand, search_id, by=cast("User", request.user), now=timezone.now())
    messages.success(request, _("%(name)s is removed.") % {"name": name})
    return redirect("listening", slug=brand.slug)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def correct(request: HttpRequest, brand: Brand, match_id: int) -> HttpResponse:
    """Correct the language or tone of something found."""
    given = request.POST.get("tone", "")
    tone = {str(value): value for value in Tone.values}.get(given)
    language, by = request.POST.get("language", ""), cast("User", request.user)
    try:
        match = correcting.correct(brand, match_id, language=language, tone=tone, by=by, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        match = queries.match_of(brand, match_id)
    else:
        messages.success(request, _("Corrected, and learned from."))
    return redirect("listening-search", slug=brand.slug, search_id=match.search_id)
