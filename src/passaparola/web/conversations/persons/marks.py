"""By what somebody can be found in the tables: the ids and addresses of what is theirs, and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from passaparola.web.cascades.models import Act, Message
from passaparola.web.conversations.models import Conversation, Interaction
from passaparola.web.people import queries as people
from passaparola.web.people.models import Handle, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GONE = "[…]"
"""What stands where a name or an address was."""

TELLING = frozenset(":/.@")
LONG = 12
"""Letters from which on an id is nobody else's by chance; a shorter one needs a sign that it is an id."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A person with everybody who was joined to them, and all their handles."""

    brand_id: int
    persons: list[Person]
    handles: list[Handle]

    @property
    def handle_ids(self) -> list[int]:
        """Return the keys of their handles."""
        return [handle.pk for handle in self.handles]


@dataclass(frozen=True)
class Marks:
    """What to look for: `ids` of theirs with what each becomes, what tells of them anywhere, their names.

    `ids` are only looked for where ids stand, `names` only in what the brand said to them.
    """

    brand_id: int
    ids: Mapping[str, str]
    telling: tuple[str, ...]
    names: tuple[str, ...]

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return _any_of(self.telling)

    @cached_property
    def _with_names(self) -> re.Pattern[str]:
        return _any_of((*self.telling, *self.names))

    def tells(self, text: str) -> bool:
        """Say whether `text` names them by something that is theirs alone."""
        return bool(self._anywhere.search(text))

    def out_of(self, value: Any, *, names: bool = False) -> Any:
        """Return text or JSON without them; `names` also takes out what they are called."""
        if isinstance(value, str):
            pattern = self._with_names if names else self._anywhere
            return self.ids.get(value) or pattern.sub(GONE, value)
        if isinstance(value, list):
            return [self.out_of(part, names=names) for part in value]
        if isinstance(value, dict):
            return {
                self.out_of(key, names=names): self.out_of(part, names=names) for key, part in value.items()
            }
        return value

    def in_place_of(self, native_id: str) -> str:
        """Return what an id or address that names them becomes."""
        return self.ids.get(native_id) or people.pseudonym(self.brand_id, "", native_id)


def whole(person: Person) -> Whole:
    """Return who is erased and exported with `person`: whoever they are joined with, in either direction."""
    root = person
    while root.joined_to:
        root = root.joined_to
    persons = [root]
    for one in persons:  # grows while it is walked: those joined to those joined
        persons.extend(Person.objects.filter(joined_to=one).order_by("pk"))
    handles = Handle.objects.filter(person__in=persons).order_by("pk")
    return Whole(person.brand_id, persons, list(handles))


def marks_of(who: Whole) -> Marks:
    """Return what to look for to find everything of `who`."""
    ids = {
        native_id: people.pseudonym(who.brand_id, platform, native_id)
        for platform, native_id in ids_of(who)
        if native_id
    }
    spoken = {handle.handle for handle in who.handles} | {handle.name for handle in who.handles}
    names = {name for name in spoken | {person.name for person in who.persons} if name}
    telling = {mark for mark in _telling(who.handles) if mark}
    return Marks(who.brand_id, ids, _longest_first(telling), _longest_first(names))


def ids_of(who: Whole) -> Iterator[tuple[str, str]]:
    """Yield the ids and addresses of what they are and did, with the platform they are ids of."""
    for handle in who.handles:
        yield handle.platform, handle.native_id
    acts = Act.objects.filter(handle__in=who.handle_ids)
    for platform, *ids in acts.values_list("message__platform", "native_id", "url"):
        yield from ((platform, one) for one in ids)
    written = Message.objects.filter(author__in=who.handle_ids)
    for platform, *ids in written.values_list("platform", "native_id", "address"):
        yield from ((platform, one) for one in ids)
    said = Interaction.objects.filter(handle__in=who.handle_ids)
    for platform, *ids in said.values_list("channel__platform", "native_id", "url", "address"):
        yield from ((platform, one) for one in ids)
    begun = Conversation.objects.filter(handle__in=who.handle_ids)
    yield from begun.values_list("channel__platform", "key")


def _telling(handles: Iterable[Handle]) -> Iterator[str]:
    for handle in handles:
        yield handle.url
        for mark in (handle.native_id, handle.handle):
            if len(mark) >= LONG or TELLING & set(mark):
                yield mark
        yield f"@{handle.handle.removeprefix('@')}" if handle.handle else ""


def _longest_first(marks: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(marks, key=lambda mark: (-len(mark), mark)))


def _any_of(marks: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern of any of `marks`, each as a word of its own: @bea is not in @beatrice."""
    if not marks:
        return re.compile(r"(?!)")
    words = "|".join(re.escape(mark) for mark in marks)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
