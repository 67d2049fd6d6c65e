"""Every figure of what was found has its n, and costs the same however much there is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from passaparola.web.brands.refusals import Refused
from passaparola.web.conversations.models import Labelled, Taught
from passaparola.web.listening import correcting, queries, shares
from passaparola.web.listening.models import Find, Match, SavedSearch
from web.listening.searches import a_search, hear, said

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_share_has_wilson_s_interval() -> None:
    share = shares.share(7, 20)
    assert (round(share.value, 2), round(share.low, 4), round(share.high, 4)) == (0.35, 0.1812, 0.5671)


@pytest.mark.parametrize(("n", "whole"), [(0, 0), (0, 5), (5, 5)])
def test_an_interval_stays_between_none_and_all(n: int, whole: int) -> None:
    share = shares.share(n, whole)
    assert 0 <= share.low <= share.value <= share.high <= 1


def test_tones_are_shares_of_what_could_be_judged(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    words = ["Aurora è ottima", "Aurora è ottima", "Aurora è orribile", "Aurora", "Aurora"]
    hear(search, [said(n, now, text, language="it") for n, text in enumerate(words)], now)
    found = queries.tones(search, now)
    assert (found.judged, found.unknown) == (3, 2)
    assert [(value, share.n, share.whole) for _label, value, share in found.shares] == [
        (1, 2, 3),
        (0, 0, 3),
        (-1, 1, 3),
    ]


def test_the_share_of_voice_is_between_the_brand_and_its_competitors(brand: Brand, now: datetime) -> None:
    ours, rival, topic = (
        a_search(brand, now, query, name=query, side=side)
        for query, side in (("aurora", "ours"), ("alba", "rival"), ("caffè", "topic"))
    )
    hear(ours, [said(n, now) for n in range(3)], now)
    hear(rival, [said(10, now, "Alba"), said(11, now - 60 * DAY, "Alba")], now)
    hear(topic, [said(20, now, "Un caffè")], now)
    found = queries.share_of_voice(brand, now)
    assert [(search.name, share.n, share.whole) for search, share in found] == [
        ("aurora", 3, 4),
        ("alba", 1, 4),
    ]


def test_volume_has_every_hour_and_every_day(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now), said(2, now - HOUR), said(3, now - HOUR), said(4, now - 3 * DAY)], now)
    by_hour = queries.volume(search, now, by_hour=True)
    by_day = queries.volume(search, now, by_hour=False)
    assert ([bar.n for bar in by_hour[-3:]], len(by_hour)) == ([0, 2, 1], 48)
    assert ([bar.n for bar in by_day[-4:]], len(by_day)) == ([1, 0, 0, 3], 30)


def test_who_says_most_comes_first(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(n, now, who="ada" if n < 3 else f"w{n}") for n in range(5)], now)
    handle, n = queries.authors(search, now)[0]
    assert (handle.native_id, n) == ("did:ada", 3)


def test_the_newest_find_comes_first_page_by_page(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(n, now - n * HOUR) for n in range(30)], now)
    first, second = queries.found_by(search, 1), queries.found_by(search, 2)
    assert [match.said.at for match in first.matches] == [now - n * HOUR for n in range(25)]
    assert (len(second.matches), first.more, second.more) == (5, True, False)


def test_a_page_costs_the_same_for_ten_finds_as_for_twenty(brand: Brand, now: datetime) -> None:
    def cost(search: SavedSearch) -> int:
        with CaptureQueriesContext(connection) as asked:
            for match in queries.found_by(search, 1).matches:
                assert match.said.handle.handle
            queries.authors(search, now)
            queries.tones(search, now)
            queries.searches_of(brand, now)
        return len(asked)

    one, two = a_search(brand, now), a_search(brand, now, name="Two")
    hear(one, [said(n, now) for n in range(10)], now)
    hear(two, [said(n, now) for n in range(20)], now)
    assert cost(one) == cost(two)


def test_a_search_that_is_tried_out_is_not_kept(brand: Brand, now: datetime) -> None:
    hear(a_search(brand, now), [said(1, now, "Aurora buona"), said(2, now, "Aurora")], now)
    found = queries.tried(brand, "aurora buona", [], now)
    assert (found.n, found.looked) == (1, 2)
    assert [match.said.text for match in found.newest] == ["Aurora buona"]
    assert (SavedSearch.objects.count(), Match.objects.count()) == (1, 2)


def test_a_corrected_find_says_that_a_person_says_so_and_is_learned_from(
    brand: Brand, anna: User, now: datetime
) -> None:
    hear(a_search(brand, now), [said(1, now, "Aurora è ottima davvero", language="it")], now)
    match = Match.objects.get()
    correcting.correct(brand, match.pk, language="it", tone=-1, by=anna, now=now)
    find = Find.objects.get()
    assert (find.tone, find.tone_by, find.language_by) == (-1, Labelled.PERSON, Labelled.PLATFORM)
    assert Taught.objects.get().corrections == 1


def test_what_a_person_said_of_a_find_stays_when_it_is_told_again(
    brand: Brand, anna: User, now: datetime
) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now, "Aurora è ottima", language="it")], now)
    correcting.correct(brand, Match.objects.get().pk, language="en", tone=-1, by=anna, now=now)
    hear(search, [said(1, now, "Aurora è buonissima", language="it", edited_at=now + HOUR)], now)
    find = Find.objects.get()
    assert (find.text, find.tone, find.language, find.tone_by) == (
        "Aurora è buonissima",
        -1,
        "en",
        Labelled.PERSON,
    )


def test_a_tone_that_is_none_is_refused(brand: Brand, anna: User, now: datetime) -> None:
    hear(a_search(brand, now), [said(1, now)], now)
    with pytest.raises(Refused):
        correcting.correct(brand, Match.objects.get().pk, language="it", tone=7, by=anna, now=now)
