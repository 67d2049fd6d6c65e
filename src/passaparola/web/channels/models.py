from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand


class Channel(models.Model):
    """An account of the brand's own on a platform.

    `place` is its server, `sealed` its secrets (see seal.py), `scopes`, `expires_at` and `limits` what its
    platform said of it at `checked_at`. `disconnected_at` is when it was taken off: its row stays for what
    was published. `locked_out` says that only connecting again helps; `refusal` is the last sentence in
    which its platform refused, at `refused_at`. Nothing is sent before `paused_until`; `allowance` is how
    many posts its platform's rate still gave at `allowance_at`. Whoever renews the secrets does so until
    `renewing_until`, alone.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="channels")
    platform = models.CharField(max_length=30, help_text=_("The key of its row in connectors/."))
    native_id = models.CharField(max_length=255, help_text=_("What its platform calls it, for ever."))
    handle = models.CharField(max_length=255)
    name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    place = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    connected_at = models.DateTimeField(null=True)
    disconnected_at = models.DateTimeField(null=True)

    sealed = models.BinaryField(null=True)
    renewing_until = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)

    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    limits: models.JSONField[Any, Any] = models.JSONField(default=dict)
    expires_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    locked_out = models.BooleanField(default=False)

    paused_until = models.DateTimeField(null=True)
    allowance = models.FloatField(default=0.0)
    allowance_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "platform", "native_id"], name="channel_once_per_brand"),
        ]

    def __str__(self) -> str:
        return self.name or self.handle

    @property
    def speaks(self) -> bool:
        """Say whether something can be sent through it: it is connected and its platform lets it in."""
        return self.connected_at is not None and self.disconnected_at is None and not self.locked_out
