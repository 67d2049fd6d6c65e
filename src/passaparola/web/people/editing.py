"""What the team writes down about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.people.joining import named
from passaparola.web.people.models import Person, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from passaparola.web.brands.models import User

CHANGED = audit.verb("person.changed", gettext_lazy("changed what is said of a person"))
SILENT = audit.verb("person.no_contact", gettext_lazy("noted that a person is not to be contacted"))
WELCOME = audit.verb("person.contact", gettext_lazy("noted that a person may be contacted again"))

FIELDS = ("name", "roles", "note", "consent", "consent_at")


@transaction.atomic
def change(person: Person, said: Mapping[str, Any], by: User | None, now: datetime) -> None:
    """Write down what is `said` of `person`; raises `Refused` where it does not hold together."""
    if said["consent"] and not said["consent_at"]:
        raise Refused(_("Say when they agreed: a consent without its day proves nothing."))
    if said["consent_at"] and not said["consent"]:
        raise Refused(_("Say what they agreed to, in their words: a day alone says nothing."))
    if said["consent_at"] and said["consent_at"] > now:
        raise Refused(_("They cannot have agreed in the future; set the day on which they did."))
    person = _held(person)
    roles = [role for role in Role.values if role in said["roles"]]
    changed = []
    for name, value in {**said, "roles": roles}.items():
        if getattr(person, name) != value:
            setattr(person, name, value)
            changed.append(name)
    if changed:
        person.save(update_fields=changed)
        # Which fields, and not what they say: the log is kept for ever.
        audit.record(person.brand, by, CHANGED, named(person), now, fields=changed)


@transaction.atomic
def no_contact(person: Person, by: User | None, now: datetime, *, wished: bool) -> None:
    """Note that `person` is not to be contacted, or may be again; saying it twice changes nothing."""
    person = _held(person)
    if wished == bool(person.no_contact_since):
        return
    person.no_contact_since = now if wished else None
    person.save(update_fields=["no_contact_since"])
    audit.record(person.brand, by, SILENT if wished else WELCOME, named(person), now)


def _held(person: Person) -> Person:
    held = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if held.joined_to_id:
        raise Refused(_("%(name)s is part of somebody else by now: load the page again.") % {"name": held})
    return held
