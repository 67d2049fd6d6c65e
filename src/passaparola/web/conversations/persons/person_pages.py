"""The page of one person: who they are, why they are as close as they are, what they did; and their file."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.persons import (
    erasing,
    explaining,
    exporting,
    finding,
    queries,
    timeline,
)
from passaparola.web.conversations.persons.forms import PersonForm
from passaparola.web.people import editing, likeness

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from passaparola.web.people.models import Person


@require_safe
@brand_member()
@missing_is_404
def person(request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Show somebody; whoever was joined to another is shown as that other."""
    found = finding.person_of(brand, person_id)
    if found.joined_to_id:
        return redirect("person", slug=brand.slug, person_id=found.joined_to_id)
    return _page(request, brand, found, PersonForm(initial=_initial(found)))


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def save_person(request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Write down what the team says of somebody."""
    found, form = finding.person_of(brand, person_id), PersonForm(request.POST)
    if form.is_valid():
        try:
            editing.change(found, form.said(), cast("User", request.user), timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is written down."))
            return redirect("person", slug=brand.slug, person_id=found.pk)
    return _page(request, brand, found, form)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def contact(request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Note that somebody is not to be contacted, or may be again."""
    found, wished = finding.person_of(brand, person_id), request.POST.get("contact") == "no"
    try:
        editing.no_contact(found, cast("User", request.user), timezone.now(), wished=wished)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Nobody writes to them on the brand's own account from now on.")
        messages.success(request, said if wished else _("They may be written to again."))
    return redirect("person", slug=brand.slug, person_id=found.pk)


@require_safe
@brand_member(Role.EDITOR)
@missing_is_404
def export_person(_request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Hand out everything there is about somebody as JSON."""
    found = finding.person_of(brand, person_id)
    name = f'attachment; filename="{brand.slug}-person-{found.pk}.json"'
    everything = exporting.everything_of(found, timezone.now())
    writing = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(everything, json_dumps_params=writing, headers={"Content-Disposition": name})


@require_http_methods(["GET", "HEAD", "POST"])
@brand_member(Role.ADMIN)
@missing_is_404
def erase_person(request: HttpRequest, brand: Brand, person_id: int) -> HttpResponse:
    """Say what goes with somebody, and erase them once that was read."""
    found = finding.person_of(brand, person_id)
    unread = False
    if request.method == "POST":
        unread = request.POST.get("read") != "1"
        if not unread:
            try:
                clean = erasing.erase(found, cast("User", request.user), timezone.now())
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect("person", slug=brand.slug, person_id=found.pk)
            _tell_erased(request, clean=clean)
            return redirect("persons", slug=brand.slug)
    shown = {
        "brand": brand,
        "here": "persons",
        "person": found,
        "goes": erasing.what_goes(found),
        "unread": unread,
    }
    return render(request, "persons/erase.html", shown, status=422 if unread else 200)


def _tell_erased(request: HttpRequest, *, clean: bool) -> None:
    # The words are kept with the session for a moment: they name nobody.
    messages.success(request, _("They are erased: nothing of them is left in the database."))
    if not clean:
        messages.warning(
            request,
            _(
                "The database's file was in use: old copies of its pages go with the next quiet moment, at "
                "the latest when Passaparola is started again."
            ),
        )


def _page(request: HttpRequest, brand: Brand, found: Person, form: PersonForm) -> HttpResponse:
    now, member = timezone.now(), member_of(request)
    view = request.GET.get("show", "")
    shown = {
        "brand": brand,
        "here": "persons",
        "person": found,
        "handles": list(found.handles.order_by("pk")),
        "form": form,
        "why": explaining.why(found, now),
        "view": view if view in timeline.VIEWS else "",
        "views": [(key, each.name) for key, each in timeline.VIEWS.items()],
        "told": timeline.told(found, view, queries.moment(request.GET.get("before", ""))),
        "likely": likeness.may_be_same(found),
        "joinings": finding.joinings_of(found),
        "campaigns": finding.campaigns_of(found),
        "may_edit": member.may(Role.EDITOR),
        "may_erase": member.may(Role.ADMIN),
    }
    return render(request, "persons/person.html", shown, status=422 if form.errors else 200)


def _initial(found: Person) -> dict[str, object]:
    day = timezone.localtime(found.consent_at).date() if found.consent_at else None
    said = {name: getattr(found, name) for name in ("name", "roles", "note", "consent")}
    return {**said, "consent_at": day}
