from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Brand


class Identity(models.TextChoices):
    """Who speaks: the brand by name, or the brand under a veil that falls on a set date."""

    DECLARED = "declared", _("declared")
    TEASER = "teaser", _("teaser")


class Campaign(models.Model):
    """What a brand sets out to say, with whom, until when, and as whom."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(_("name"), max_length=150)
    goal = models.TextField(_("goal"), blank=True)
    starts = models.DateField(_("starts"), null=True, blank=True)
    ends = models.DateField(_("ends"), null=True, blank=True)
    identity = models.CharField(_("identity"), max_length=10, choices=Identity, default=Identity.DECLARED)
    reveal_on = models.DateField(_("revealed on"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brand", "name"], name="campaign_name_once_per_brand"),
            models.CheckConstraint(condition=Q(identity__in=Identity.values), name="campaign_identity_known"),
            # An undeclared voice without a date on which it says who it is would be a lie without an end.
            models.CheckConstraint(
                condition=~Q(identity=Identity.TEASER) | Q(reveal_on__isnull=False),
                name="campaign_teaser_has_reveal_date",
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="campaign_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name
