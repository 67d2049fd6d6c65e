from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from passaparola.web.people import actions, queries
from passaparola.web.people.actions import Profile
from passaparola.web.people.models import Follow, Handle

if TYPE_CHECKING:
    from pytest_django.fixtures import DjangoAssertNumQueries

    from passaparola.web.brands.models import Brand

BEA = Profile("did:bea", "bea.test", "Bea", "https://sandbox.test/bea", 12)


def test_someone_known_twice_is_one_row(brand: Brand) -> None:
    first = actions.know(brand, "sandbox", "", [BEA, BEA])
    again = actions.know(brand, "sandbox", "", [BEA])
    assert first["did:bea"].pk == again["did:bea"].pk
    assert Handle.objects.count() == 1


def test_a_new_name_replaces_the_old(brand: Brand) -> None:
    actions.know(brand, "sandbox", "", [BEA])
    actions.know(brand, "sandbox", "", [Profile("did:bea", "bea.new", "Beatrice", followers=13)])
    handle = Handle.objects.get()
    assert (handle.handle, handle.name, handle.followers) == ("bea.new", "Beatrice", 13)


def test_what_a_platform_no_longer_says_is_kept(brand: Brand) -> None:
    actions.know(brand, "sandbox", "", [BEA])
    actions.know(brand, "sandbox", "", [Profile("did:bea", "bea.test")])
    handle = Handle.objects.get()
    assert (handle.name, handle.url, handle.followers) == ("Bea", BEA.url, 12)


def test_losing_the_last_follower_is_heard(brand: Brand) -> None:
    actions.know(brand, "sandbox", "", [BEA])
    actions.know(brand, "sandbox", "", [Profile("did:bea", "bea.test", followers=0)])
    assert Handle.objects.get().followers == 0


def test_person_1_of_one_file_is_not_person_1_of_another(brand: Brand) -> None:
    one = actions.know(brand, "file", "aaa", [Profile("1", "1")])
    other = actions.know(brand, "file", "bbb", [Profile("1", "1")])
    assert one["1"].pk != other["1"].pk


def test_brands_know_people_apart(brand: Brand, rival: Brand) -> None:
    ours = actions.know(brand, "sandbox", "", [BEA])
    theirs = actions.know(rival, "sandbox", "", [BEA])
    assert ours["did:bea"].pk != theirs["did:bea"].pk


def test_who_merely_follows_is_not_stored(brand: Brand) -> None:
    handles = actions.know(brand, "sandbox", "", [BEA, Profile("did:carlo", "carlo.test")])
    actions.follow_each_other(
        [("did:bea", "did:carlo"), ("did:bea", "did:carlo"), ("did:stranger", "did:bea")], handles
    )
    assert [(f.follower.native_id, f.followed.native_id) for f in Follow.objects.all()] == [
        ("did:bea", "did:carlo")
    ]
    assert Handle.objects.count() == 2


def test_nobody_follows_themselves(brand: Brand) -> None:
    handles = actions.know(brand, "sandbox", "", [BEA])
    actions.follow_each_other([("did:bea", "did:bea")], handles)
    assert not Follow.objects.exists()


@pytest.mark.parametrize("people", [10, 800])
def test_knowing_more_people_again_costs_no_more_queries(
    brand: Brand, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    profiles = [Profile(f"did:{n}", f"{n}.test") for n in range(people)]
    actions.know(brand, "sandbox", "", profiles)
    with django_assert_num_queries(1):
        actions.know(brand, "sandbox", "", profiles)


def test_names_are_found_within_their_brand(brand: Brand, rival: Brand) -> None:
    actions.know(rival, "sandbox", "", [BEA])
    assert queries.handles_by_keys(brand, [("sandbox", "", "did:bea")]) == {}
    assert queries.handles_by_native_id(brand.pk, "sandbox", "", ["did:bea"]) == {}
