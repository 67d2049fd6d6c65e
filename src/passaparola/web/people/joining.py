"""Two persons found to be one, and separated again: nothing is lost either way.

Joining moves the handles of `gone` to `kept` and adds up what both did; `gone` stays as a row that waits.
What `kept` says of itself takes in what `gone` said: roles and notes add up, the earlier "do not contact"
holds for both. Separating gives the handles back, takes out again what came in, and counts both anew from
their acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passaparola.web.brands import audit
from passaparola.web.brands.refusals import Refused
from passaparola.web.people import mixing
from passaparola.web.people.models import Ground, Handle, Joining, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from passaparola.web.brands.models import User
    from passaparola.web.people.actions import Gain

JOINED = audit.verb("person.joined", gettext_lazy("joined two people into one"))
SEPARATED = audit.verb("person.separated", gettext_lazy("separated people again"))
LONGEST = 1000


class Tally(Protocol):
    """Counts anew what persons did, from the acts themselves."""

    def __call__(self, person_ids: Sequence[int]) -> Mapping[int, Gain]:
        """Return what each of the persons did; who did nothing may be left out."""
        ...


@transaction.atomic
def join(  # noqa: PLR0913, PLR0917 - who, whom, on what ground: what the history keeps
    kept: Person, gone: Person, ground: Ground, why: str, by: User | None, now: datetime
) -> Joining:
    """Make `gone` part of `kept`; raises `Refused` where the two cannot be one."""
    kept, gone = _held(kept, gone)
    _refuse_nonsense(kept, gone, ground)
    joining = Joining.objects.create(
        brand_id=kept.brand_id,
        kept=kept,
        gone=gone,
        ground=ground,
        why=why.strip()[:LONGEST],
        before=mixing.words_of(kept),
        at=now,
        by=by,
    )
    moving = Handle.objects.filter(person=gone)
    joining.handles.set(moving)
    moving.update(person=kept)
    mixing.pour(kept, gone)
    kept.save()
    Person.objects.filter(pk=gone.pk).update(joined_to=kept)
    audit.record(kept.brand, by, JOINED, named(kept), now, other=named(gone), ground=str(ground))
    return joining


@transaction.atomic
def separate(joining: Joining, by: User | None, now: datetime, *, tally: Tally) -> None:
    """Undo `joining`: both are who they were, with what each did since; raises `Refused`."""
    joining = Joining.objects.select_for_update(no_key=True).get(pk=joining.pk)
    if joining.undone_at:
        raise Refused(_("These two are separated already."))
    kept, gone = _held(joining.kept, joining.gone)
    if kept.joined_to_id:
        raise Refused(
            _("%(name)s was joined to somebody else since: separate those two first.") % {"name": kept}
        )
    # Only what is still with `kept`: a handle that was given back elsewhere stays there.
    Handle.objects.filter(pk__in=joining.handles.values("pk"), person=kept).update(person=gone)
    joining.undone_at, joining.undone_by = now, by
    joining.save(update_fields=["undone_at", "undone_by"])
    others = Joining.objects.filter(kept=kept, undone_at=None).select_related("gone").order_by("pk")
    still = list(others)
    for each in still:
        if each.pk > joining.pk:
            # What came in with the one that leaves is not what `kept` said when the next one came.
            earlier = [other.gone for other in still if other.pk < each.pk]
            each.before = mixing.strained(each.before, gone, before=joining.before, still=earlier)
            each.save(update_fields=["before"])
    mixing.strain(kept, gone, before=joining.before, still=[each.gone for each in still])
    gone.joined_to = None
    _count_anew([kept, gone], tally)
    audit.record(kept.brand, by, SEPARATED, named(kept), now, other=named(gone))


def named(person: Person) -> str:
    """Return what the log calls a person: it is kept for ever, so it names nobody."""
    return f"person #{person.pk}"


def _held(one: Person, other: Person) -> tuple[Person, Person]:
    """Return both as they are now, locked in the order of their keys."""
    locked = Person.objects.select_for_update(no_key=True).filter(pk__in={one.pk, other.pk}).order_by("pk")
    found = {person.pk: person for person in locked}
    if one.pk not in found or other.pk not in found:
        raise Refused(_("One of the two is no longer there."))
    return found[one.pk], found[other.pk]


def _refuse_nonsense(kept: Person, gone: Person, ground: Ground) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("Choose two different people: nobody is joined to themselves."))
    if kept.brand_id != gone.brand_id:
        raise Refused(_("These two are known to different brands, which share nothing."))
    if ground not in Ground.values:
        raise Refused(_("Say what it rests on that the two are one."))
    if gone.joined_to_id:
        raise Refused(_("%(name)s is already joined to somebody: separate them first.") % {"name": gone})
    if kept.joined_to_id:
        raise Refused(
            _("%(name)s is part of somebody else by now: join to that person instead.") % {"name": kept}
        )


def _count_anew(persons: Sequence[Person], tally: Tally) -> None:
    sums = tally([person.pk for person in persons])
    for person in persons:
        mixing.count(person, sums.get(person.pk))
        person.save()
