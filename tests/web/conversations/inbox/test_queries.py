"""What stands on which tab, in which order, and how many: who has waited too long comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from passaparola.web.conversations.inbox import answering, handling, queries
from passaparola.web.conversations.inbox.narrowing import TABS, Narrowed, narrowed
from passaparola.web.conversations.models import Conversation, Kind, Service
from passaparola.web.publishing.models import Delivery
from web.conversations.talks import MINUTE, NOW, a_label, a_talk, said, somebody, the_channel

if TYPE_CHECKING:
    from passaparola.web.brands.models import Brand, User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shown(brand: Brand, user: User, now: object = NOW, **wanted: object) -> list[int]:
    found = queries.inbox_of(brand, user, replace(Narrowed(), **wanted), now)  # type: ignore[arg-type]
    return [row.conversation.pk for row in found.rows]


def test_each_tab_shows_what_is_so(brand: Brand, anna: User, bruno: User) -> None:
    mine = a_talk(brand, assignee=anna, unread=False).pk
    theirs = a_talk(brand, status="waiting", assignee=bruno, unread=False).pk
    done = a_talk(brand, status="done", assignee=anna, unread=False).pk
    new = a_talk(brand).pk
    later = a_talk(brand, snoozed_until=NOW + HOUR).pk
    found = {tab: set(shown(brand, anna, tab=tab)) for tab in TABS}
    assert found == {
        "open": {mine, new},
        "unread": {new},
        "mine": {mine},
        "waiting": {theirs},
        "done": {done},
        "snoozed": {later},
        "all": {mine, theirs, done, new, later},
    }


def test_what_is_put_off_comes_back_by_itself(brand: Brand, anna: User) -> None:
    later = a_talk(brand, snoozed_until=NOW + HOUR).pk
    assert shown(brand, anna, NOW + HOUR - MINUTE) == []
    assert shown(brand, anna, NOW + HOUR) == [later]


def test_the_newest_word_comes_first(brand: Brand, anna: User) -> None:
    old, new = a_talk(brand).pk, a_talk(brand, at=NOW + MINUTE).pk
    assert shown(brand, anna) == [new, old]


def test_who_has_waited_too_long_comes_before_them_the_longest_first(brand: Brand, anna: User) -> None:
    Service.objects.create(brand=brand, minutes=30)
    new = a_talk(brand, at=NOW).pk
    late = a_talk(brand, at=NOW - HOUR).pk
    later = a_talk(brand, at=NOW - 2 * HOUR).pk
    assert shown(brand, anna) == [later, late, new]


@pytest.mark.parametrize(
    ("waited", "words"),
    [(49, "11 min left"), (60, "0 min left"), (95, "35 min overdue"), (150, "1 h overdue"), (4000, "2 days")],
)
def test_a_row_says_how_long_is_left(brand: Brand, anna: User, waited: int, words: str) -> None:
    Service.objects.create(brand=brand, minutes=60)
    a_talk(brand, at=NOW - waited * MINUTE)
    row = queries.inbox_of(brand, anna, Narrowed(), NOW).rows[0]
    assert row.due.startswith(words)
    assert row.overdue == (waited > 60)


def test_without_a_promise_nothing_is_overdue(brand: Brand, anna: User) -> None:
    a_talk(brand, at=NOW - 100 * HOUR)
    assert queries.inbox_of(brand, anna, Narrowed(), NOW).rows[0].due == ""


def test_a_conversation_that_is_part_of_another_is_shown_there_only(brand: Brand, anna: User) -> None:
    kept, gone = a_talk(brand), a_talk(brand, "The words of the other one", at=NOW + MINUTE)
    gone.merged_into = kept
    gone.save()
    rows = queries.inbox_of(brand, anna, Narrowed(tab="all"), NOW).rows
    assert [(row.conversation.pk, row.words) for row in rows] == [(kept.pk, "The words of the other one")]


def test_a_row_shows_the_last_word_and_no_like(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    said(talk, "And on Monday?", at=NOW + MINUTE)
    said(talk, "like", kind=Kind.LIKE, at=NOW + 2 * MINUTE)
    assert queries.inbox_of(brand, anna, Narrowed(), NOW).rows[0].words == "And on Monday?"


def test_words_that_were_taken_back_are_not_shown(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    talk.interactions.update(gone_at=NOW)
    assert queries.inbox_of(brand, anna, Narrowed(), NOW).rows[0].words == ""


def test_it_is_narrowed_down_by_channel_label_person_language_and_tone(brand: Brand, anna: User) -> None:
    mara = somebody(brand)
    other = the_channel(brand, "other")
    one = a_talk(brand, by=mara, channel=other, language="it", tone=-1)
    one.labels.add(a_label(brand))
    a_talk(brand, language="en", tone=0)
    for wanted in (
        {"channel": other.pk},
        {"label": a_label(brand).pk},
        {"person": mara.person_id},
        {"language": "it"},
        {"tone": "-1"},
    ):
        assert shown(brand, anna, **wanted) == [one.pk]


@pytest.mark.parametrize("promised", [None, 30])
def test_page_after_page_shows_everybody_once(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch, promised: int | None
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    Service.objects.create(brand=brand, minutes=promised)
    talks = [a_talk(brand, at=NOW - (n // 2) * 10 * MINUTE).pk for n in range(11)]
    seen, after, now = [], "", NOW
    while True:
        found = queries.inbox_of(brand, anna, Narrowed(after=after), now)
        seen += [row.conversation.pk for row in found.rows]
        # Somebody becomes late while one reads: nobody is left out for it.
        after, now = found.after, now + 15 * MINUTE
        if not after:
            break
    assert sorted(seen) == sorted(talks)


@pytest.mark.parametrize("after", ["x", "r.1.2", "l.1.2.x", "r.999999999999999999.1.1", "q.1.1.1"])
def test_a_page_that_is_none_is_the_first(brand: Brand, anna: User, after: str) -> None:
    talk = a_talk(brand).pk
    assert shown(brand, anna, after=after) in ([talk], [])


def test_counts_stop_where_nobody_counts_any_more(
    brand: Brand, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CAP", 2)
    for _ in range(5):
        a_talk(brand)
    assert queries.counts_of(brand, anna, NOW)["open"] == 3
    assert queries.unread_of(brand, NOW) == 3


def test_an_answer_that_did_not_go_out_brings_its_conversation_up(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    wanted = answering.Wanted(talk.pk, talk.interactions.get().pk, "Yes", "t", 0)
    answering.answer(brand, wanted, by=anna, now=NOW)
    assert queries.counts_of(brand, anna, NOW)["failed"] == 0
    Delivery.objects.update(state="refused")
    assert shown(brand, anna, tab="failed") == [talk.pk]
    assert queries.inbox_of(brand, anna, Narrowed(tab="waiting"), NOW).rows[0].failed


def test_the_mark_of_a_page_changes_with_it_and_only_then(brand: Brand, anna: User) -> None:
    talk = a_talk(brand)
    marks = [queries.mark_of(brand, anna, Narrowed(), NOW)]
    assert queries.inbox_of(brand, anna, Narrowed(), NOW).mark == marks[0]
    assert queries.mark_of(brand, anna, Narrowed(), NOW) == marks[0]
    Conversation.objects.filter(pk=talk.pk).update(last_at=NOW + MINUTE)
    marks.append(queries.mark_of(brand, anna, Narrowed(), NOW))
    handling.assign(brand, [talk.pk], anna, by=anna, now=NOW)
    marks.append(queries.mark_of(brand, anna, Narrowed(), NOW))
    a_talk(brand)
    marks.append(queries.mark_of(brand, anna, Narrowed(), NOW))
    assert len(set(marks)) == 4


def test_a_list_of_thirty_asks_no_more_than_one_of_ten(brand: Brand, anna: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.inbox_of(brand, anna, Narrowed(), NOW)
        return len(seen)

    for n in range(10):
        a_talk(brand, f"word {n}").labels.add(a_label(brand))
    ten = asked()
    for n in range(20):
        a_talk(brand, f"more {n}").labels.add(a_label(brand, f"label {n}"))
    assert asked() == ten


def test_what_is_no_talk_is_listed_page_after_page(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    talk = a_talk(brand)
    likes = [said(talk, kind=Kind.LIKE, at=NOW + n * MINUTE).pk for n in range(5)]
    seen, after = [], ""
    while True:
        page, after = queries.besides_of(brand, after)
        seen += [each.pk for each in page]
        if not after:
            break
    assert seen == likes[::-1]


def test_an_address_says_what_is_looked_at_and_is_read_as_that() -> None:
    wanted = Narrowed(tab="done", channel=3, language="it", tone="-1", words="apre domenica", after="r.1.2.3")
    assert narrowed(QueryDict(wanted.whole)) == wanted
    assert narrowed(QueryDict(wanted.query)) == replace(wanted, after="")
    assert Narrowed().whole == ""


def test_nonsense_in_an_address_narrows_nothing() -> None:
    given = QueryDict("tab=lost&channel=x&label=-1&tone=7&person=99999999999999999999999")
    assert narrowed(given) == Narrowed()


def test_words_are_looked_for_in_all_conversations() -> None:
    assert narrowed(QueryDict("q=sunday")).tab == "all"
    assert narrowed(QueryDict("q=sunday&tab=done")).tab == "done"
