"""The page of the people who work for a brand: members, invitations, approvers outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passaparola.web.brands import guests, invitations, links, mailing, membership, queries, second_factor
from passaparola.web.brands.access import brand_member, member_of
from passaparola.web.brands.forms import GuestForm, InvitationForm
from passaparola.web.brands.models import Brand, Role
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@require_safe
@brand_member(Role.ADMIN)
def people(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Show who works for the brand and what may be done about it."""
    return _page(request, brand)


@require_POST
@brand_member(Role.ADMIN)
def invite(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Invite somebody; the link is in the answer, and nowhere afterwards."""
    me = member_of(request)
    form = InvitationForm(membership.roles_given_by(me), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            link, token = invitations.invite(said["email"], Role(said["role"]), by=me, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, brand, told=links.tell(link, token, me.user))
    return _page(request, brand, invitation_form=form)


@require_POST
@brand_member(Role.ADMIN)
def let_in(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Make an approval link for somebody outside; it is in the answer, and nowhere afterwards."""
    me, form = member_of(request), GuestForm(request.POST)
    if not form.is_valid():
        return _page(request, brand, guest_form=form)
    said = form.cleaned_data
    link, token = guests.let_in(said["name"], said["email"], said["days"], by=me, now=timezone.now())
    return _page(request, brand, told=links.tell(link, token, me.user))


@require_POST
@brand_member(Role.ADMIN)
def change_role(request: HttpRequest, brand: Brand, member_id: int) -> HttpResponse:
    """Give a member another role."""
    role = request.POST.get("role", "")
    if role not in Role.values:
        raise Http404
    return _done(
        request,
        brand,
        lambda: membership.change_role(member_id, Role(role), by=member_of(request), now=timezone.now()),
        _("The role is changed."),
    )


@require_POST
@brand_member(Role.ADMIN)
def remove(request: HttpRequest, brand: Brand, member_id: int) -> HttpResponse:
    """Take a member out of the brand."""
    me = member_of(request)
    answer = _done(
        request,
        brand,
        lambda: membership.remove(member_id, by=me, now=timezone.now()),
        _("They are no longer a member, and the links they gave out have ended."),
    )
    return answer if member_id != me.pk else redirect("front")


@require_POST
@brand_member(Role.ADMIN)
def revoke_invitation(request: HttpRequest, brand: Brand, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    return _done(
        request,
        brand,
        lambda: invitations.revoke(brand, invitation_id, by=member_of(request).user, now=timezone.now()),
        _("The invitation has ended."),
    )


@require_POST
@brand_member(Role.ADMIN)
def revoke_guest(request: HttpRequest, brand: Brand, guest_id: int) -> HttpResponse:
    """Take an approval link back."""
    return _done(
        request,
        brand,
        lambda: guests.revoke(brand, guest_id, by=member_of(request).user, now=timezone.now()),
        _("The link has ended."),
    )


def _done(request: HttpRequest, brand: Brand, act: Callable[[], object], said: str) -> HttpResponse:
    """Do it and go back to the page, which says what became of it."""
    try:
        act()
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("people", slug=brand.slug)


def _page(request: HttpRequest, brand: Brand, **more: Any) -> HttpResponse:
    me, now = member_of(request), timezone.now()
    members = list(queries.members_of(brand))
    given = membership.roles_given_by(me)
    secured = second_factor.those_with_one([member.user_id for member in members])
    shown: dict[str, Any] = {
        "brand": brand,
        "here": "people",
        "members": [(one, one.user_id in secured, one.role in given) for one in members],
        "me": me,
        "roles": given,
        "invitations": queries.open_invitations_of(brand, now),
        "guests": queries.open_guests_of(brand, now),
        "invitation_form": InvitationForm(given),
        "guest_form": GuestForm(),
        "mail": mailing.possible(),
    }
    return render(request, "brands/people.html", shown | more)
