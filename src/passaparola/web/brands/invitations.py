"""Inviting somebody to act for a brand, and their coming in: by a link that works once and ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from passaparola.web.brands import actions, audit, tokens
from passaparola.web.brands.membership import roles_given_by
from passaparola.web.brands.models import Invitation, Member, Role, User
from passaparola.web.brands.refusals import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand

VALID = timedelta(days=7)


@transaction.atomic
def invite(email: str, role: Role, *, by: Member, now: datetime) -> tuple[Invitation, str]:
    """Invite `email`, or with an empty one whoever is given the link; return the invitation and its token.

    Raises `Refused` where `by` may not give the role, or `email` is a member already.
    """
    if role not in roles_given_by(by):
        raise Refused(_("Only an owner makes owners. Ask one to do it."))
    if email and Member.objects.filter(brand=by.brand, user__email__iexact=email).exists():
        raise Refused(_("%(email)s is a member already: change their role in the list.") % {"email": email})
    if email:
        # The link sent last is the one that works: an older one may have gone astray.
        _unused().filter(brand=by.brand, email__iexact=email).update(revoked_at=now)
    token = tokens.new()
    invitation = Invitation.objects.create(
        brand=by.brand,
        email=email,
        role=role,
        token_hash=tokens.digest(token),
        created_at=now,
        created_by=by.user,
        expires_at=now + VALID,
    )
    audit.record(by.brand, by.user, audit.INVITED, str(invitation), now, role=role)
    return invitation, token


def open_one(token: str, now: datetime) -> Invitation:
    """Return the invitation `token` still opens; raises Invitation.DoesNotExist."""
    return Invitation.objects.select_related("brand", "created_by").get(
        token_hash=tokens.digest(token), accepted_at=None, revoked_at=None, expires_at__gt=now
    )


def accept(invitation: Invitation, user: User, now: datetime) -> Member:
    """Make `user` a member as `invitation` says; raises `Refused`, and then nothing has changed."""
    if invitation.email and invitation.email.lower() != user.email.lower():
        raise Refused(
            _("This invitation is for %(email)s: sign out, then open the link again.")
            % {"email": invitation.email}
        )
    try:
        return _accept(invitation, user, now)
    except IntegrityError as error:
        raise Refused(_("You are a member of this brand already.")) from error


@transaction.atomic
def come_in(invitation: Invitation, email: str, name: str, password: str, now: datetime) -> User:
    """Create the person who was invited and make them a member; raises `Refused`."""
    try:
        with transaction.atomic():
            user = actions.create_user(invitation.email or email, password, name=name)
    except IntegrityError as error:
        raise Refused(
            _("Somebody signs in with this e-mail already: sign in, then open the link again.")
        ) from error
    accept(invitation, user, now)
    return user


@transaction.atomic
def revoke(brand: Brand, invitation_id: int, *, by: User, now: datetime) -> None:
    """End an invitation that nobody has accepted yet; raises Invitation.DoesNotExist."""
    invitation = Invitation.objects.get(pk=invitation_id, brand=brand)
    if _unused().filter(pk=invitation.pk).update(revoked_at=now):
        audit.record(brand, by, audit.UNINVITED, str(invitation), now, role=invitation.role)


@transaction.atomic
def _accept(invitation: Invitation, user: User, now: datetime) -> Member:
    still = _unused().filter(pk=invitation.pk, expires_at__gt=now)
    taken = still.update(accepted_at=now, accepted_by=user)
    if not taken:
        raise Refused(_("This invitation has been used or has ended: ask for a new one."))
    role = Role(invitation.role)
    member = Member.objects.create(brand=invitation.brand, user=user, role=role)
    inviter = str(invitation.created_by or "")
    audit.record(invitation.brand, user, audit.JOINED, str(user), now, role=role, invited_by=inviter)
    return member


def _unused() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, revoked_at=None)
