from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds people by their e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user whose e-mail is `username`; raises User.DoesNotExist."""
        return self.get(email__iexact=username or "")


class User(AbstractBaseUser):
    """A person who signs in, by e-mail; what they may do is said brand by brand, in Member."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_capitals"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class Approval(models.IntegerChoices):
    """How many people have to approve a post before it may leave."""

    NONE = 0, _("none: what is written may be scheduled")
    ONE = 1, _("one step: one person approves")
    TWO = 2, _("two steps: two people approve, one after the other")


def installation_zone() -> str:
    """Return the zone a new brand begins with: the installation's."""
    return settings.TIME_ZONE


class Brand(models.Model):
    """The sender: a company, an institution, a person. Every other row belongs to one."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(max_length=60, unique=True)
    simulated = models.BooleanField(
        default=False,
        help_text=_("A demo brand: everything it hears comes from the simulated network."),
    )
    zone = models.CharField(_("time zone"), max_length=64, default=installation_zone)
    approval = models.PositiveSmallIntegerField(_("approval"), choices=Approval, default=Approval.NONE)
    # Set where that was changed, until publishing has put under it what is planned.
    approval_changed_at = models.DateTimeField(null=True, blank=True)
    needs_second_factor = models.BooleanField(
        _("members need a second factor"),
        default=False,
        help_text=_("Whoever has none is sent to set one up before they come in."),
    )
    # Held: nothing is sent for this brand until somebody releases it.
    held_since = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(approval__in=Approval.values), name="brand_approval_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do: everybody looks, and each role includes no more than `INCLUDES` says."""

    ANALYST = "analyst", _("analyst")
    EDITOR = "editor", _("editor")
    APPROVER = "approver", _("approver")
    ADMIN = "admin", _("admin")
    OWNER = "owner", _("owner")


# Least privilege, two pairs of eyes: who approves does not write, who writes does not approve.
INCLUDES: dict[Role, frozenset[Role]] = {
    Role.ANALYST: frozenset({Role.ANALYST}),
    Role.EDITOR: frozenset({Role.ANALYST, Role.EDITOR}),
    Role.APPROVER: frozenset({Role.ANALYST, Role.APPROVER}),
    Role.ADMIN: frozenset(Role) - {Role.OWNER},
    Role.OWNER: frozenset(Role),
}
"""What each role may do, itself included, in the words of the roles that may do just that."""


class Member(models.Model):
    """A person who may act for a brand."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="members")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "brand"], name="member_once_per_brand"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.brand} ({self.role})"

    def may(self, role: str) -> bool:
        """Say whether this member may do what `role` may."""
        return Role(role) in INCLUDES[Role(self.role)]


class Link(models.Model):
    """A way in that is carried by whoever has its address: it ends by itself, and may be ended before."""

    # Only a digest is kept: who reads the database cannot walk in.
    token_hash = models.CharField(max_length=64, unique=True)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="%(class)ss")
    email = models.EmailField(_("e-mail"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Invitation(Link):
    """A link that makes whoever opens it a member, once."""

    role = models.CharField(max_length=10, choices=Role)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_known"),
        ]

    def __str__(self) -> str:
        return self.email or str(_("whoever has the link"))


class Guest(Link):
    """Somebody outside who approves for a brand without a login, by their own link."""

    name = models.CharField(_("name"), max_length=150)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """A line of the log: who did what, when. The database itself refuses to change or delete it.

    It outlives the brand and the person it speaks of, so its foreign keys bind nothing. SQLite rebuilds a
    table that is altered and forgets its triggers: a migration that alters this one puts them back, as 0004
    does.
    """

    brand = models.ForeignKey(
        Brand, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="entries"
    )
    at = models.DateTimeField()
    who = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    who_name = models.CharField(max_length=450)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)  # audit.SUBJECT
    detail = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["brand", "-at", "-id"], name="log_of_a_brand")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who_name}: {self.verb} {self.subject}"
