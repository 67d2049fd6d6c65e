from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from passaparola.web.brands.models import Brand


class Handle(models.Model):
    """Someone as one platform knows them; `native_id` never changes, `handle` may.

    `space` is what native ids are unique within: empty on a platform, the file's fingerprint for people named
    in an uploaded file (person 1 of one file is not person 1 of another).
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="handles")
    platform = models.CharField(max_length=30)
    space = models.CharField(max_length=64, blank=True)
    native_id = models.CharField(max_length=500)
    handle = models.CharField(max_length=500)
    name = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=1000, blank=True)
    followers = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["brand", "platform", "space", "native_id"], name="handle_once_per_brand"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.handle


class Follow(models.Model):
    """Seen while reading: `follower` is shown what `followed` passes on. Kept only for people who acted."""

    follower = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="+")
    followed = models.ForeignKey(Handle, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="follow_another"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} → {self.followed_id}"
