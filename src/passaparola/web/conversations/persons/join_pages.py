"""Joining a person with another, and separating them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.persons import finding
from passaparola.web.conversations.persons.forms import JoiningForm
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.people import joining, likeness
from passaparola.web.people.models import Ground

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

WORDS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.EDITOR)
@missing_is_404
def join(request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Look for the other one, and join the two."""
    kept, form = finding.person_of(brand, person_id), JoiningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = finding.person_of(brand, digits.number(request.POST.get("other", "")) or 0)
        said = form.cleaned_data
        try:
            by, now = cast("User", request.user), timezone.now()
            joining.join(kept, gone, Ground(said["ground"]), said["why"], by, now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They are one person now. You can separate them again below."))
        return redirect("person", slug=brand.slug, person_id=kept.pk)
    words = request.GET.get("words", "").strip()[:WORDS]
    shown = {
        "brand": brand,
        "here": "persons",
        "person": kept,
        "words": words,
        "form": form,
        "found": finding.candidates(kept, words, timezone.now()) if words else [],
        "likely": likeness.may_be_same(kept),
    }
    return render(request, "persons/join.html", shown, status=422 if form.errors else 200)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def separate(request: HttpRequest, brand: Brand, person_id: int, joining_id: int) -> HttpResponse:
    """Separate two who were joined."""
    done = finding.joining_of(brand, person_id, joining_id)
    try:
        joining.separate(done, cast("User", request.user), timezone.now(), tally=tally)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("They are two people again, each with what is theirs."))
    return redirect("person", slug=brand.slug, person_id=person_id)
