from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from passaparola.web.people import actions, queries
from passaparola.web.people.actions import Gain, Profile
from passaparola.web.people.models import Forgotten, Handle, Person

if TYPE_CHECKING:
    from datetime import datetime

    import pytest
    from pytest_django.fixtures import DjangoAssertNumQueries

    from passaparola.web.brands.models import Brand


def known(brand: Brand, *names: str) -> list[Handle]:
    profiles = [Profile(f"did:{name}", name, name.title()) for name in names]
    return list(actions.know(brand, "sandbox", "", profiles).values())


def someone(brand: Brand, name: str = "bea") -> Person:
    return Person.objects.get(pk=actions.persons_of(known(brand, name)).popitem()[1])


def test_every_handle_gets_somebody_named_like_it(brand: Brand) -> None:
    bea, carlo = known(brand, "bea", "carlo")
    persons = actions.persons_of([bea, carlo])
    assert {Person.objects.get(pk=persons[one.pk]).name for one in (bea, carlo)} == {"Bea", "Carlo"}


def test_a_handle_without_a_name_lends_its_own(brand: Brand) -> None:
    handle = actions.know(brand, "sandbox", "", [Profile("did:x", "xenia")])["did:x"]
    assert Person.objects.get(pk=actions.persons_of([handle])[handle.pk]).name == "xenia"


def test_asked_twice_a_handle_stays_the_same_persons(brand: Brand) -> None:
    handles = known(brand, "bea")
    assert actions.persons_of(handles) == actions.persons_of(handles)
    assert Person.objects.count() == 1


def test_a_worker_that_was_quicker_keeps_the_handle(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    handles, asked = known(brand, "bea", "carlo"), queries.owners
    quicker = Person.objects.create(brand=brand, name="Quicker")

    def then_another_writes(keys: list[int]) -> dict[int, int | None]:
        found = asked(keys)
        monkeypatch.setattr(queries, "owners", asked)
        Handle.objects.filter(pk=handles[0].pk).update(person=quicker)
        return found

    monkeypatch.setattr(queries, "owners", then_another_writes)
    persons = actions.persons_of(handles)
    assert persons[handles[0].pk] == quicker.pk
    assert Person.objects.count() == 2


def test_giving_persons_costs_the_same_for_2_and_for_50(
    brand: Brand, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for names in (("bea", "carlo"), tuple(f"one-{n}" for n in range(50))):
        handles = known(brand, *names)
        with django_assert_num_queries(6):
            actions.persons_of(handles)


def test_what_was_done_adds_up(brand: Brand, now: datetime) -> None:
    person = someone(brand)
    actions.credit(brand, {person.pk: Gain(2.5, 1, 1, 3, now, now)})
    actions.credit(brand, {person.pk: Gain(1.5, 2, 0, 1, now, now)})
    person.refresh_from_db()
    assert (person.warmth, person.acts, person.passed_on, person.brought) == (4.0, 3, 1, 4)


def test_acts_told_late_only_widen_the_times(brand: Brand, now: datetime) -> None:
    person, day = someone(brand), timedelta(days=1)
    for first, last in ((now, now), (now - day, now - day), (now, now + day), (None, None)):
        actions.credit(brand, {person.pk: Gain(first_at=first, last_at=last)})
    person.refresh_from_db()
    assert (person.first_act_at, person.last_act_at) == (now - day, now + day)


def test_a_correction_takes_off_and_never_below_nothing(brand: Brand, now: datetime) -> None:
    person = someone(brand)
    actions.credit(brand, {person.pk: Gain(2.0, 1, 1, 1, now, now)})
    actions.credit(brand, {person.pk: Gain(-2.0, -2, -1, -5)})
    person.refresh_from_db()
    assert (person.warmth, person.acts, person.passed_on, person.brought) == (0.0, 0, 0, 0)


def test_nobody_of_another_brand_is_credited(brand: Brand, rival: Brand, now: datetime) -> None:
    theirs = someone(rival)
    actions.credit(brand, {theirs.pk: Gain(2.0, 1, 1, 1, now, now)})
    theirs.refresh_from_db()
    assert theirs.acts == 0


def test_who_was_erased_is_known_to_be_by_that_brand_alone(brand: Brand, rival: Brand, now: datetime) -> None:
    digest = queries.digest(brand.pk, "sandbox", "did:bea")
    Forgotten.objects.create(brand=brand, digest=digest, at=now)
    ids = ["did:bea", "did:carlo"]
    assert actions.forgotten(brand, "sandbox", ids) == {"did:bea"}
    assert actions.forgotten(brand, "bluesky", ids) == set()
    assert actions.forgotten(rival, "sandbox", ids) == set()


def test_what_stays_of_somebody_erased_does_not_name_them(brand: Brand) -> None:
    assert "bea" not in queries.digest(brand.pk, "sandbox", "did:bea")
