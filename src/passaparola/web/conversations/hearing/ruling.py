"""The brands' rules, applied to what is new, once: a row says whether it has been done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from passaparola.web.conversations.inbox import rules
from passaparola.web.conversations.models import Interaction

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

SOME = 200


def apply(now: datetime, brand: Brand | None = None) -> int:
    """Apply the rules to everything new, of `brand` alone where one is given; return for how much one held.

    What a process that died was at is done again, and a rule answers no word twice.
    """
    held = 0
    while True:
        with transaction.atomic():
            # Passed over where another is at them, so that no two apply a rule to the same word.
            pending = Interaction.objects.filter(ruled=False).order_by("pk")
            mine = pending.filter(brand=brand) if brand else pending
            some = list(
                mine.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("brand")[
                    :SOME
                ]
            )
            if not some:
                return held
            for one in {each.brand_id: each.brand for each in some}.values():
                held += rules.apply_to(one, [each for each in some if each.brand_id == one.pk], now)
            Interaction.objects.filter(pk__in=[each.pk for each in some]).update(ruled=True)
