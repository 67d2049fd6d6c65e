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
