"""What is said about the brand is kept once, exactly as searched for, and nothing is lost in between."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from passaparola.connectors.contract import Account, Login
from passaparola.connectors.errors import Forbidden, Invalid, RateLimited, Transient
from passaparola.web.channels import actions as channels
from passaparola.web.conversations.keeping import keeping as conversations
from passaparola.web.conversations.persons import erasing
from passaparola.web.lifecycle.actions import LeaseLost
from passaparola.web.lifecycle.graph import Later
from passaparola.web.listening import hearing
from passaparola.web.listening.models import OWN, Ear, Find, Match
from passaparola.web.people.models import Handle, Person
from web.heard import an_event
from web.listening.searches import HERE, OURS, FakeSearcher, a_search, hear, said, the_ear

if TYPE_CHECKING:
    from datetime import datetime

    from passaparola.web.brands.models import Brand
    from passaparola.web.channels.models import Channel

pytestmark = pytest.mark.django_db


def a_channel(brand: Brand, now: datetime, handle: str = "aurora") -> Channel:
    return channels.connect(brand, "sandbox", Login(Account(handle, handle), "sandbox://demo", {}), now)


def texts() -> list[str]:
    return sorted(find.text for find in Find.objects.all())


def test_only_what_matches_is_kept_whatever_the_platform_thought(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now, "aurora -boreale")
    hear(search, [said(1, now, "Caffè Aurora"), said(2, now, "aurora boreale"), said(3, now, "altro")], now)
    assert texts() == ["Caffè Aurora"]
    # Who said something that does not match is nobody's business here.
    assert Handle.objects.count() == 1


def test_what_is_told_twice_is_one_row(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    for _ in range(2):
        hear(search, [said(1, now), said(2, now)], now)
    assert (Find.objects.count(), Match.objects.count(), Person.objects.count()) == (2, 2, 2)


def test_what_two_searches_find_is_one_row_with_two_matches(brand: Brand, now: datetime) -> None:
    for name in ("One", "Two"):
        hear(a_search(brand, now, name=name), [said(1, now)], now)
    assert (Find.objects.count(), Match.objects.count()) == (1, 2)


def test_two_brands_have_a_row_each(brand: Brand, rival: Brand, now: datetime) -> None:
    for each in (brand, rival):
        hear(a_search(each, now), [said(1, now)], now)
    assert Find.objects.count() == 2


def test_language_and_tone_say_what_they_rest_on(brand: Brand, now: datetime) -> None:
    told = said(1, now, "Aurora è pessima, un servizio orribile", language="it")
    search = a_search(brand, now)
    hear(search, [told, said(2, now, "The coffee at Aurora is really excellent, I love this place")], now)
    one, two = Find.objects.order_by("native_id")
    assert (one.language, one.language_by, one.tone, one.tone_by) == ("it", "platform", -1, "lexicon")
    assert (two.language, two.language_by, two.tone) == ("en", "recognised", 1)


def test_a_search_for_some_languages_leaves_the_others_and_the_unknown(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now, languages=["it"])
    events = [
        said(1, now, "Aurora", language="it-IT"),
        said(2, now, "Aurora", language="en"),
        said(3, now, "Aurora"),
    ]
    hear(search, events, now)
    assert [find.language for find in Find.objects.all()] == ["it-IT"]


def test_a_place_is_kept_and_can_be_searched_for(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now, "aurora near:Siena")
    hear(search, [said(1, now, place="Siena, Italia"), said(2, now, place="Roma"), said(3, now)], now)
    assert [find.place for find in Find.objects.all()] == ["Siena, Italia"]


def test_the_brand_s_own_words_are_not_found(brand: Brand, now: datetime) -> None:
    a_channel(brand, now, "did:aurora")
    hear(a_search(brand, now), [said(1, now, who="aurora"), said(2, now, who="ada")], now)
    assert [find.handle.native_id for find in Find.objects.all()] == ["did:ada"]


def test_who_was_erased_is_not_kept_again_and_takes_their_finds_along(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now, who="ada"), said(2, now, who="bea")], now)
    erasing.erase(Person.objects.get(handles__native_id="did:ada"), None, now)
    assert Find.objects.filter(handle__native_id="did:ada").count() == 0
    hear(search, [said(1, now, who="ada"), said(3, now, who="ada")], now)
    assert [find.handle.native_id for find in Find.objects.exclude(text="")] == ["did:bea"]


@pytest.mark.parametrize("more", [{"gone": True}, {"private": True}])
def test_what_was_taken_back_or_is_private_is_not_kept(
    brand: Brand, now: datetime, more: dict[str, Any]
) -> None:
    hear(a_search(brand, now), [said(1, now, **more)], now)
    assert not Find.objects.exists()


def test_hostile_words_are_made_fit(brand: Brand, now: datetime) -> None:
    event = said(
        1, now, "Aurora\x00 " + "x" * 10, url="javascript:alert(1)", links=("data:x", "https://a.example/")
    )
    hear(a_search(brand, now), [event, said(2, now + timedelta(days=400))], now)
    one, two = Find.objects.order_by("native_id")
    assert ("\x00" in one.text, one.url, one.links) == (False, "", ["https://a.example/"])
    assert two.at == now


def test_changed_words_are_taken_over(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    hear(search, [said(1, now, "Aurora è bella")], now)
    later = now + timedelta(hours=1)
    hear(search, [said(1, now, "Aurora è orribile", edited_at=later)], later)
    find = Find.objects.get()
    assert (find.text, find.tone) == ("Aurora è orribile", -1)


def test_a_crash_between_asking_and_keeping_loses_nothing(
    brand: Brand, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = a_search(brand, now)

    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(hearing, "_stand", crash)
        with pytest.raises(RuntimeError):
            hear(search, [said(1, now)], now)
    assert (Find.objects.count(), the_ear(search).cursor) == (0, "")
    hear(search, [said(1, now)], now)
    assert Find.objects.count() == 1


def test_a_worker_thought_dead_keeps_nothing(brand: Brand, now: datetime) -> None:
    ear = the_ear(a_search(brand, now))
    Ear.objects.filter(pk=ear.pk).update(fence=ear.fence + 1)
    with pytest.raises(LeaseLost):
        hearing.hear(ear, now, searchers=lambda _ear: FakeSearcher([said(1, now)]))
    assert not Find.objects.exists()


def test_the_past_is_heard_batch_by_batch_and_how_far_it_reaches_is_kept(brand: Brand, now: datetime) -> None:
    search = a_search(brand, now)
    old = now - timedelta(days=20)
    hear(search, [said(n, now - timedelta(days=n)) for n in range(20)] + [said(99, old)], now)
    ear = the_ear(search)
    assert (ear.reaches, ear.caught_up, ear.heard_at) == (old, True, now)
    hear(search, [said(100, old - timedelta(days=300))], now)
    assert the_ear(search).reaches == old


def test_a_cursor_nobody_knows_any_more_begins_anew(brand: Brand, now: datetime) -> None:
    ear = the_ear(a_search(brand, now))
    ear.cursor, ear.caught_up = "from another time", True
    outcome = hearing.hear(ear, now, searchers=lambda _ear: FakeSearcher([said(1, now)]))
    assert isinstance(outcome, Later)
    assert (outcome.at, the_ear(ear.search).cursor) == (now, "")


def test_one_that_forgets_even_the_past_is_not_asked_without_end(brand: Brand, now: datetime) -> None:
    ear = the_ear(a_search(brand, now))
    ear.cursor, ear.caught_up = "from another time", False
    outcome = hearing.hear(ear, now, searchers=lambda _ear: FakeSearcher([said(1, now)]))
    assert isinstance(outcome, Later)
    assert outcome.at is not None
    assert outcome.at > now


@pytest.mark.parametrize(
    ("trouble", "wait"),
    [
        (Transient("It failed."), timedelta(minutes=1)),
        (RateLimited("Too many.", until=None), timedelta(minutes=15)),
        (Forbidden("Not for us."), timedelta(minutes=30)),
        (Invalid("It cannot be asked.", field="text"), timedelta(hours=12)),
    ],
)
def test_a_place_in_trouble_is_asked_later_and_says_why(
    brand: Brand, now: datetime, trouble: Exception, wait: timedelta
) -> None:
    ear = the_ear(a_search(brand, now))
    outcome = hearing.hear(ear, now, searchers=lambda _ear: FakeSearcher([], troubles=[trouble]))
    assert isinstance(outcome, Later)
    assert (outcome.at, outcome.because) == (now + wait, str(trouble))


def test_what_is_said_to_our_channels_is_matched_and_not_copied(brand: Brand, now: datetime) -> None:
    channel = a_channel(brand, now)
    conversations.keep(channel, [an_event("a", "mention", "ada", text="Che bella Aurora")], now)
    search = a_search(brand, now, "aurora", sources=[OURS])
    hearing.hear(the_ear(search, OWN), now)
    match = Match.objects.get()
    assert (match.find, match.said.text) == (None, "Che bella Aurora")
    assert not Find.objects.exists()


def test_what_is_said_to_a_channel_calls_it_by_its_name(brand: Brand, now: datetime) -> None:
    channel = a_channel(brand, now)
    conversations.keep(channel, [an_event("a", "reply", "ada", text="Vergogna", about="x", ours=True)], now)
    search = a_search(brand, now, "@aurora vergogna", sources=[OURS])
    hearing.hear(the_ear(search, OWN), now)
    assert Match.objects.count() == 1


def test_private_words_marks_and_what_was_taken_back_are_not_matched(brand: Brand, now: datetime) -> None:
    channel = a_channel(brand, now)
    events = [
        an_event("a", "message", "ada", text="aurora", private=True, thread="r"),
        an_event("b", "like", "bea", about="x"),
        an_event("c", "mention", "cia", text="aurora", gone=True),
    ]
    conversations.keep(channel, events, now)
    hearing.hear(the_ear(a_search(brand, now, "aurora", sources=[OURS]), OWN), now)
    assert not Match.objects.exists()


def test_the_same_word_found_by_a_search_and_heard_by_a_channel_counts_once(
    brand: Brand, now: datetime
) -> None:
    channel = a_channel(brand, now)
    event = an_event("a", "mention", "ada", text="Aurora")
    search = a_search(brand, now, sources=[HERE, OURS])
    hear(search, [event], now)
    conversations.keep(channel, [event], now)
    hearing.hear(the_ear(search, OWN), now)
    hear(search, [event], now)
    assert [match.find for match in Match.objects.all()] == [None]


def test_what_is_stored_a_little_late_is_matched_all_the_same(brand: Brand, now: datetime) -> None:
    channel = a_channel(brand, now)
    search = a_search(brand, now, sources=[OURS])
    hearing.hear(the_ear(search, OWN), now)
    conversations.keep(channel, [an_event("b", "mention", "ada", text="aurora")], now - timedelta(minutes=5))
    hearing.hear(the_ear(search, OWN), now + timedelta(seconds=60))
    assert Match.objects.count() == 1
