from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand


class Channel(models.Model):
    """An account of the brand's own on a platform."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="channels")
    platform = models.CharField(max_length=30, help_text=_("The key of its row in connectors/platforms.py."))
    native_id = models.CharField(max_length=255, help_text=_("What its platform calls it, for ever."))
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "platform", "native_id"], name="channel_once_per_brand"),
        ]

    def __str__(self) -> str:
        return self.name or self.handle
