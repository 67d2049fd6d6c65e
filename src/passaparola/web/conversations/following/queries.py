"""What is being read for a brand, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.conversations.models import Reading

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand


def readings_of(brand: Brand) -> QuerySet[Reading]:
    """Return the brand's readings with their messages, the newest first."""
    return Reading.objects.filter(brand=brand).select_related("message").order_by("-asked_at", "-pk")


def reading_of(brand: Brand, reading_id: int) -> Reading:
    """Return reading `reading_id` of the brand; raises Reading.DoesNotExist, for another brand's too."""
    return readings_of(brand).get(pk=reading_id)
