"""`passaparola login`: lets somebody in from the command line of the installation."""

from __future__ import annotations

import os
import sys

from passaparola.web.site import ready


def let_in(email: str, brand: str) -> int:
    """Print a login for `email` to `brand`; return 0, or 2 with a sentence where that cannot be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passaparola.web.site.settings")
    try:
        sys.stdout.write(f"{_password(email, brand)}\n")
    except (ready.Unready, ValueError) as reason:
        sys.stderr.write(f"passaparola: {reason}\n")
        return 2
    return 0


def _password(email: str, brand: str) -> str:
    ready.settings(os.environ)
    data = ready.folder(os.environ)
    import django  # noqa: PLC0415 - only now is it known that the settings can be read

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from passaparola.web.site import logins, schema  # noqa: PLC0415

    with schema.explained(data):
        schema.bring_up_to_date()
        password = logins.give(email, brand, timezone.now())
    return f"{email} signs in to {brand} with the password: {password}"
