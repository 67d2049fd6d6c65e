from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand


class Mention(models.Model):
    """Somebody a brand names in its posts: typed as `@{key}`, with their handle by each platform's key."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="mentions")
    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=150)
    handles: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "key"], name="mention_once_per_brand"),
        ]

    def __str__(self) -> str:
        return self.name
