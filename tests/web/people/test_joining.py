from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from passaparola.web.brands.models import Entry
from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import Kind
from passaparola.web.conversations.persons.tallying import tally
from passaparola.web.people import actions, affinity, joining
from passaparola.web.people.models import Ground, Handle, Joining, Person
from web.acting import a_person, an_act, their

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

DAY = timedelta(days=1)


def joined(kept: Person, gone: Person, now: datetime, by: User | None = None) -> Joining:
    return joining.join(kept, gone, Ground.JUDGED, "Same picture.", by, now)


def separated(done: Joining, now: datetime) -> None:
    joining.separate(done, None, now, tally=tally)


def fresh(*persons: Person) -> None:
    for person in persons:
        person.refresh_from_db()


def figures(person: Person) -> tuple[float, int, int, int, datetime | None, datetime | None]:
    return (
        person.warmth,
        person.acts,
        person.passed_on,
        person.brought,
        person.first_act_at,
        person.last_act_at,
    )


@pytest.fixture
def bea(brand: Brand, now: datetime) -> Person:
    person = a_person(brand, "bea")
    an_act(their(person), now - 9 * DAY, Kind.RESHARE, brought=3)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def dina(brand: Brand, now: datetime) -> Person:
    person = a_person(brand, "dina", "bluesky")
    an_act(their(person), now - 2 * DAY, Kind.LIKE)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def elio(brand: Brand, now: datetime) -> Person:
    person = a_person(brand, "elio", "mastodon")
    an_act(their(person), now - 5 * DAY, Kind.QUOTE)
    return Person.objects.get(pk=person.pk)


def test_handles_move_and_what_both_did_adds_up(bea: Person, dina: Person, now: datetime) -> None:
    warm = bea.warmth + dina.warmth
    joined(bea, dina, now)
    fresh(bea)
    assert set(bea.handles.values_list("handle", flat=True)) == {"bea", "dina"}
    assert figures(bea) == (warm, 2, 1, 3, now - 9 * DAY, now - 2 * DAY)


def test_separated_both_are_who_they_were(bea: Person, dina: Person, now: datetime) -> None:
    before = [figures(bea), figures(dina)]
    separated(joined(bea, dina, now), now)
    fresh(bea, dina)
    for person, was in zip((bea, dina), before, strict=True):
        assert person.warmth == pytest.approx(was[0])
        assert figures(person)[1:] == was[1:]
    assert (their(bea).handle, their(dina).handle, dina.joined_to) == ("bea", "dina", None)


def test_what_each_did_while_joined_is_theirs_once_separated(
    bea: Person, dina: Person, now: datetime
) -> None:
    done = joined(bea, dina, now)
    an_act(Handle.objects.get(handle="dina"), now + DAY, Kind.RESHARE, brought=7)
    separated(done, now + 2 * DAY)
    fresh(bea, dina)
    assert (bea.acts, dina.acts, dina.brought, dina.last_act_at) == (1, 2, 7, now + DAY)
    expected = affinity.warmth(affinity.points("like"), now - 2 * DAY)
    expected += affinity.warmth(affinity.points("reshare", brought=7), now + DAY)
    assert dina.warmth == pytest.approx(expected)


def test_two_joined_to_one_are_separated_one_by_one(
    bea: Person, dina: Person, elio: Person, now: datetime
) -> None:
    first = joined(bea, dina, now)
    fresh(bea)
    joined(bea, elio, now)
    separated(first, now)
    fresh(bea, dina)
    assert set(bea.handles.values_list("handle", flat=True)) == {"bea", "elio"}
    assert set(dina.handles.values_list("handle", flat=True)) == {"dina"}
    assert (bea.acts, bea.passed_on, dina.acts, dina.passed_on) == (2, 2, 1, 0)


def test_who_was_joined_on_is_separated_from_the_outside_in(
    bea: Person, dina: Person, elio: Person, now: datetime
) -> None:
    inner = joined(bea, dina, now)
    fresh(bea)
    outer = joined(elio, bea, now)
    with pytest.raises(Refused, match="separate those two first"):
        separated(inner, now)
    separated(outer, now)
    separated(inner, now)
    owners = Handle.objects.order_by("pk").values_list("handle", "person_id")
    assert set(owners) == {("bea", bea.pk), ("dina", dina.pk), ("elio", elio.pk)}


def test_joined_again_after_a_separation_nothing_counts_twice(
    bea: Person, dina: Person, now: datetime
) -> None:
    separated(joined(bea, dina, now), now)
    fresh(bea, dina)
    joined(bea, dina, now)
    fresh(bea)
    assert (bea.acts, bea.brought) == (2, 3)
    assert Joining.objects.count() == 2


