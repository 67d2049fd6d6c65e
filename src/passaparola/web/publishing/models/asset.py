from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand, User
from passaparola.web.publishing.models.post import Post


class AssetKind(models.TextChoices):
    """What an asset is to the platforms; the values are those of a connector's Medium."""

    IMAGE = "image", _("image")
    GIF = "gif", _("animation")
    VIDEO = "video", _("video")
    DOCUMENT = "document", _("document")


class Asset(models.Model):
    """A file in the brand's library, kept under the digest of its bytes in settings.LIBRARY.

    `width`, `height` in pixels, `seconds` of play, `pages` of a document. `made_from` is the asset a smaller
    copy was made of. `removed_at` takes it out of the library; what was published with it stays.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="assets")
    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=AssetKind)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)
    pages = models.PositiveIntegerField(null=True)
    alt = models.TextField(_("what it shows, in words"), blank=True)
    made_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "digest"], name="asset_once_per_brand"),
            models.CheckConstraint(condition=models.Q(kind__in=AssetKind.values), name="asset_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Return where its bytes lie."""
        return Path(settings.LIBRARY) / str(self.brand_id) / self.digest


class Attached(models.Model):
    """An asset that goes with a post, at its place, with the words for it there (else the asset's own)."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attached")
    asset = models.ForeignKey(Asset, on_delete=models.RESTRICT, related_name="uses")
    position = models.PositiveSmallIntegerField()
    alt = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "asset"], name="attached_once_per_post"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.asset_id}"
