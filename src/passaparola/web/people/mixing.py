"""What one person says of themselves, taken into another and out again."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from passaparola.web.people.actions import Gain
from passaparola.web.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

BETWEEN = "\n\n"
"""What stands between two people's notes in one."""


def words_of(person: Person) -> dict[str, Any]:
    """Return what is said of `person`, fit to be stored as JSON."""
    return {
        "name": person.name,
        "roles": list(person.roles),
        "note": person.note,
        "consent": person.consent,
        "consent_at": _written(person.consent_at),
        "no_contact_since": _written(person.no_contact_since),
    }


def pour(into: Person, other: Person) -> None:
    """Take what `other` says and did into `into`, unsaved."""
    into.name = into.name or other.name
    into.roles = [*into.roles, *(role for role in other.roles if role not in into.roles)]
    into.note = BETWEEN.join(note for note in (into.note, other.note) if note)
    if not into.consent:
        into.consent, into.consent_at = other.consent, other.consent_at
    into.no_contact_since = _earliest(into.no_contact_since, other.no_contact_since)
    into.warmth += other.warmth
    into.acts += other.acts
    into.passed_on += other.passed_on
    into.brought += other.brought
    into.first_act_at = _earliest(into.first_act_at, other.first_act_at)
    last = [at for at in (into.last_act_at, other.last_act_at) if at]
    into.last_act_at = max(last, default=None)


def strain(kept: Person, gone: Person, *, before: Mapping[str, Any], still: Sequence[Person]) -> None:
    """Take out of `kept`, unsaved, what came in with `gone` and with none of those `still` joined to it.

    What the team wrote meanwhile stays; a wish not to be contacted heard meanwhile holds for both.
    """
    others = {role for person in still for role in person.roles}
    came = {role for role in gone.roles if role not in before["roles"]} - others
    kept.roles = [role for role in kept.roles if role not in came]
    if gone.note:
        kept.note = BETWEEN.join(_without(kept.note.split(BETWEEN), gone.note.split(BETWEEN)))
    if gone.name and kept.name == gone.name and not before["name"]:
        kept.name = next((person.name for person in still if person.name), "")
    if gone.consent and kept.consent == gone.consent and not before["consent"]:
        source = next((person for person in still if person.consent), None)
        kept.consent = source.consent if source else ""
        kept.consent_at = source.consent_at if source else None
    _strain_wish(kept, gone, before, still)


def strained(
    words: Mapping[str, Any], gone: Person, *, before: Mapping[str, Any], still: Sequence[Person]
) -> dict[str, Any]:
    """Return `words`, said of somebody while `gone` was joined to them, without what came in with `gone`."""
    moments = {name: _read(words[name]) for name in ("consent_at", "no_contact_since")}
    spoken = Person(**{**words, **moments})
    strain(spoken, copy(gone), before=before, still=still)
    return words_of(spoken)


def _strain_wish(kept: Person, gone: Person, before: Mapping[str, Any], still: Sequence[Person]) -> None:
    """Give each their own wish not to be contacted; one that is neither's, heard meanwhile, is both's."""
    own = _read(before["no_contact_since"])
    known = [own, gone.no_contact_since, *(person.no_contact_since for person in still)]
    if kept.no_contact_since is None or kept.no_contact_since not in known:
        gone.no_contact_since = gone.no_contact_since or kept.no_contact_since
    elif kept.no_contact_since == gone.no_contact_since:
        kept.no_contact_since = _earliest(own, *(person.no_contact_since for person in still))


def count(person: Person, gain: Gain | None) -> None:
    """Write on `person`, unsaved, what they did in all."""
    gain = gain or Gain()
    person.warmth, person.acts = gain.warmth, gain.acts
    person.passed_on, person.brought = gain.passed_on, gain.brought
    person.first_act_at, person.last_act_at = gain.first_at, gain.last_at


def _without(whole: Iterable[str], parts: Iterable[str]) -> list[str]:
    left = list(whole)
    for part in parts:
        if part in left:
            # The last one: what was there before came first.
            left.reverse()
            left.remove(part)
            left.reverse()
    return left


def _earliest(*times: datetime | None) -> datetime | None:
    return min((at for at in times if at), default=None)


def _written(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _read(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
