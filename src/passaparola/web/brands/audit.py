"""The log: who did what for a brand, and when. Lines are added and never changed.

    HELD = audit.verb("brand.held", _("held everything"))
    audit.record(brand, by, HELD, brand.name, now)

No network address is kept: who did it is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from passaparola.web.brands.models import Entry, Guest, User

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrPromise

    from passaparola.web.brands.models import Brand

WORDS: dict[str, StrPromise] = {}
"""What each verb says on screen; every app adds its own with `verb`."""

SUBJECT = 300
"""Letters of a subject that are kept."""


def verb(key: str, words: StrPromise) -> str:
    """Make `words` what the log shows for `key`; return the key."""
    WORDS[key] = words
    return key


def words(key: str) -> str:
    """Return what the log shows for `key`."""
    return str(WORDS.get(key, key))


def record(
    brand: Brand | None,
    by: User | Guest | None,
    verb: str,
    subject: str,
    now: datetime,
    **detail: Any,
) -> Entry:
    """Write into the log that `by` (None: Passaparola itself) did `verb` to `subject`; `detail` must be JSON.

    Without a brand the line belongs to the installation. Secrets and post texts have no place here.
    """
    return Entry.objects.create(
        brand=brand,
        at=now,
        who=by if isinstance(by, User) else None,
        who_name=_name(by),
        verb=verb,
        subject=subject[:SUBJECT],
        detail=detail,
    )


def _name(by: User | Guest | None) -> str:
    if isinstance(by, User):
        return f"{by.name} <{by.email}>" if by.name else by.email
    return f"{by.name} (by link)" if by else "Passaparola"


FOUNDED = verb("brand.founded", _("made the brand"))
CHANGED = verb("brand.changed", _("changed the settings"))
HELD = verb("brand.held", _("held everything"))
RELEASED = verb("brand.released", _("released what was held"))
JOINED = verb("member.joined", _("became a member"))
ROLE = verb("member.role", _("changed the role"))
REMOVED = verb("member.removed", _("removed"))
LEFT = verb("member.left", _("left the brand"))
INVITED = verb("invitation.made", _("invited"))
UNINVITED = verb("invitation.revoked", _("took back the invitation"))
GUEST = verb("guest.made", _("gave an approval link"))
UNGUEST = verb("guest.revoked", _("took back the approval link"))
LET_IN = verb("account.let_in", _("gave a login"))
SIGNED_IN = verb("account.signed_in", _("signed in"))
SIGN_IN_FAILED = verb("account.sign_in_failed", _("failed to sign in again and again"))
PASSWORD = verb("account.password", _("changed the password"))
FACTOR_ADDED = verb("account.factor_added", _("added a second factor"))
FACTOR_REMOVED = verb("account.factor_removed", _("removed a second factor"))
FACTOR_RESET = verb("account.factor_reset", _("made new recovery codes"))
FACTOR_FAILED = verb("account.factor_failed", _("gave a wrong second factor"))
