"""Who may do what for a brand, as it changes: roles given and taken, by those who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from passaparola.web.brands import audit
from passaparola.web.brands.models import Guest, Invitation, Member, Role
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime


def roles_given_by(member: Member) -> list[Role]:
    """Return the roles `member` may give and take: an owner all, an admin all but one."""
    return [role for role in Role if member.may(Role.ADMIN) and member.may(role)]


@transaction.atomic
def change_role(member_id: int, role: Role, *, by: Member, now: datetime) -> Member:
    """Make a member of the brand of `by` a `role`; raises `Refused` and Member.DoesNotExist."""
    member, doer = _touched(member_id, by)
    before = Role(member.role)
    if role not in roles_given_by(doer):
        raise Refused(_("Only an owner makes owners. Ask one to do it."))
    if role == before:
        return member
    if before == Role.OWNER:
        _another_owner(member)
    member.role = role
    member.save(update_fields=["role"])
    ended = _end_links(member, now)
    audit.record(
        by.brand, by.user, audit.ROLE, str(member.user), now, was=before, role=role, links_ended=ended
    )
    return member


@transaction.atomic
def remove(member_id: int, *, by: Member, now: datetime) -> Member:
    """Take a member out of the brand of `by`, with the links they handed out; raises as `change_role`."""
    member, _doer = _touched(member_id, by)
    if member.role == Role.OWNER:
        _another_owner(member)
    ended = _end_links(member, now, all_of_them=True)
    verb = audit.LEFT if member.user_id == by.user_id else audit.REMOVED
    audit.record(by.brand, by.user, verb, str(member.user), now, role=member.role, links_ended=ended)
    Member.objects.filter(pk=member.pk).delete()
    return member


def _touched(member_id: int, by: Member) -> tuple[Member, Member]:
    """Return the member, and `by`, as they are under lock; raises `Refused` where the one is out of reach."""
    # Everybody in the brand is locked: two owners who demote each other at once leave one.
    rows = Member.objects.select_for_update(of=("self",), no_key=True).select_related("user").order_by("pk")
    members = {each.pk: each for each in rows.filter(brand=by.brand)}
    if member_id not in members:
        raise Member.DoesNotExist
    member, doer = members[member_id], members.get(by.pk)
    if doer is None or Role(member.role) not in roles_given_by(doer):
        raise Refused(_("Only an owner changes what an owner may do."))
    return member, doer


def _another_owner(member: Member) -> None:
    others = Member.objects.filter(brand_id=member.brand_id, role=Role.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise Refused(_("A brand keeps at least one owner: make somebody else an owner first."))


def _end_links(member: Member, now: datetime, *, all_of_them: bool = False) -> int:
    """End the open links `member` made where they could no longer make them; return how many."""
    if not all_of_them and member.may(Role.OWNER):
        return 0
    made = {"brand": member.brand_id, "created_by": member.user_id, "revoked_at": None}
    invited = Invitation.objects.filter(**made, accepted_at=None)
    guests = Guest.objects.filter(**made)
    if not all_of_them and member.may(Role.ADMIN):
        invited, guests = invited.filter(role=Role.OWNER), guests.none()
    return invited.update(revoked_at=now) + guests.update(revoked_at=now)