def test_a_wish_not_to_be_contacted_of_either_holds_for_the_joined_one(
    bea: Person, dina: Person, now: datetime
) -> None:
    Person.objects.filter(pk=dina.pk).update(no_contact_since=now - DAY)
    done = joined(bea, dina, now)
    fresh(bea)
    assert bea.no_contact_since == now - DAY
    separated(done, now)
    fresh(bea, dina)
    assert [person.no_contact_since for person in (bea, dina)] == [None, now - DAY]


def test_a_wish_heard_while_joined_holds_for_both_afterwards(
    bea: Person, dina: Person, now: datetime
) -> None:
    done = joined(bea, dina, now)
    Person.objects.filter(pk=bea.pk).update(no_contact_since=now + DAY)
    separated(done, now + 2 * DAY)
    fresh(bea, dina)
    assert (bea.no_contact_since, dina.no_contact_since) == (now + DAY, now + DAY)


def test_roles_and_notes_come_in_and_go_out_again(bea: Person, dina: Person, now: datetime) -> None:
    Person.objects.filter(pk=bea.pk).update(roles=["consumer"], note="Likes coffee.")
    Person.objects.filter(pk=dina.pk).update(roles=["consumer", "journalist"], note="Writes for the paper.")
    done = joined(bea, dina, now)
    fresh(bea)
    assert (bea.roles, bea.note) == (["consumer", "journalist"], "Likes coffee.\n\nWrites for the paper.")
    Person.objects.filter(pk=bea.pk).update(note=f"{bea.note}\n\nCalled on Monday.")
    separated(done, now)
    fresh(bea)
    assert (bea.roles, bea.note) == (["consumer"], "Likes coffee.\n\nCalled on Monday.")


def test_consent_is_taken_over_only_where_there_was_none(bea: Person, dina: Person, now: datetime) -> None:
    Person.objects.filter(pk=dina.pk).update(consent="Write to me.", consent_at=now)
    done = joined(bea, dina, now)
    fresh(bea)
    assert (bea.consent, bea.consent_at) == ("Write to me.", now)
    separated(done, now)
    fresh(bea)
    assert (bea.consent, bea.consent_at) == ("", None)


def test_nobody_is_joined_to_themselves(bea: Person, now: datetime) -> None:
    with pytest.raises(Refused, match="two different people"):
        joined(bea, bea, now)


def test_people_of_two_brands_are_not_joined(bea: Person, rival: Brand, now: datetime) -> None:
    with pytest.raises(Refused, match="different brands"):
        joined(bea, a_person(rival, "dina"), now)


def test_who_is_joined_already_is_not_joined_elsewhere(
    bea: Person, dina: Person, elio: Person, now: datetime
) -> None:
    joined(bea, dina, now)
    with pytest.raises(Refused, match="already joined"):
        joined(elio, dina, now)
    with pytest.raises(Refused, match="part of somebody else"):
        joined(dina, elio, now)


def test_a_separation_is_not_undone_twice(bea: Person, dina: Person, now: datetime) -> None:
    done = joined(bea, dina, now)
    separated(done, now)
    with pytest.raises(Refused, match="separated already"):
        separated(done, now)


def test_what_is_refused_changes_nothing(bea: Person, dina: Person, now: datetime) -> None:
    with pytest.raises(Refused):
        joining.join(bea, dina, "because", "", None, now)  # type: ignore[arg-type]
    assert (their(dina).person, Joining.objects.count()) == (dina, 0)


def test_the_log_says_who_joined_and_separated_without_naming_the_two(
    bea: Person, dina: Person, anna: User, now: datetime
) -> None:
    separated(joined(bea, dina, now, anna), now)
    lines = Entry.objects.filter(verb__startswith="person.").order_by("pk")
    assert [(line.verb, line.subject) for line in lines] == [
        ("person.joined", f"person #{bea.pk}"),
        ("person.separated", f"person #{bea.pk}"),
    ]
    assert "bea" not in str([(line.subject, line.detail) for line in lines]).lower()


def test_a_worker_that_looked_before_the_joining_credits_the_joined_one(
    brand: Brand, bea: Person, dina: Person, now: datetime
) -> None:
    joined(bea, dina, now)
    actions.credit(brand, {dina.pk: actions.Gain(1.0, 1, 0, 0, now, now)})
    fresh(bea)
    assert bea.acts == 3
