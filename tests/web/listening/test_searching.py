"""A search is made, read, changed and stopped, and asks each place for what it can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from passaparola.web.brands.refusals import Refused
from passaparola.web.listening import hearing, searching
from passaparola.web.listening.models import OWN, RESTING, Find, Match, SavedSearch
from passaparola.web.listening.searching import Wanted
from passaparola.web.listening.sources import Source
from web.listening.searches import HERE, OURS, FakeSearcher, a_search, hear, said

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
FEED = Source("feed", "https://gazzetta.example/feed.xml")


def ears(search: SavedSearch) -> set[tuple[str, str]]:
    return set(search.ears.values_list("platform", "words"))


def test_each_place_is_asked_for_each_word_of_which_a_match_has_one(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now, 'aurora OR "caffè aurora" OR #aurora', sources=[HERE, OURS, FEED])
    asked = {("sandbox", word) for word in ("aurora", '"caffè aurora"', "#aurora")}
    assert ears(search) == asked | {(OWN, ""), ("feed", "")}


def test_a_search_without_a_whole_word_is_for_places_that_tell_all_they_have(
    brand: Brand, now: datetime
) -> None:
    with pytest.raises(Refused, match="a whole word"):
        a_search(brand, now, "auror*")
    assert ears(a_search(brand, now, "auror*", sources=[FEED])) == {("feed", "")}


def test_what_cannot_be_read_says_where_in_the_reader_s_language(brand: Brand, now: datetime) -> None:
    with translation.override("it"), pytest.raises(searching.Unreadable) as told:
        a_search(brand, now, "aurora (caffè")
    assert told.value.at == 7
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "place",
    ["", "x", "file:///etc/passwd", "https://", "javascript:alert(1)", "https://a@b.example", "http://[x"],
)
def test_a_place_that_is_no_address_is_refused(brand: Brand, now: datetime, place: str) -> None:
    with pytest.raises(Refused, match="no address"):
        a_search(brand, now, sources=[Source("feed", place)])


def test_a_server_is_given_by_its_name(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now, "#aurora", sources=[Source("mastodon", " social.example/ ")])
    assert search.ears.get().place == "https://social.example"


@pytest.mark.parametrize("platform", ["telegram", "nowhere"])
def test_a_platform_that_cannot_be_searched_is_no_place(brand: Brand, now: datetime, platform: str) -> None:
    with pytest.raises(Refused):
        a_search(brand, now, sources=[Source(platform)])


def test_two_searches_of_a_brand_have_two_names(brand: Brand, now: datetime) -> None:
    a_search(brand, now)
    with pytest.raises(Refused, match="another name"):
        a_search(brand, now)


def test_a_changed_search_is_matched_against_what_is_stored_and_asked_anew(
    brand: Brand, anna: User, now: datetime
) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now, "Aurora buona"), said(2, now, "Aurora cattiva")], now)
    wanted = Wanted("Aurora", "aurora -cattiva", [HERE])
    search = searching.keep(brand, wanted, search_id=search.pk, by=anna, now=now)
    assert [match.said.text for match in search.matches.all()] == ["Aurora buona"]
    assert [find.text for find in Find.objects.all()] == ["Aurora buona"]
    assert list(search.ears.values_list("cursor", "caught_up")) == [("", False)]


def test_a_new_name_asks_nobody_anew(brand: Brand, anna: User, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now)], now)
    searching.keep(brand, Wanted("New", "aurora", [HERE]), search_id=search.pk, by=anna, now=now)
    assert search.ears.get().cursor != ""


def test_a_search_at_rest_is_asked_nowhere_and_goes_on_where_it_was(
    brand: Brand, anna: User, now: datetime
) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now)], now)
    searching.rest(brand, search.pk, resting=True, by=anna, now=now)
    ear = search.ears.get()
    assert (ear.state, ear.due_at) == (RESTING, None)
    searching.rest(brand, search.pk, resting=False, by=anna, now=now)
    ear = search.ears.get()
    assert ear.due_at == now
    assert ear.cursor != ""


def test_what_only_a_removed_search_found_goes_with_it(brand: Brand, anna: User, now: datetime) -> None:
    one, two = a_search(brand, now), a_search(brand, now, "aurora buona", name="Two")
    events = [said(1, now, "Aurora buona"), said(2, now, "Aurora")]
    for search in (one, two):
        for ear in search.ears.all():
            hearing.hear(ear, now, searchers=lambda _ear: FakeSearcher(events, each=50))
    searching.remove(brand, one.pk, by=anna, now=now)
    assert [find.text for find in Find.objects.all()] == ["Aurora buona"]
    assert Match.objects.count() == 1


def test_another_brand_s_search_cannot_be_changed(
    brand: Brand, rival: Brand, bruno: User, now: datetime
) -> None:
    search = a_search(brand, now)
    with pytest.raises(SavedSearch.DoesNotExist):
        searching.rest(rival, search.pk, resting=True, by=bruno, now=now)
    with pytest.raises(SavedSearch.DoesNotExist):
        searching.keep(rival, Wanted("x", "x", [HERE]), search_id=search.pk, by=bruno, now=now)
