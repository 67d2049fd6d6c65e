"""Which messages there are to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from passaparola.web.cascades.models import ARRIVING, Message

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from passaparola.web.brands.models import Brand


def messages_of(brand: Brand) -> QuerySet[Message]:
    """Return the brand's messages; those of a file only once the whole file has been taken in."""
    return Message.objects.filter(brand=brand).exclude(state=ARRIVING)
