"""`passaparola person`: hands out or erases what there is about somebody, from the command line."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from passaparola.web.site import ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from passaparola.web.people.models import Person

    Doing = Callable[[Person, datetime], str]


def export(brand: str, number: int) -> int:
    """Print everything about person `number` of the brand `brand` as JSON; return 0, or 2 with a sentence."""
    return _said(brand, number, _export)


def erase(brand: str, number: int) -> int:
    """Erase person `number` of the brand `brand`; return 0, or 2 with a sentence where that cannot be."""
    return _said(brand, number, _erase)


def _said(brand: str, number: int, do: Doing) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")
    try:
        sys.stdout.write(f"{_done(brand, number, do)}\n")
    except (ready.Unready, ValueError) as reason:
        sys.stderr.write(f"passaparola: {reason}\n")
        return 2
    return 0


def _done(brand: str, number: int, do: Doing) -> str:
    """Open the database and return what `do` says; raises `ValueError` where there is no such person."""
    ready.settings(os.environ)
    data = ready.folder(os.environ)
    import django  # noqa: PLC0415 - only now is it known that the settings can be read

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from passaparola.web.people.models import Person  # noqa: PLC0415
    from passaparola.web.site import schema  # noqa: PLC0415

    with schema.explained(data):
        schema.bring_up_to_date()
        person = Person.objects.filter(brand__slug=brand, pk=number).first()
        if person is None:
            raise ValueError(
                f"There is no person {number} of a brand {brand}: both stand in the address of their page."
            )
        return do(person, timezone.now())


def _export(person: Person, now: datetime) -> str:
    from passaparola.web.conversations.persons import exporting  # noqa: PLC0415

    return json.dumps(exporting.everything_of(person, now), ensure_ascii=False, indent=1)


def _erase(person: Person, now: datetime) -> str:
    from passaparola.web.brands.refusals import Refused  # noqa: PLC0415
    from passaparola.web.conversations.persons import erasing  # noqa: PLC0415

    number = person.pk
    try:
        clean = erasing.erase(person, None, now)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    told = f"Person {number} is erased: nothing of them is left in the database."
    return told if clean else f"{told} Its file was in use: old pages go once it is not."
