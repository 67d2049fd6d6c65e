"""What a platform tells of people who were erased is told of nobody: they do not come back with a reading.

An act of theirs that still counts, as somebody nameless's, is recognised by its pseudonym, and what hangs on
it keeps hanging there. What they did later is not kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from passaparola.connectors.contract import Actor
from passaparola.web.cascades.models import Act as Stored
from passaparola.web.conversations import taming
from passaparola.web.people import actions as people
from passaparola.web.people.queries import ERASED, ROOM, pseudonym

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from passaparola.connectors.contract import Act, Trace
    from passaparola.web.brands.models import Brand

REFUSAL = "Its author was erased from this brand, and is not followed."


def without_the_forgotten(brand: Brand, trace: Trace) -> Trace | None:
    """Return `trace` as far as it may be stored; None where the post itself is by somebody erased."""
    by_id = {taming.identity(act.actor): act.actor for act in trace.acts}
    parents = {taming.identity(act.parent): act.parent for act in trace.acts if act.parent}
    forgotten = people.forgotten(brand, trace.platform, {*by_id, *parents})
    gone = {by_id[one] for one in forgotten if one in by_id}
    if not forgotten:
        return trace
    if any(act.actor in gone for act in trace.acts if act.id == trace.root):
        return None

    def nameless(native_id: str) -> str:
        return pseudonym(brand.pk, trace.platform, taming.identity(native_id))

    # What they said is named by others also where it is not told any more.
    theirs = {parents[one]: nameless(one) for one in forgotten if one in parents}
    theirs |= {act.id: nameless(act.id) for act in trace.acts if act.actor in gone}
    kept = _stored(brand, list(theirs.values()))
    acts = [_renamed(act, theirs, nameless) for act in trace.acts if theirs.get(act.id, "") in {"", *kept}]
    actors = {who: actor for who, actor in trace.actors.items() if who not in gone}
    actors |= {nameless(who): Actor(nameless(who), ERASED) for who in gone}
    follows = tuple(pair for pair in trace.follows if not gone & set(pair))
    return replace(trace, acts=tuple(acts), actors=actors, follows=follows)


def _renamed(act: Act, theirs: Mapping[str, str], nameless: Callable[[str], str]) -> Act:
    parent = theirs.get(act.parent, act.parent) if act.parent else act.parent
    if act.id not in theirs:
        return replace(act, parent=parent)
    return replace(act, id=theirs[act.id], actor=nameless(act.actor), parent=parent, url="", text="")


def _stored(brand: Brand, native_ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(native_ids), ROOM):
        some = Stored.objects.filter(message__brand=brand, native_id__in=native_ids[start : start + ROOM])
        found.update(some.values_list("native_id", flat=True))
    return found
