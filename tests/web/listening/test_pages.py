"""The pages say what to do when they are empty, where a search goes wrong, and what every label rests on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passaparola.connectors.platforms import PLATFORMS
from passaparola.web.listening import found_sentences
from passaparola.web.listening.models import Episode, SavedSearch
from web import makers
from web.doors import SEARCH
from web.listening.searches import a_search, hear, said

if TYPE_CHECKING:
    from django.http import HttpResponse

    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(anna: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(anna)
    return client


def page(visitor: Client, name: str, *args: Any, **query: str) -> str:
    answer = visitor.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(visitor: Client, door: str, /, *args: Any, **form: Any) -> HttpResponse:
    return visitor.post(reverse(door, args=args), form)  # type: ignore[return-value]


def test_an_empty_page_says_what_to_do(brand: Brand, visitor: Client) -> None:
    said_there = page(visitor, "listening", brand.slug)
    assert "Nothing is listened for yet" in said_there
    assert reverse("new-listening-search", args=[brand.slug]) in said_there


def test_a_search_is_made_and_shown(brand: Brand, visitor: Client) -> None:
    answer = posted(visitor, "new-listening-search", brand.slug, name="Aurora", **SEARCH)
    search = SavedSearch.objects.get()
    assert answer["Location"] == reverse("listening-search", args=[brand.slug, search.pk])
    assert "Nothing was found yet" in page(visitor, "listening-search", brand.slug, search.pk)


def test_a_search_that_goes_wrong_shows_where(brand: Brand, visitor: Client) -> None:
    answer = posted(
        visitor, "new-listening-search", brand.slug, name="Aurora", **{**SEARCH, "query": "aurora ) x"}
    )
    assert answer.status_code == 422
    assert "aurora <mark>)</mark> x" in answer.content.decode()


def test_trying_out_shows_how_much_it_would_have_found_and_keeps_nothing(
    brand: Brand, visitor: Client
) -> None:
    hear(a_search(brand, timezone.now()), [said(1, timezone.now())], timezone.now())
    answer = posted(visitor, "new-listening-search", brand.slug, name="New", do="try", **SEARCH)
    assert "This would have found 1 of the 1 things stored" in answer.content.decode()
    assert SavedSearch.objects.count() == 1


def test_every_label_is_shown_with_its_source(brand: Brand, visitor: Client) -> None:
    now = timezone.now()
    search = a_search(brand, now)
    hear(search, [said(1, now, "Aurora è pessima", language="it")], now)
    shown = page(visitor, "listening-search", brand.slug, search.pk)
    assert "from a list of words" in shown
    assert "its author or platform says so" in shown
    assert "Of 1 thing that could be judged" in shown


def test_hostile_words_do_not_run(brand: Brand, visitor: Client) -> None:
    now = timezone.now()
    search = a_search(brand, now)
    hear(search, [said(1, now, "Aurora <script>alert(1)</script>", url="javascript:alert(2)")], now)
    shown = page(visitor, "listening-search", brand.slug, search.pk)
    assert "<script>alert" not in shown
    assert "javascript:alert" not in shown


def test_an_alarm_is_on_every_page_until_it_was_seen(brand: Brand, visitor: Client) -> None:
    makers.search(brand)
    assert "More is said than usual about Aurora" in page(visitor, "campaigns", brand.slug)
    posted(visitor, "see-alarm", brand.slug, Episode.objects.get().pk)
    assert "More is said than usual about Aurora" not in page(visitor, "campaigns", brand.slug)


def test_the_rate_of_false_alarms_is_on_the_page(brand: Brand, visitor: Client) -> None:
    now = timezone.now()
    search = a_search(brand, now)
    start = now - timedelta(days=10)
    hear(search, [said(n, start + n * timedelta(hours=1)) for n in range(240)], now)
    assert "tuned to one false alarm in 30 days" in page(visitor, "listening-search", brand.slug, search.pk)


def test_a_new_webhook_shows_its_secret_once(brand: Brand, visitor: Client) -> None:
    form = {"mail": "on", "hook": "https://hooks.example/a"}
    assert "The webhook's secret" in posted(visitor, "alarms", brand.slug, **form).content.decode()
    assert posted(visitor, "alarms", brand.slug, **form).status_code == 302
    assert "The webhook's secret" not in page(visitor, "alarms", brand.slug)


def test_what_each_place_finds_can_be_said_in_the_reader_s_language() -> None:
    assert set(found_sentences.SENTENCES) == {row.found for row in PLATFORMS.values() if row.found}
