"""Several joined to one and separated in any order: everybody is who they were, in sums and in words."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import Interaction, Kind
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.people import joining, mixing
from passaparola.web.people.models import Ground, Handle, Joining, Person
from web.acting import a_person, an_act, their

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def joined(kept: Person, gone: Person, now: datetime) -> Joining:
    return joining.join(kept, gone, Ground.JUDGED, "Same picture.", None, now)


def said(pk: int) -> dict[str, object]:
    return mixing.words_of(Person.objects.get(pk=pk))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("own", [0, 1])
def test_separated_in_any_order_each_says_what_they_said(
    brand: Brand, now: datetime, order: tuple[int, ...], own: int
) -> None:
    names = ["bea", "dina", "elio", "fosca"]
    people = [a_person(brand, name) for name in names]
    for n, person in enumerate(people):
        if n or own:
            person.roles, person.note = ["promoter", *(["partner"] if n == 2 else [])], f"note {n}"
            person.consent, person.consent_at = f"yes {n}", now - n * DAY
            person.no_contact_since = now - (5 - n) * DAY
            person.save()
    before = [said(person.pk) for person in people]
    done = [joined(people[0], other, now + n * DAY) for n, other in enumerate(people[1:])]
    for n in order:
        joining.separate(done[n], None, now + 9 * DAY, tally=tally)
    assert [said(person.pk) for person in people] == before


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=14), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_joined_and_separated_the_sums_are_those_of_the_acts(
    brand: Brand, now: datetime, steps: list[tuple[int, int, bool]], data: st.DataObject
) -> None:
    Interaction.objects.all().delete()
    Handle.objects.all().delete()
    Person.objects.all().delete()
    people = [a_person(brand, f"p{n}") for n in range(5)]
    handles = [their(person) for person in people]
    for one, other, apart in steps:
        handles[one].refresh_from_db()
        try:
            if apart:
                done = Joining.objects.filter(undone_at=None).order_by("?").first()
                if done:
                    joining.separate(done, None, now, tally=tally)
            else:
                joined(Person.objects.get(pk=people[one].pk), Person.objects.get(pk=people[other].pk), now)
        except Refused:
            pass
        handles[other].refresh_from_db()
        an_act(handles[other], now - other * DAY, Kind.RESHARE if one else Kind.LIKE, brought=one)
        for person in Person.objects.filter(joined_to=None):
            due = tally([person.pk]).get(person.pk)
            assert person.warmth == pytest.approx(due.warmth if due else 0.0)
            assert person.acts == (due.acts if due else 0)
            assert person.brought == (due.brought if due else 0)
    for done in Joining.objects.filter(undone_at=None).order_by("-pk"):
        joining.separate(done, None, now, tally=tally)
    assert not Person.objects.exclude(joined_to=None).exists()
