from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import INCLUDES, Brand, Role, User


class ApiToken(models.Model):
    """What lets a program act for a brand, in the name of whoever made it, with no more than `role`.

    `used` counts the requests of the minute that began at `minute`.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    # Only a digest is kept: who reads the database cannot walk in.
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    used = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="api_token_role_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, role: str) -> bool:
        """Say whether this token may do what `role` may."""
        return Role(role) in INCLUDES[Role(self.role)]


class Answer(models.Model):
    """What a request was answered whose sender named it `key`: sent again, it gets the same and does nothing.

    `asked` is the digest of the request, so that a key is not taken for another one.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body: models.JSONField[Any, Any] = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_key"),
        ]

    def __str__(self) -> str:
        return self.key
