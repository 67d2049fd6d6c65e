"""The list of people: its page, its file, and handing those in it to a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import digits
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.missing import missing_is_404
from passaparola.web.brands.models import Brand, Role, User
from passaparola.web.campaigns import queries as campaigns
from passaparola.web.conversations.persons import queries, segments, tables
from passaparola.web.conversations.persons.queries import ORDERS, Asked
from passaparola.web.people import audiences
from passaparola.web.people.models import Role as PersonRole

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

WORDS = 200
NAMES = ("words", "segment", "order")


@require_safe
@brand_member()
def persons(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show a page of people, as asked."""
    asked, now = asked_for(request.GET), timezone.now()
    own = campaigns.campaigns_of(brand)
    listed = queries.persons_of(brand, asked, now)
    shown = {
        "brand": brand,
        "here": "persons",
        "listed": listed,
        "asked": asked,
        "segments": segments.SEGMENTS,
        "segment": segments.BY_KEY.get(asked.segment),
        "roles": [(f"{segments.ROLE}{role.value}", role.label) for role in PersonRole],
        "campaigns": [(f"{segments.CAMPAIGN}{each.pk}", each) for each in own],
        "beginning": _query(asked),
        "next": _query(asked, after=listed.after) if listed.after else "",
        "may_edit": member_of(request).may(Role.EDITOR),
    }
    return render(request, "persons/persons.html", shown)


@require_safe
@brand_member(Role.EDITOR)
def persons_csv(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Hand out the people of a list as CSV."""
    now = timezone.now()
    found = queries.found(brand, asked_for(request.GET), now)
    content = "".join(tables.as_csv(queries.in_batches(found, now)))
    disposition = {"Content-Disposition": f'attachment; filename="{brand.slug}-people.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


@require_POST
@brand_member(Role.EDITOR)
@missing_is_404
def give_to_campaign(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Give those who are ticked, or all of the list, to a campaign."""
    asked, now = asked_for(request.POST), timezone.now()
    campaign = campaigns.campaign_of(brand, digits.number(request.POST.get("campaign", "")) or 0)
    if request.POST.get("whom") == "all":
        everybody = queries.found(brand, asked, now).values_list("pk", flat=True)
        chosen = list(everybody[: queries.EXPORT])
    else:
        chosen = [number for one in request.POST.getlist("person") if (number := digits.number(one))]
    if chosen:
        given = audiences.give(campaign, chosen, cast("User", request.user), now)
        messages.success(request, _told(given, campaign.name))
    else:
        messages.error(request, _("Tick the people you mean, or choose everybody in this list."))
    return redirect(f"{reverse('persons', args=[brand.slug])}{_query(asked)}")


def asked_for(given: QueryDict) -> Asked:
    """Return what an address or a form asks the list for."""
    order = given.get("order", "")
    return Asked(
        words=given.get("words", "").strip()[:WORDS],
        segment=given.get("segment", "")[:40],
        order=order if order in ORDERS else "affinity",
        after=given.get("after", "")[:100],
    )


def _told(given: audiences.Given, campaign: str) -> str:
    told = ngettext(
        "%(n)s person was added to %(campaign)s.", "%(n)s people were added to %(campaign)s.", given.added
    ) % {"n": given.added, "campaign": campaign}
    if not given.left_out:
        return told
    left_out = ngettext(
        "%(n)s asked not to be contacted and was left out.",
        "%(n)s asked not to be contacted and were left out.",
        given.left_out,
    ) % {"n": given.left_out}
    return f"{told} {left_out}"


def _query(asked: Asked, **more: str) -> str:
    said = {name: getattr(asked, name) for name in NAMES} | more
    written = {
        name: value for name, value in said.items() if value and (name, value) != ("order", "affinity")
    }
    return f"?{urlencode(written)}" if written else ""
